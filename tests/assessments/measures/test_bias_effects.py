import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures.intervals import wilson
from assessments.measures.preference import (
    Effect,
    anchoring_effect,
    anchoring_index,
    confirmation_effect,
    verbosity_effect,
)
from tests.assessments.measures.shared_data import rows

two_flags = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=50).map(
    lambda drawn: [(True, True), (False, False), *drawn]
)
rated = st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), max_size=30).map(
    lambda drawn: [(2, 3), (6, 4), *drawn]
)


def ends(effect):
    return effect.estimate, effect.low, effect.high


def sample(ones, size):
    return np.array([1.0] * ones + [0.0] * (size - ones))


@pytest.mark.parametrize(
    ("first", "second", "interval"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((10, 10), (0, 10), (0.6075, 1.0)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
    ],
)
def test_the_interval_of_two_shares_is_the_published_one(first, second, interval):
    # Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10
    effect = Effect.of_shares(sample(*first), sample(*second))
    assert (effect.low, effect.high) == pytest.approx(interval, abs=5e-5)


def test_the_interval_of_two_means_is_welchs():
    # variances 2.5 and 1: SE = sqrt(.5 + .2), df = .49 / (.0625 + .01) = 6.7586, of which t is 2.38185
    effect = Effect.of_means("x", np.array([1.0, 2, 3, 4, 5]), np.array([0.0, 0, 1, 2, 2]))
    assert ends(effect) == pytest.approx((2, 2 - 2.38185 * math.sqrt(0.7), 2 + 2.38185 * math.sqrt(0.7)), abs=1e-4)
    assert effect.n == 10
    # of unequal sizes: SE = sqrt(.5 + 4/3), df 3.5328, t 2.9274
    other = Effect.of_means("x", np.array([1.0, 2, 3, 4, 5]), np.array([0.0, 2, 4]))
    assert ends(other) == pytest.approx((1, 1 - 3.963726, 1 + 3.963726), abs=1e-5)


def test_verbosity_is_the_difference_of_two_error_shares():
    # shorter is gold ten times, the longer one picked 6 times; longer is gold ten times, the shorter one picked 2 times
    effect = verbosity_effect([1] * 6 + [0] * 4 + [0] * 2 + [1] * 8, [0] * 10 + [1] * 10)
    assert effect.estimate == pytest.approx(0.4)
    assert effect.n == 20
    assert effect.low < 0.4 < effect.high


def test_the_longer_one_always_is_the_strongest_pull_and_errors_alone_are_none():
    assert verbosity_effect([1, 1, 1, 1], [0, 0, 1, 1]).estimate == 1
    assert verbosity_effect([0, 0, 0, 0], [0, 0, 1, 1]).estimate == -1
    assert verbosity_effect([0, 0, 1, 1], [0, 0, 1, 1]).estimate == 0
    assert verbosity_effect([1, 1, 0, 0], [0, 0, 1, 1]).estimate == 0


def test_anchoring_takes_off_who_would_have_agreed_anyway():
    # 8 of 10 agree with what was suggested; 3 of 10 give the same label without hearing it
    effect = anchoring_effect([1] * 8 + [0] * 2 + [1] * 3 + [0] * 7, [1] * 10 + [0] * 10)
    assert effect.estimate == pytest.approx(0.5)
    assert (effect.low, effect.high) == pytest.approx((0.0665, 0.7398), abs=5e-5)


def test_ratings_that_follow_the_anchor_all_the_way_have_index_one():
    rating, shown_high = [19, 20, 21, 79, 80, 81], [0, 0, 0, 1, 1, 1]
    assert anchoring_index(rating, shown_high, 20, 80).estimate == pytest.approx(1)
    assert anchoring_index(rating, [1, 0, 1, 0, 1, 0], 20, 80).estimate == pytest.approx(-1 / 3)


def test_the_redwoods_of_jacowitz_and_kahneman():
    # Anchors 180 and 1,200 feet, mean estimates 282 and 844: 55 %, as told in Kahneman 2011, chapter 11
    effect = anchoring_index([842, 844, 846, 280, 282, 284], [1, 1, 1, 0, 0, 0], 180, 1200)
    assert effect.estimate == pytest.approx(0.55, abs=0.005)


def test_confirming_evidence_rated_higher_is_a_positive_effect():
    effect = confirmation_effect([6, 5, 6, 3, 4, 2], [1, 1, 1, 0, 0, 0])
    assert effect.estimate == pytest.approx(17 / 3 - 3)
    assert effect.low > 0
    assert effect.n == 6


def test_pairs_give_a_narrower_interval_and_are_counted():
    judgement, confirming = [7, 6, 2, 1, 6, 4, 1, 0], [1, 1, 1, 1, 0, 0, 0, 0]
    paired = confirmation_effect(judgement, confirming, ["a", "b", "c", "d", "a", "b", "c", "d"])
    apart = confirmation_effect(judgement, confirming)
    assert paired.estimate == apart.estimate == pytest.approx(1.25)
    assert (paired.n, apart.n) == (4, 8)
    # differences 1, 2, 1, 1: SE .25, t(3) 3.18245
    assert (paired.low, paired.high) == pytest.approx((1.25 - 0.795612, 1.25 + 0.795612), abs=1e-5)
    assert apart.low < paired.low


def test_acceptance_is_compared_as_shares():
    apart = confirmation_effect([1] * 8 + [0] * 2 + [1] * 3 + [0] * 7, [1] * 10 + [0] * 10)
    assert ends(apart) == ends(Effect.of_shares(sample(8, 10), sample(3, 10)))
    paired = confirmation_effect([1, 1, 0, 1, 0, 0], [1, 1, 1, 0, 0, 0], [1, 2, 3, 1, 2, 3])
    assert ends(paired) == ends(Effect.of_paired_shares(sample(2, 3), sample(1, 3)))


def test_a_pair_stays_together_whatever_the_order_of_its_names():
    effect = confirmation_effect([5, 9, 1, 8, 4, 2], [1, 1, 1, 0, 0, 0], ["z", "m", "a", "m", "z", "a"])
    # z 5 - 4, m 9 - 8, a 1 - 2
    assert effect.estimate == pytest.approx(1 / 3)
    assert effect.high - effect.estimate == pytest.approx(4.302653 * math.sqrt(4 / 9), abs=1e-5)


def test_where_all_pairs_differ_alike_the_interval_is_that_of_strangers():
    paired = confirmation_effect([3, 4, 6, 2, 3, 5], [1, 1, 1, 0, 0, 0], [1, 2, 3, 1, 2, 3])
    assert ends(paired) == ends(confirmation_effect([3, 4, 6, 2, 3, 5], [1, 1, 1, 0, 0, 0]))
    assert paired.low < paired.estimate < paired.high
    assert paired.n == 3


@pytest.mark.parametrize("measure", [verbosity_effect, anchoring_effect, confirmation_effect])
@pytest.mark.parametrize(
    ("outcome", "kind", "message"),
    [
        ([], [], "^OUTCOME must be a non-empty"),
        (1, 1, "^OUTCOME must be a non-empty"),
        ([1, 0], [1], "^KIND must have the shape of OUTCOME"),
        ([1, math.nan], [0, 1], "^OUTCOME must hold"),
        (["yes", "no"], [0, 1], "^OUTCOME must hold"),
        ([1, 0], [0, 2], "^KIND must hold only"),
        ([1, 0], [1, 1], "^KIND must hold both"),
        ([1, 0], [0, 0], "^KIND must hold both"),
    ],
)
def test_judgements_that_cannot_be_are_refused_by_name(measure, outcome, kind, message):
    names = {
        verbosity_effect: ("picked_longer", "longer_is_gold"),
        anchoring_effect: ("agreed", "suggested"),
        confirmation_effect: ("judgement", "confirming"),
    }[measure]
    with pytest.raises(ValueError, match=message.replace("OUTCOME", names[0]).replace("KIND", names[1])):
        measure(outcome, kind)


@pytest.mark.parametrize("measure", [verbosity_effect, anchoring_effect])
def test_outcomes_other_than_true_and_false_are_refused(measure):
    with pytest.raises(ValueError, match="must hold only true and false"):
        measure([2, 0], [1, 0])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([5, 6], [1, 0]), "^judgement must hold at least two"),
        (([5, 5, 4, 4], [1, 1, 0, 0]), "^judgement must vary"),
        (([5, 6, 4], [1, 1, 0], [1, 2]), "^pair must have the shape of judgement"),
        (([5, 6, 4, 3], [1, 1, 0, 0], [1, 1, 2, 2]), "^pair must occur exactly once"),
        (([5, 6, 4], [1, 1, 0], [1, 2, 1]), "^pair must occur exactly once"),
        (([5, 6, 4, 3], [1, 1, 0, 0], [1, math.nan, 1, 2]), "^pair must not hold NaN"),
        (([5, 4], [1, 0], [1, 1]), "^judgement must hold at least two pairs"),
        (([5, 5, 4, 4], [1, 1, 0, 0], [1, 2, 1, 2]), "^judgement must vary"),
    ],
)
def test_evidence_that_tells_nothing_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        confirmation_effect(*arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([], [], 1, 2), "^rating"),
        (([1, 2, 3], [1, 0], 1, 2), "^shown_high must have the shape of rating"),
        (([1, 2, math.inf], [1, 0, 1], 1, 2), "^rating"),
        (([1, 2, 3, 4], [1, 0, 1, 2], 1, 2), "^shown_high"),
        (([1, 2, 3, 4], [1, 0, 1, 0], 2, 2), "^high must be above low"),
        (([1, 2, 3, 4], [1, 0, 1, 0], math.nan, 2), "^high must be above low"),
        (([1, 2, 3, 4], [1, 0, 1, 0], 1, math.inf), "^high must be above low"),
        (([1, 2, 3], [1, 0, 1], 1, 2), "^rating must hold at least two"),
        (([1, 2, 3], [1, 1, 1], 1, 2), "^rating must hold at least two"),
        (([1, 2, 1, 2], [1, 0, 1, 0], 1, 2), "^rating must vary"),
    ],
)
def test_anchors_that_cannot_be_are_refused_by_name(arguments, message):
    with pytest.raises(ValueError, match=message):
        anchoring_index(*arguments)


