import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures.item_response import Ability, estimate_ability, information, probability

slopes = st.floats(0.2, 3)
places = st.floats(-3, 3)
guessing = st.sampled_from([0.0, 0.1, 0.25])


def log_likelihood(theta, answers, a, b, c):
    """Item by item, from the definition."""
    total = 0.0
    for answer, slope, place, guess in zip(answers, a, b, c, strict=True):
        p = guess + (1 - guess) / (1 + math.exp(-slope * (theta - place)))
        if answer == 1:
            total += math.log(p)
        elif answer == 0:
            total += math.log(1 - p)
    return total


def sittings(answers=(0, 1), c=guessing):
    """Answers, a, b and c of one person's test."""
    rows = st.lists(st.tuples(st.sampled_from(answers), slopes, places, c), min_size=2, max_size=12)
    return rows.map(lambda items: np.array(items, dtype=float).T)


# Vectors: measures.md


def test_three_parameter_vector():
    assert probability(0.5, 1.2, 0, 0.2) == pytest.approx(0.716525, abs=1e-6)
    assert information(0.5, 1.2, 0, 0.2) == pytest.approx(0.237492, abs=1e-6)


def test_one_parameter_ability_vector():
    found = estimate_ability([1, 1, 1, 0, 0], 1, [-1, -0.5, 0, 0.5, 1])
    assert found.theta == pytest.approx(0.454543, abs=1e-6)
    assert found.se == pytest.approx(0.965002, abs=1e-6)


# Baker 2001, The Basics of Item Response Theory, chapters 2 (b 1.5, a 1.3, c .2) and 5 (three items)


def test_item_curve_of_the_textbook():
    p = probability([-3, -2, -1, 0, 1, 2, 3], 1.3, 1.5, 0.2)
    assert p == pytest.approx([0.20, 0.21, 0.23, 0.30, 0.47, 0.73, 0.90], abs=5e-3)


def test_ability_of_the_textbook():
    found = estimate_ability([1, 0, 1], [1.0, 1.2, 0.8], [-1, 0, 1])
    assert found.theta == pytest.approx(0.3249, abs=1e-4)
    assert found.se == pytest.approx(1.23, abs=5e-3)


# Items


def test_numbers_give_a_float_and_arrays_broadcast():
    assert type(probability(0, 1, 0)) is float
    assert type(information(0, 1, 0)) is float
    table = probability(np.array([[0.0], [1.0]]), [1, 2, 3], [0, 0, 0])
    assert table.shape == (2, 3)
    assert table[0] == pytest.approx([0.5, 0.5, 0.5])


def test_information_is_a_quarter_of_the_squared_slope_at_the_difficulty_and_no_more():
    assert information(0.7, 1.6, 0.7) == pytest.approx(1.6**2 / 4)
    assert information(np.linspace(-5, 5, 101), 1.6, 0.7).max() == pytest.approx(1.6**2 / 4)


def test_extreme_distances_neither_warn_nor_leave_the_bounds():
    with np.errstate(all="raise", under="ignore"):
        assert probability([-500, 500], 5, 0, 0.2).tolist() == [0.2, 1]
        assert information([-500, 500], 5, 0).tolist() == [0, 0]
        assert information([-500, 500], 5, 0, 0.2).tolist() == [0, 0]


@given(places, slopes, places, guessing)
def test_probability_agrees_with_its_definition_and_keeps_its_bounds(theta, a, b, c):
    p = probability(theta, a, b, c)
    assert p == pytest.approx(c + (1 - c) / (1 + math.exp(-a * (theta - b))), abs=1e-12)
    assert c < p < 1
    assert probability(theta + 0.1, a, b, c) > p > probability(theta, a, b + 0.1, c)


@given(places, slopes, places, guessing)
def test_information_is_the_squared_slope_of_the_curve_over_its_variance(theta, a, b, c):
    step = 1e-5
    rise = (probability(theta + step, a, b, c) - probability(theta - step, a, b, c)) / (2 * step)
    p = probability(theta, a, b, c)
    assert information(theta, a, b, c) == pytest.approx(rise**2 / (p * (1 - p)), rel=1e-3, abs=1e-9)


