import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures.calibration import brier
from assessments.measures.soft_labels import (
    cross_entropy,
    earth_mover,
    entropy,
    jensen_shannon,
    manhattan,
    quadratic_score,
    ranked_probability_score,
)
from tests.assessments.measures.shared_data import rows

P, Q = [0.7, 0.2, 0.1], [0.5, 0.3, 0.2]
PAIRED = [jensen_shannon, cross_entropy, quadratic_score, manhattan, earth_mover, ranked_probability_score]


def distributions(number):
    """`number` distributions over the same 1 to 6 classes, some of them with empty classes."""
    weights = st.integers(1, 6).flatmap(
        lambda k: st.lists(st.integers(0, 20), min_size=number * k, max_size=number * k)
    )
    return weights.map(lambda flat: _shares(np.reshape(flat, (number, -1))))


def _shares(weights):
    weights[:, 0] += weights.sum(axis=1) == 0
    return weights / weights.sum(axis=1, keepdims=True)


def naive(p, q):
    """Every pair measure as its definition reads, in the order of PAIRED."""
    middle = [(a + b) / 2 for a, b in zip(p, q, strict=True)]
    pieces = [(a, m) for own in (p, q) for a, m in zip(own, middle, strict=True) if a > 0]
    upto = [sum(p[: k + 1]) - sum(q[: k + 1]) for k in range(len(p) - 1)]
    impossible = any(a > 0 and b == 0 for a, b in zip(p, q, strict=True))
    return [
        sum(a * math.log2(a / m) for a, m in pieces) / 2,
        math.inf if impossible else -sum(a * math.log(b) for a, b in zip(p, q, strict=True) if a > 0),
        # What the Brier rule gives each label, averaged over labels drawn from p.
        sum(a * (2 * b - sum(c * c for c in q)) for a, b in zip(p, q, strict=True)),
        sum(abs(a - b) for a, b in zip(p, q, strict=True)),
        sum(abs(gap) for gap in upto),
        sum(gap * gap for gap in upto),
    ]


def test_vectors():
    # measures.md
    assert jensen_shannon(P, Q) == pytest.approx(0.0315967, abs=1e-6)
    assert cross_entropy(P, Q) == pytest.approx(0.8869414, abs=1e-6)
    assert manhattan(P, Q) == pytest.approx(0.4, abs=1e-6)
    assert earth_mover(P, Q) == pytest.approx(0.3, abs=1e-6)
    assert ranked_probability_score(P, Q) == pytest.approx(0.05, abs=1e-6)
    assert quadratic_score(P, Q) == pytest.approx(0.48, abs=1e-6)


def test_entropy_of_the_fair_and_the_bent_coin():
    # Shannon 1948, section 6: one bit for a fair coin; .7 and .3 have .8813 bit.
    assert entropy([0.5, 0.5]) == pytest.approx(math.log(2))
    assert entropy([0.7, 0.3]) == pytest.approx(0.8813 * math.log(2), abs=5e-5)
    assert entropy([0.25] * 4) == pytest.approx(math.log(4))
    assert entropy([1, 0, 0]) == 0


def test_a_sure_hit_and_a_sure_miss_are_the_ends():
    hit, miss = ([1, 0, 0], [1, 0, 0]), ([1, 0, 0], [0, 0, 1])
    assert [measure(*hit) for measure in PAIRED] == [0, 0, 1, 0, 0, 0]
    assert [measure(*miss) for measure in PAIRED] == [1, math.inf, -1, 2, 2, 2]
    assert math.copysign(1, cross_entropy(*hit)) == 1


def test_an_unlikely_class_stated_as_impossible_costs_everything():
    assert cross_entropy([0.999, 0.001], [1, 0]) == math.inf
    assert cross_entropy([1, 0], [0.999, 0.001]) == pytest.approx(-math.log(0.999))


def test_the_smallest_share_there_is_does_not_upset_the_divergence():
    assert jensen_shannon([1, 5e-324, 0], [1, 0, 5e-324]) == 0


def test_order_counts_where_it_should_and_nowhere_else():
    near, far = [0, 1, 0], [0, 0, 1]
    assert earth_mover([1, 0, 0], near) == 1
    assert ranked_probability_score([1, 0, 0], near) == 1
    for measure in (jensen_shannon, cross_entropy, quadratic_score, manhattan):
        assert measure([1, 0, 0], near) == measure([1, 0, 0], far)


def test_one_class_leaves_nothing_to_state():
    assert [measure([1], [1]) for measure in PAIRED] == [0, 0, 1, 0, 0, 0]


@pytest.mark.parametrize("measure", PAIRED)
def test_leading_axes_broadcast(measure):
    several = np.array([[P, Q, [0.1, 0.1, 0.8]], [Q, P, [1, 0, 0]]])
    assert isinstance(measure(P, Q), float)
    assert measure(P, several[:, :, ::-1] * 0.5 + several * 0.5).shape == (2, 3)
    crossed = measure(several[:, 0][:, None], several[0][None])
    assert crossed.shape == (2, 3)
    assert crossed[1, 2] == measure(Q, [0.1, 0.1, 0.8])


def test_entropy_keeps_the_leading_axes():
    assert entropy([[1, 0], [0.5, 0.5]]).tolist() == [0, pytest.approx(math.log(2))]
    assert isinstance(entropy(P), float)


