import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures.reactivity import habituation, response_time_ratio, severity_drift, twin_difference
from assessments.measures.vigilance import decrement

twins = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60)
ratings = st.lists(st.integers(1, 7), min_size=2, max_size=30).filter(lambda drawn: len(set(drawn)) > 1)
paired_ratings = st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), max_size=30).map(
    lambda drawn: [(2, 3), (6, 5), (4, 4), *drawn]
)


def ends(effect):
    return effect.estimate, effect.low, effect.high


def answers(both, neutral_only, charged_only, neither):
    """The flags (charged, neutral) of that many pairs of each kind."""
    counts = (both, neutral_only, charged_only, neither)
    return np.repeat([1, 0, 1, 0], counts), np.repeat([1, 1, 0, 0], counts)


def least_squares(values):
    """Slope and its standard error, by the normal equations."""
    n = len(values)
    order, level = sum(range(n)) / n, sum(values) / n
    spread = sum((k - order) ** 2 for k in range(n))
    slope = sum((k - order) * value for k, value in enumerate(values)) / spread
    left = sum((value - level - slope * (k - order)) ** 2 for k, value in enumerate(values))
    return slope, math.sqrt(left / (n - 2) / spread)


@pytest.mark.parametrize(
    ("counts", "interval"),
    [
        ((36, 12, 2, 0), (0.0569, 0.3404)),  # Newcombe 1998, Statistics in Medicine 17, 2635-2650, method 10
        ((1, 1, 7, 12), (-0.507, -0.026)),  # Fagerland, Lydersen and Laake 2014, Statistics in Medicine 33, 2850-2875
        ((59, 6, 16, 80), (-0.119, -0.005)),  # the same, complete response before and after consolidation
    ],
)
def test_the_interval_of_paired_shares_is_the_published_one(counts, interval):
    digits = 5e-5 if counts[0] == 36 else 5e-4
    found = twin_difference(*answers(*counts))
    assert (found.low, found.high) == pytest.approx(interval, abs=digits)


def test_accuracy_lost_on_charged_items_is_positive():
    found = twin_difference([1, 0, 0, 1], [1, 1, 1, 1])
    assert (found.estimate, found.neutral, found.charged, found.n) == (0.5, 1, 0.5, 4)


@pytest.mark.parametrize("right", [0, 10, 20])
def test_twins_that_never_differ_still_leave_room(right):
    found = twin_difference(*answers(right, 0, 0, 20 - right))
    assert found.estimate == 0
    assert found.low < -0.05
    assert found.high > 0.05


def test_all_lost_is_the_far_end():
    found = twin_difference(*answers(0, 10, 0, 0))
    assert (found.estimate, found.high) == (1, 1)
    assert found.low < 0.75


def exact_coverage(n, neutral, charged, phi):
    """The probability that the interval of n pairs holds the true difference, over all outcomes."""
    both = neutral * charged + phi * math.sqrt(neutral * (1 - neutral) * charged * (1 - charged))
    share = (both, neutral - both, charged - both, 1 - neutral - charged + both)
    covered = 0.0
    for a in range(n + 1):
        for b in range(n + 1 - a):
            for c in range(n + 1 - a - b):
                counts = (a, b, c, n - a - b - c)
                found = twin_difference(*answers(*counts))
                if found.low <= neutral - charged <= found.high:
                    ways = math.factorial(n) / math.prod(math.factorial(count) for count in counts)
                    covered += ways * math.prod(p**count for p, count in zip(share, counts, strict=True))
    return covered


@pytest.mark.parametrize(("neutral", "charged", "phi"), [(0.9, 0.8, 0.2), (0.8, 0.8, 0.4)])
def test_the_interval_holds_the_truth_as_often_as_it_says(neutral, charged, phi):
    assert exact_coverage(12, neutral, charged, phi) >= 0.95


def test_drift_is_in_standard_deviations_of_the_baseline():
    found = severity_drift([2, 4, 6], [5, 6, 7, 6])
    assert found.estimate == pytest.approx(1)
    assert found.n == 7