@pytest.mark.parametrize("measure", [probability, information])
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((math.nan, 1, 0), "theta"),
        ((math.inf, 1, 0), "theta"),
        (("high", 1, 0), "theta"),
        ((0, 0, 0), "a "),
        ((0, [1, -1], [0, 0]), "a "),
        ((0, math.nan, 0), "a "),
        ((0, 1, math.inf), "b "),
        ((0, 1, 0, -0.1), "c "),
        ((0, 1, 0, 1), "c "),
        ((0, 1, 0, math.nan), "c "),
        (([0, 1], [1, 1, 1], 0), "theta"),
    ],
)
def test_items_that_cannot_be_are_refused_by_name(measure, arguments, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        measure(*arguments)


# Ability


@pytest.mark.parametrize("c", [0, 0.2])
def test_only_right_or_only_wrong_answers_put_a_person_at_the_end_with_an_unknown_error(c):
    b = [-1, 0, 1]
    assert estimate_ability([1, 1, 1], 1, b, c) == Ability(theta=6, se=math.inf)
    assert estimate_ability([0, 0, 0], 1, b, c) == Ability(theta=-6, se=math.inf)
    assert estimate_ability([1, math.nan, 1], 1, b, c, limit=4) == Ability(theta=4, se=math.inf)
    # So steep that the likelihood is flat in floats before the end.
    assert estimate_ability([1, 1, 1], 900, b, c) == Ability(theta=6, se=math.inf)
    assert estimate_ability([0, 0, 0], 900, b, c) == Ability(theta=-6, se=math.inf)


def test_right_answers_that_look_guessed_put_a_person_at_the_lower_end():
    # Wrong on the easy item, right on two so hard that only a guess explains it.
    found = estimate_ability([0, 1, 1], 3, [-5.9, 5, 5], 0.5, limit=5)
    assert found == Ability(theta=-5, se=math.inf)


def test_a_prior_makes_the_first_answers_count_for_little():
    b = [-1, 0, 1]
    assert estimate_ability([math.nan] * 3, 1, b, prior_sd=0.8) == Ability(theta=0, se=0.8)
    one, all_right = (
        estimate_ability([math.nan, 1, math.nan], 1, b, prior_sd=1),
        estimate_ability([1] * 3, 1, b, prior_sd=1),
    )
    assert 0 < one.theta < all_right.theta < 2
    assert all_right.se < one.se < 1
    # The mode of a logistic likelihood with one item under N(0, 1): theta = 1 - P.
    assert one.theta == pytest.approx(1 - probability(one.theta, 1, 0), abs=1e-9)


def test_the_highest_of_two_peaks_is_found():
    # Right on the two easy and the two hard items, wrong between: peaks near -.76 and 1.76.
    a, b, c = [2.5, 2.5, 1.5, 2.5, 2.5], [-2, -1.5, 0, 1.5, 2], [0.25] * 5
    answers = [1, 1, 0, 1, 1]
    found = estimate_ability(answers, a, b, c)
    assert found.theta == pytest.approx(-0.7648, abs=1e-4)
    assert log_likelihood(found.theta, answers, a, b, c) > log_likelihood(1.7636, answers, a, b, c) + 0.4


@given(sittings(answers=(0, 1, math.nan)))
def test_no_ability_on_a_fine_grid_is_more_likely(sitting):
    answers, a, b, c = sitting
    if np.isnan(answers).all():
        answers[0] = 1
    found = estimate_ability(answers, a, b, c)
    best = max(log_likelihood(theta, answers, a, b, c) for theta in np.linspace(-6, 6, 241))
    assert log_likelihood(found.theta, answers, a, b, c) >= best - 1e-9


@given(sittings())
def test_inside_the_ends_the_score_is_zero_and_the_error_is_that_of_the_information(sitting):
    answers, a, b, c = sitting
    found = estimate_ability(answers, a, b, c)
    if math.isinf(found.se):
        assert abs(found.theta) == 6
    else:
        step = 1e-4
        above, below = (log_likelihood(found.theta + s, answers, a, b, c) for s in (step, -step))
        assert (above - below) / (2 * step) == pytest.approx(0, abs=1e-5)
        assert found.se == pytest.approx(information(found.theta, a, b, c).sum() ** -0.5)


@given(sittings(answers=(0, 1, math.nan)), st.randoms(use_true_random=False))
def test_the_order_of_items_does_not_matter_and_items_not_presented_count_for_nothing(sitting, random):
    answers, a, b, c = sitting
    answers[0] = 1
    whole = estimate_ability(answers, a, b, c)
    kept = [i for i in range(answers.size) if not math.isnan(answers[i])]
    random.shuffle(kept)
    dropped = estimate_ability(answers[kept], a[kept], b[kept], c[kept])
    assert dropped.theta == pytest.approx(whole.theta, abs=1e-6)
    assert dropped.se == pytest.approx(whole.se, rel=1e-5)


@given(sittings(c=st.just(0.0)))
def test_reversed_answers_on_a_reversed_scale_reverse_the_ability(sitting):
    answers, a, b, _ = sitting
    here, there = estimate_ability(answers, a, b), estimate_ability(1 - answers, a, -b)
    assert there.theta == pytest.approx(-here.theta, abs=1e-8)
    assert there.se == pytest.approx(here.se, rel=1e-6)


def test_a_table_of_people_gives_what_each_gives_alone():
    rng = np.random.default_rng(4)
    a, b, c = rng.uniform(0.5, 2, 15), rng.normal(size=15), rng.uniform(0, 0.3, 15)
    table = (rng.random((3000, 15)) < 0.6).astype(float)
    table[rng.random(table.shape) < 0.3] = math.nan
    table[:, 0] = 1
    table[7] = 1
    together = estimate_ability(table, a, b, c)
    assert together.theta.shape == together.se.shape == (3000,)
    for person in (0, 7, 1234, 2047, 2048, 2999):
        alone = estimate_ability(table[person], a, b, c)
        assert alone.theta == pytest.approx(together.theta[person], abs=1e-8)
        assert alone.se == pytest.approx(together.se[person])


def test_abilities_are_recovered_within_their_errors():
    rng = np.random.default_rng(8)
    theta, a, b = rng.normal(size=2000), rng.uniform(0.7, 2, 60), rng.normal(size=60)
    found = estimate_ability(rng.random((2000, 60)) < probability(theta[:, None], a, b, 0.2), a, b, 0.2)
    error = (found.theta - theta) / found.se
    assert np.mean(np.abs(error) < 1.96) == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize(
    ("correct", "items", "options", "named"),
    [
        ([], (1, 0), {}, "correct"),
        (1, (1, 0), {}, "correct"),
        ([[[1]]], (1, 0), {}, "correct"),
        ([0.5], (1, 0), {}, "correct"),
        (["yes"], (1, 0), {}, "correct"),
        ([object()], (1, 0), {}, "correct"),
        ([math.nan, None], (1, 0), {}, "correct"),
        ([[1, 0], [math.nan, math.nan]], (1, 0), {}, "correct"),
        ([1, 0], (-1, 0), {}, "a "),
        ([1, 0], ([1, 1, 1], 0), {}, "a "),
        ([1, 0], (1, [0, 0, 0]), {}, "b "),
        ([1, 0], (1, [[0, 0]]), {}, "b "),
        ([1, 0], (1, 0, [0, 0, 0]), {}, "c "),
        ([1, 0], (1, 0, 1), {}, "c "),
        ([1, 0], (1, 0), {"limit": 0}, "limit"),
        ([1, 0], (1, 0), {"limit": math.inf}, "limit"),
        ([1, 0], (1, 0), {"prior_sd": 0}, "prior_sd"),
        ([1, 0], (1, 0), {"prior_sd": math.nan}, "prior_sd"),
    ],
)
def test_answers_and_options_that_cannot_be_are_refused_by_name(correct, items, options, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        estimate_ability(correct, *items, **options)