@pytest.mark.parametrize("measure", PAIRED)
@pytest.mark.parametrize(
    ("p", "q", "named"),
    [
        ([], [], "p"),
        (1.0, [1.0], "p"),
        (np.empty((0, 3)), P, "p"),
        ([0.5, 0.6], [0.5, 0.5], "p"),
        ([1.2, -0.2], [0.5, 0.5], "p"),
        ([0.33, 0.33, 0.33], P, "p"),
        ([math.nan, 1], [0.5, 0.5], "p"),
        (["a", "b"], [0.5, 0.5], "p"),
        ([0.5, 0.5], [50, 50], "q"),
        ([0.5, 0.5], [0.5, math.inf], "q"),
        ([0.5, 0.5], P, "q"),
        ([0.5, 0.5], [1.0], "q"),
        ([P, P], [P, P, P], "q"),
        ([0.5, 0.5], [[0.5, 0.5], [0.5, 0.4]], "q"),
    ],
)
def test_what_is_no_distribution_is_refused_by_name(measure, p, q, named):
    with pytest.raises(ValueError, match=rf"^{named} must"):
        measure(p, q)


@pytest.mark.parametrize("p", [[], [0.5, 0.4], [-0.5, 1.5], [math.nan], 1.0])
def test_entropy_refuses_what_is_no_distribution(p):
    with pytest.raises(ValueError, match=r"^p must"):
        entropy(p)


def test_single_precision_is_a_distribution_all_the_same():
    shares = np.random.default_rng(4).dirichlet(np.ones(7)).astype(np.float32)
    assert manhattan(shares, shares) == 0


@given(distributions(2))
def test_every_measure_is_its_definition(pair):
    found = [measure(*pair) for measure in PAIRED]
    assert found == pytest.approx(naive(*(list(own) for own in pair)), abs=1e-9)


@given(distributions(2))
def test_divergence_and_distances_are_symmetric_and_bounded(pair):
    p, q = pair
    assert jensen_shannon(p, q) == jensen_shannon(q, p)
    assert 0 <= jensen_shannon(p, q) <= 1
    assert manhattan(p, q) == manhattan(q, p) <= 2 + 1e-9
    assert earth_mover(p, q) == earth_mover(q, p) <= len(p) - 1 + 1e-9
    assert manhattan(p, q) <= 2 * earth_mover(p, q) + 1e-9


@given(distributions(3))
def test_no_distance_is_shortened_by_a_detour(three):
    p, q, r = three
    for distance in (manhattan, earth_mover, lambda a, b: math.sqrt(jensen_shannon(a, b))):
        assert distance(p, r) <= distance(p, q) + distance(q, r) + 1e-7


@given(distributions(2), st.integers(0, 5))
def test_names_of_unordered_classes_do_not_matter(pair, shift):
    moved = np.roll(pair, shift, axis=1)
    for measure in (jensen_shannon, cross_entropy, quadratic_score, manhattan):
        assert measure(*moved) == pytest.approx(measure(*pair), abs=1e-9)
    for measure in PAIRED:  # turned round as a whole, an order is still the same order
        assert measure(*pair[:, ::-1]) == pytest.approx(measure(*pair), abs=1e-9)


@given(distributions(2))
def test_entropy_is_the_least_cross_entropy(pair):
    p, q = pair
    assert 0 <= entropy(p) <= math.log(len(p)) + 1e-9
    assert cross_entropy(p, p) == pytest.approx(entropy(p), abs=1e-9)
    assert cross_entropy(p, q) >= entropy(p) - 1e-9


@given(distributions(2))
def test_stating_what_one_believes_is_best_over_labels_drawn(pair):
    # Labels are drawn from p one at a time; the mean score over them may not prefer any other q.
    p, q = pair
    drawn = p > 0
    labels = np.eye(len(p))[drawn]
    for measure, sign in ((cross_entropy, -1), (quadratic_score, 1), (ranked_probability_score, -1)):
        honest, other = (sign * float(p[drawn] @ measure(labels, own)) for own in (p, q))
        assert honest >= other - 1e-9
        if np.abs(p - q).max() > 1e-3:
            assert honest > other


@pytest.mark.parametrize("measure", [jensen_shannon, manhattan, earth_mover])
def test_exaggerating_pays_where_the_score_is_not_proper(measure):
    believed, bolder = [0.7, 0.3], [0.9, 0.1]
    assert 0.7 * measure([1, 0], bolder) + 0.3 * measure([0, 1], bolder) < (
        0.7 * measure([1, 0], believed) + 0.3 * measure([0, 1], believed)
    )


def test_on_two_classes_the_quadratic_score_is_one_less_two_briers():
    # Ten people judged each of the 800 pairs of Snow et al. 2008; the share saying "follows" is scored by the key.
    gold, share = _rte()
    stated = np.column_stack([1 - share, share])
    scores = quadratic_score(np.eye(2)[gold], stated)
    assert scores.mean() == pytest.approx(1 - 2 * brier(share, gold).score, abs=1e-12)
    assert ranked_probability_score(np.eye(2)[gold], stated).mean() == pytest.approx(brier(share, gold).score)


def test_where_people_disagree_the_majority_errs_more():
    gold, share = _rte()
    spread = entropy(np.column_stack([1 - share, share]))
    missed = np.where(share == 0.5, 0.5, (share > 0.5) != gold)
    assert missed.mean() == pytest.approx(1 - 0.8969, abs=5e-5)  # measures.md: majority accuracy .8969
    assert missed[spread > np.median(spread)].mean() > missed[spread <= np.median(spread)].mean()


def _rte():
    table = rows("snow2008_rte.csv.gz")
    items = {item: i for i, item in enumerate(sorted({row["item"] for row in table}))}
    index = [items[row["item"]] for row in table]
    votes = np.bincount(index, weights=[int(row["label"]) for row in table])
    gold = np.zeros(len(items), dtype=int)
    gold[index] = [int(row["gold"]) for row in table]
    return gold, votes / np.bincount(index)