def test_drift_of_the_same_items_is_told_more_sharply():
    baseline = np.array([1, 2, 3, 4, 5, 6, 7, 4])
    later = baseline + np.array([1, 1, 0, 1, 1, 0, 0, 1])
    same, other = severity_drift(baseline, later, paired=True), severity_drift(baseline, later)
    assert same.estimate == other.estimate == pytest.approx(0.625 / 2)
    assert same.low > 0 > other.low
    assert (same.n, other.n) == (8, 16)
    # differences: SD .51755, so SE .18298, t(7) 2.364624; the unit: t .3125 / sqrt(14)
    half = math.hypot(2.364624 * 0.182981 / 2, 2.364624 * 0.3125 / math.sqrt(14))
    assert same.high - same.estimate == pytest.approx(half, abs=1e-5)


def test_rating_everything_exactly_as_before_is_no_drift_with_room_on_both_sides():
    found = severity_drift([1, 3, 4, 6], [1, 3, 4, 6], paired=True)
    assert found.estimate == 0
    assert found.low < 0 < found.high
    assert ends(found) == ends(severity_drift([1, 3, 4, 6], [1, 3, 4, 6]))


def test_falling_responses_are_habituation():
    found = habituation([5.0, 4.6, 4.5, 4.0, 3.8, 3.2])
    assert found.estimate == decrement([5.0, 4.6, 4.5, 4.0, 3.8, 3.2])
    assert found.high < 0
    assert found.n == 6


def test_the_slope_has_students_interval():
    values = [3, 1, 4, 1, 5, 9, 2, 6]
    slope, error = least_squares(values)
    assert ends(habituation(values)) == pytest.approx((slope, slope - 2.446912 * error, slope + 2.446912 * error))


def test_a_tenth_longer_is_a_log_ratio_of_about_a_tenth():
    neutral = np.array([800.0, 1200.0, 950.0, 2400.0])
    found = response_time_ratio(neutral * [1.05, 1.15, 1.08, 1.13], neutral)
    assert math.exp(found.estimate) == pytest.approx(1.1018, abs=1e-4)
    assert 0 < found.low < found.estimate < found.high
    assert found.n == 4


def test_one_endless_answer_does_not_decide():
    neutral = np.full(20, 1000.0) + np.arange(20)
    charged = neutral.copy()
    charged[0] *= 60
    assert response_time_ratio(charged, neutral).estimate == pytest.approx(math.log(60) / 20)


@pytest.mark.parametrize(
    ("charged", "neutral", "message"),
    [
        ([], [], "^charged must be a non-empty"),
        ([[1]], [[1]], "^charged must be a non-empty"),
        ([1, 0], [1], "^neutral must have the shape of charged"),
        ([2], [1], "^charged must hold only"),
        ([1], [math.nan], "^neutral must hold only"),
    ],
)
def test_twins_that_cannot_be_are_refused_by_name(charged, neutral, message):
    with pytest.raises(ValueError, match=message):
        twin_difference(charged, neutral)


@pytest.mark.parametrize(
    ("baseline", "later", "paired", "message"),
    [
        ([], [1, 2], False, "^baseline must be a non-empty"),
        ([1, 2], [], False, "^later must be a non-empty"),
        ([1, math.nan], [1, 2], False, "^baseline must hold finite"),
        ([3], [1, 2], False, "^baseline must hold at least two"),
        ([1, 2], [3], False, "^later must hold at least two"),
        ([1, 2], [1, 2, 3], True, "^later must have the shape of baseline"),
        ([4, 4, 4], [1, 2, 3], False, "^baseline must vary"),
        ([0.1 + 0.2, 0.3], [1, 2], False, "^baseline must vary"),
    ],
)
def test_ratings_without_a_drift_are_refused_by_name(baseline, later, paired, message):
    with pytest.raises(ValueError, match=message):
        severity_drift(baseline, later, paired=paired)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([], "^values must be a non-empty"),
        ([3, 2, 1], "^values must hold at least 4 exposures"),
        ([3, 2, math.nan, 1], "^values must hold finite"),
        ([4, 4, 4, 4], "^values must scatter"),
        ([0.1, 0.2, 0.3, 0.4, 0.5], "^values must scatter"),
    ],
)
def test_runs_without_a_slope_are_refused_by_name(values, message):
    with pytest.raises(ValueError, match=message):
        habituation(values)


@pytest.mark.parametrize(
    ("charged", "neutral", "message"),
    [
        ([], [], "^charged_ms must be a non-empty"),
        ([900, 800], [900], "^neutral_ms must have the shape of charged_ms"),
        ([900, 0], [900, 800], "^charged_ms must be above 0"),
        ([900, 800], [900, -1], "^neutral_ms must be above 0"),
        ([900, math.inf], [900, 800], "^charged_ms must hold finite"),
        ([900], [800], "^charged_ms must hold at least two pairs"),
        ([900, 900], [800, 800], "^charged_ms must vary"),
    ],
)
def test_times_without_a_ratio_are_refused_by_name(charged, neutral, message):
    with pytest.raises(ValueError, match=message):
        response_time_ratio(charged, neutral)