@given(two_flags)
def test_shares_agree_with_counting_and_stay_in_bounds(drawn):
    outcome, kind = zip(*drawn, strict=True)
    effect = anchoring_effect(outcome, kind)
    shown, bare = [o for o, k in drawn if k], [o for o, k in drawn if not k]
    p, q = sum(shown) / len(shown), sum(bare) / len(bare)
    (p_low, p_high), (q_low, q_high) = wilson(sum(shown), len(shown)), wilson(sum(bare), len(bare))
    assert effect.estimate == pytest.approx(p - q)
    assert effect.low == pytest.approx(p - q - math.hypot(p - p_low, q_high - q))
    assert effect.high == pytest.approx(p - q + math.hypot(p_high - p, q - q_low))
    assert -1 <= effect.low <= effect.estimate <= effect.high <= 1
    assert effect.low < effect.high


@given(two_flags, st.randoms(use_true_random=False))
def test_exchanging_long_and_short_turns_verbosity_and_order_does_not_matter(drawn, random):
    effect = verbosity_effect(*zip(*drawn, strict=True))
    turned = verbosity_effect(*zip(*[(not picked, not gold) for picked, gold in drawn], strict=True))
    assert ends(turned) == pytest.approx((-effect.estimate, -effect.high, -effect.low))
    random.shuffle(drawn)
    assert ends(verbosity_effect(*zip(*drawn, strict=True))) == pytest.approx(ends(effect))


