"""Severity of charged items beside their twins, drift over a sitting, and consistency: mostly nothing differs."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures.effects import t_quantile
from assessments.measures.intervals import wilson
from assessments.measures.reactivity import repeat_consistency, severity_difference, sitting_drift

FOUR = 4
rated = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=60)


def ends(effect):
    return effect.estimate, effect.low, effect.high


def pairs(up, level, down):
    """Places of charged and neutral items: so many pairs a step up, alike, and a step down."""
    return np.repeat([2, 1, 0], (up, level, down)), np.repeat([1, 1, 1], (up, level, down))


def coverage(n, shares, values, students=False):
    """The probability that the interval of n pairs, of three differences with these shares, holds the true mean."""
    truth = sum(p * v for p, v in zip(shares, values, strict=True))
    covered = 0.0
    for a in range(n + 1):
        for b in range(n + 1 - a):
            counts = (a, b, n - a - b)
            chance = math.factorial(n) / math.prod(map(math.factorial, counts))
            chance *= math.prod(p**k for p, k in zip(shares, counts, strict=True))
            if chance > 1e-9:
                low, high = students_interval(counts, values) if students else adjusted(counts, values)
                covered += chance * (low <= truth <= high)
    return covered


def adjusted(counts, values):
    steps = np.repeat(values, counts)
    found = severity_difference(np.maximum(steps, 0), np.maximum(-steps, 0), labels=FOUR)
    return found.low, found.high


def students_interval(counts, values):
    steps = np.repeat(values, counts)
    half = t_quantile(steps.size - 1) * steps.std(ddof=1) / math.sqrt(steps.size)
    return steps.mean() - half, steps.mean() + half


@pytest.mark.parametrize(
    ("n", "shares", "values"),
    [
        (8, (0.02, 0.98, 0.0), (1, 0, -1)),
        (16, (0.05, 0.95, 0.0), (1, 0, -1)),
        (16, (0.05, 0.9, 0.05), (1, 0, -1)),
        (16, (0.3, 0.6, 0.1), (1, 0, -1)),
        (8, (0.3, 0.4, 0.3), (1, 0, -1)),
        (12, (0.5, 0.4, 0.1), (1, 0, -1)),
        (16, (0.05, 0.25, 0.7), (2, 1, 0)),
        (32, (0.2, 0.8, 0.0), (1, 0, -1)),
        (32, (0.02, 0.08, 0.9), (2, 1, 0)),
    ],
)
def test_the_interval_holds_the_truth_as_often_as_stated(n, shares, values):
    assert coverage(n, shares, values) >= 0.93


def test_students_interval_does_not_where_nearly_all_pairs_are_alike():
    assert coverage(8, (0.02, 0.98, 0.0), (1, 0, -1), students=True) < 0.16
    assert coverage(16, (0.05, 0.95, 0.0), (1, 0, -1), students=True) < 0.6


def test_it_is_in_steps_charged_minus_neutral():
    found = severity_difference([2, 3, 1, 1], [1, 1, 1, 2], labels=FOUR)
    assert (found.estimate, found.n) == (0.5, 4)
    # deviations .5, 1.5, -.5, -1.5: 5 and 2 more, over 5 and 6; t(5) 2.570582
    assert found.high - 0.5 == pytest.approx(2.570582 * math.sqrt(7 / 5 / 6), abs=1e-6)
    assert 0.5 - found.low == pytest.approx(found.high - 0.5)


def test_pairs_that_never_differ_leave_room_on_both_sides():
    found = severity_difference([1] * 16, [1] * 16, labels=FOUR)
    assert found.estimate == 0
    assert found.high == -found.low == pytest.approx(t_quantile(17) * math.sqrt(2 / 17 / 18))


def test_no_end_lies_beyond_the_scale():
    assert severity_difference([3, 3], [0, 0], labels=FOUR).high == 3


@given(rated)
def test_exchanging_the_twins_turns_it(drawn):
    charged, neutral = zip(*drawn, strict=True)
    found = severity_difference(charged, neutral, labels=FOUR)
    assert -3 <= found.low < found.estimate + 1e-9
    assert found.estimate - 1e-9 < found.high <= 3
    turned = severity_difference(neutral, charged, labels=FOUR)
    assert ends(turned) == pytest.approx((-found.estimate, -found.high, -found.low))


@pytest.mark.parametrize(
    ("charged", "neutral", "labels", "message"),
    [
        ([], [], 4, "^charged must be a non-empty"),
        ([1, 2], [1], 4, "^neutral must have the shape of charged"),
        ([1, 4], [1, 2], 4, "^charged must hold whole numbers from 0 to 3"),
        ([1, 2], [1, -1], 4, "^neutral must hold whole"),
        ([1, 1.5], [1, 2], 4, "^charged must hold whole"),
        ([1], [1], 4, "^charged must hold at least two pairs"),
        ([0, 0], [0, 0], 1, "^labels must be at least 2"),
    ],
)
def test_ratings_that_cannot_be_are_refused_by_name(charged, neutral, labels, message):
    with pytest.raises(ValueError, match=message):
        severity_difference(charged, neutral, labels=labels)


def test_a_drift_is_told_within_sittings_whatever_their_levels():
    sitting, order = ["a"] * 3 + ["b"] * 3, [0, 1, 2] * 2
    found = sitting_drift(sitting, order, [0, 1, 2, -2, -1, 0])
    assert (found.estimate, found.n) == (1, 6)
    # no residual but the two added: 2 / (6 - 2 + 1) over sum x^2 = 4; t(5) 2.570582
    assert found.high - 1 == pytest.approx(2.570582 * math.sqrt(2 / 5 / 4), abs=1e-6)


def test_a_sitting_with_one_charged_item_tells_nothing_of_a_drift():
    told = sitting_drift([1] * 4, range(4), [0, 0, 1, 1])
    with_one = sitting_drift([1] * 4 + [2], [0, 1, 2, 3, 0], [0, 0, 1, 1, 3])
    assert ends(told) == ends(with_one)
    assert told.n == with_one.n == 4


def test_the_order_of_the_rows_does_not_matter():
    sitting, order, deviation = np.repeat([1, 2, 3], 4), np.tile(np.arange(4), 3), np.arange(12) % 3
    mixed = np.random.default_rng(1).permutation(12)
    assert ends(sitting_drift(sitting[mixed], order[mixed], deviation[mixed])) == pytest.approx(
        ends(sitting_drift(sitting, order, deviation))
    )


@pytest.mark.parametrize(("misrated", "slope"), [(0.0, 0.08), (0.1, 0.0), (0.3, -0.1)])
def test_the_drift_interval_holds_the_truth_as_often_as_stated(misrated, slope):
    rng = np.random.default_rng(7)
    sitting, order = np.repeat(np.arange(8), 4), np.tile(np.arange(4), 8)
    held = 0
    for _ in range(400):
        about = (rng.random(32) < misrated) * rng.choice([-1, 1], 32)
        moved = (rng.random(32) < abs(slope) * order) * math.copysign(1, slope)
        found = sitting_drift(sitting, order, about + moved)
        held += found.low <= slope <= found.high
    assert held / 400 >= 0.95


@pytest.mark.parametrize(
    ("sitting", "order", "deviation", "message"),
    [
        ([], [], [], "^order must be a non-empty"),
        ([1, 1], [0, 1, 2], [0, 1, 2], "^order must have the shape of sitting"),
        ([1, 1, 1], [0, 1, 2], [0, 1], "^deviation must have the shape"),
        ([1] * 4, [0, 1, 2, 3], [0, 1, math.nan, 0], "^deviation must hold finite"),
        ([1, 1, 1], [0, 1, 2], [0, 1, 0], "^sitting must leave 4 items"),
        ([1, 2, 3, 4, 5], [0] * 5, [0] * 5, "^sitting must leave 4 items"),
        ([1] * 5, [2] * 5, [0, 1, 0, 1, 0], "^sitting must leave 4 items"),
    ],
)
def test_sittings_without_a_drift_are_refused_by_name(sitting, order, deviation, message):
    with pytest.raises(ValueError, match=message):
        sitting_drift(sitting, order, deviation)


def test_consistency_is_the_share_with_the_same_label():
    found = repeat_consistency(["mild", "none", "mild", "severe"], ["mild", "mild", "mild", "severe"])
    assert (found.estimate, found.same, found.n) == (0.75, 3, 4)
    assert (found.low, found.high) == wilson(3, 4)


def test_perfect_consistency_leaves_room_below():
    found = repeat_consistency([1, 2, 3], [1, 2, 3])
    assert (found.estimate, found.high) == (1, 1)
    assert found.low < 0.5


@pytest.mark.parametrize(
    ("first", "again", "message"),
    [([], [], "^first must be a non-empty"), (["a"], ["a", "b"], "^again must have the shape of first")],
)
def test_repeats_that_cannot_be_are_refused_by_name(first, again, message):
    with pytest.raises(ValueError, match=message):
        repeat_consistency(first, again)