@given(twins, st.randoms(use_true_random=False))
def test_exchanging_the_twins_turns_the_difference_and_order_does_not_matter(pairs, random):
    charged, neutral = zip(*pairs, strict=True)
    found = twin_difference(charged, neutral)
    assert found.estimate == pytest.approx((sum(neutral) - sum(charged)) / len(pairs))
    assert -1 <= found.low <= found.estimate <= found.high <= 1
    assert found.low < found.high
    assert ends(twin_difference(neutral, charged)) == pytest.approx((-found.estimate, -found.high, -found.low))
    random.shuffle(pairs)
    assert ends(twin_difference(*zip(*pairs, strict=True))) == pytest.approx(ends(found))


@given(twins)
def test_answering_the_opposite_everywhere_turns_the_difference(pairs):
    charged, neutral = zip(*pairs, strict=True)
    found = twin_difference(charged, neutral)
    turned = twin_difference([not c for c in charged], [not n for n in neutral])
    assert ends(turned) == pytest.approx((-found.estimate, -found.high, -found.low))


@given(paired_ratings, st.booleans(), st.integers(-5, 5), st.integers(1, 5))
def test_drift_has_no_unit_and_turns_with_the_scale(pairs, paired, shift, scale):
    baseline, later = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    found = severity_drift(baseline, later, paired=paired)
    assert found.low < found.estimate < found.high
    moved = severity_drift(baseline * scale + shift, later * scale + shift, paired=paired)
    assert ends(moved) == pytest.approx(ends(found), abs=1e-9)
    turned = severity_drift(-baseline, -later, paired=paired)
    assert ends(turned) == pytest.approx((-found.estimate, -found.high, -found.low), abs=1e-9)


@given(ratings, ratings)
def test_drift_is_the_difference_of_means_in_baseline_deviations(baseline, later):
    mean = sum(baseline) / len(baseline)
    spread = math.sqrt(sum((rating - mean) ** 2 for rating in baseline) / (len(baseline) - 1))
    expected = (sum(later) / len(later) - mean) / spread
    assert severity_drift(baseline, later).estimate == pytest.approx(expected, abs=1e-9)


@given(st.lists(st.integers(1, 7), max_size=30).map(lambda drawn: [1, 5, 2, 6, *drawn]), st.integers(-3, 3))
def test_the_slope_agrees_with_the_normal_equations_and_turns_with_the_order(values, level):
    found = habituation(values)
    slope, error = least_squares(values)
    assert found.estimate == pytest.approx(slope, abs=1e-9)
    assert found.high - found.low > 2 * 1.96 * error * (1 - 1e-9)
    backwards = habituation([value + level for value in reversed(values)])
    assert ends(backwards) == pytest.approx((-found.estimate, -found.high, -found.low), abs=1e-9)


@given(st.lists(st.tuples(st.floats(100, 9000), st.floats(100, 9000)), max_size=20), st.floats(0.2, 5))
def test_a_slower_device_leaves_the_ratio_alone(pairs, factor):
    pairs = [(500.0, 700.0), (900.0, 650.0), *pairs]
    charged, neutral = (np.array(column) for column in zip(*pairs, strict=True))
    found = response_time_ratio(charged, neutral)
    assert ends(response_time_ratio(charged * factor, neutral * factor)) == pytest.approx(ends(found), abs=1e-9)
    swapped = response_time_ratio(neutral, charged)
    assert ends(swapped) == pytest.approx((-found.estimate, -found.high, -found.low), abs=1e-9)


def test_a_wider_level_gives_a_wider_interval():
    charged, neutral = answers(10, 4, 1, 1)
    at_90, at_95, at_99 = (twin_difference(charged, neutral, level=level) for level in (0.9, 0.95, 0.99))
    assert ends(at_95) == ends(twin_difference(charged, neutral))
    assert at_99.low < at_95.low < at_90.low < at_90.estimate < at_90.high < at_95.high < at_99.high
    with pytest.raises(ValueError, match=r"^level must lie"):
        twin_difference(charged, neutral, level=1)