@given(rated, st.integers(-3, 3), st.integers(1, 4))
def test_confirmation_has_the_unit_of_the_judgement_and_turns_with_the_view(pairs, shift, scale):
    for_it, against = zip(*pairs, strict=True)
    judged, kind = np.array(for_it + against), np.repeat([1, 0], len(pairs))
    linked = np.tile(np.arange(len(pairs)), 2)
    for pair in (None, linked):
        effect = confirmation_effect(judged, kind, pair)
        assert effect.estimate == pytest.approx(sum(a - b for a, b in pairs) / len(pairs))
        other = confirmation_effect(judged * scale + shift, 1 - kind, pair)
        expected = (-scale * effect.estimate, -scale * effect.high, -scale * effect.low)
        assert ends(other) == pytest.approx(expected, abs=1e-9)


def test_raters_of_hh_prefer_the_shorter_of_two_harmless_replies():
    # No source prints these: of 2,267 pairs of unequal length 993 have the longer reply chosen.
    lengths = np.array(
        [[int(row["chosen_words"]), int(row["rejected_words"])] for row in rows("hh_harmless_test_lengths.csv.gz")]
    )
    lengths = lengths[lengths[:, 0] != lengths[:, 1]]
    longer_is_gold = lengths[:, 0] > lengths[:, 1]
    assert (longer_is_gold.sum(), longer_is_gold.size) == (993, 2267)
    assert wilson(993, 2267) == pytest.approx((0.4177, 0.4585), abs=5e-5)
    # Who always takes the longer reply follows length alone, although right 44 times in 100 ...
    assert verbosity_effect(np.ones(2267), longer_is_gold).estimate == 1
    # ... and who falls for it only where it is twice as long, in 55 of 100 pairs, is drawn .595 of the way.
    twice = lengths.max(axis=1) >= 2 * np.maximum(lengths.min(axis=1), 1)
    effect = verbosity_effect(longer_is_gold | twice, longer_is_gold)
    assert ends(effect) == pytest.approx((0.5950, 0.5675, 0.6216), abs=5e-5)
