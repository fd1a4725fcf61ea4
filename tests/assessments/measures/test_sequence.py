import math
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures.intervals import newcombe
from assessments.measures.sequence import MIN_FOR_PACE, Repeats, pace_change, repeats, thirds

LABELS = st.lists(st.sampled_from(["none", "mild", "moderate", "severe"]), min_size=2, max_size=40)


def test_a_hand_worked_sequence():
    # aabab: one repeat among four; s2 = 9 + 4, so expected (13 - 5) / 5; s3 = 27 + 8,
    # variance (13 * (13 + 30) - 10 * 35 - 125) / (25 * 4) = 84 / 100.
    result = repeats(["a", "a", "b", "a", "b"])
    assert (result.observed, result.longest_run, result.n) == (1, 2, 5)
    assert result.expected == pytest.approx(1.6)
    assert result.sd == pytest.approx(math.sqrt(0.84))
    assert result.excess == pytest.approx(-0.15)


def test_two_kinds_of_answers_have_the_mean_and_variance_of_wald_and_wolfowitz():
    # NIST/SEMATECH e-Handbook, 1.3.5.13: runs have mean 2 n1 n2 / n + 1 and variance
    # 2 n1 n2 (2 n1 n2 - n) / (n^2 (n - 1)).
    n1, n2 = 11, 7
    n, product = n1 + n2, 2 * n1 * n2
    result = repeats([1] * n1 + [0] * n2)
    assert n - result.expected == pytest.approx(product / n + 1)
    assert result.sd**2 == pytest.approx(product * (product - n) / (n**2 * (n - 1)))


@pytest.mark.parametrize("answers", ["aab", "aabb", "aabbc", "aaabbc", "abcd", "aabbcc", "aaaaab"])
def test_mean_and_sd_are_those_of_all_orders(answers):
    counts = [sum(a == b for a, b in pairwise(order)) for order in permutations(answers)]
    result = repeats(list(answers))
    assert result.expected == pytest.approx(np.mean(counts))
    assert result.sd == pytest.approx(np.std(counts))


def test_a_stuck_hand_shows_as_an_excess_and_a_random_order_does_not():
    stuck = repeats(["a"] * 8 + ["b"] * 8 + ["c"] * 8)
    assert (stuck.observed, stuck.longest_run) == (21, 8)
    assert stuck.excess == pytest.approx((21 - 7) / 23)
    assert stuck.interval().low > 0
    mixed = repeats(list("abcacbbacabccbaaccbbabca"))
    assert mixed.interval().low < 0 < mixed.interval().high


def test_answers_that_never_repeat_are_fewer_repeats_than_chance():
    result = repeats(["left", "right"] * 10)
    assert (result.observed, result.longest_run) == (0, 1)
    assert result.interval().high < 0


@pytest.mark.parametrize(("answers", "repeated", "longest"), [(["a"] * 5, 4, 5), (["a", "b", "c"], 0, 1)])
def test_where_every_order_is_alike_nothing_is_beyond_chance(answers, repeated, longest):
    assert repeats(answers) == Repeats(repeated, repeated, 0.0, 0.0, longest, len(answers))
    assert repeats(answers).interval() == (0, 0)


def test_a_wider_level_gives_a_wider_interval():
    result = repeats(list("aabbabab"))
    assert result.interval(0.8).low > result.interval(0.95).low
    with pytest.raises(ValueError, match="level"):
        result.interval(1)


@pytest.mark.parametrize("choices", [[], ["a"], [["a", "b"]], ["a", None, "b"], [1.0, math.nan]])
def test_repeats_refuses_what_is_no_sequence_of_answers(choices):
    with pytest.raises(ValueError, match="choices"):
        repeats(choices)


@given(LABELS)
def test_repeats_stay_within_their_bounds(choices):
    result = repeats(choices)
    low, high = result.interval()
    assert 0 <= result.observed <= result.n - 1
    assert -1 <= low <= result.excess <= high <= 1
    # A run of k answers holds k - 1 repeats.
    assert result.longest_run - 1 <= result.observed


@given(LABELS)
def test_repeats_do_not_depend_on_direction_or_names(choices):
    backwards, renamed = repeats(choices[::-1]), repeats([f"label {choice}" for choice in choices])
    assert backwards == renamed == repeats(choices)


def test_thirds_compares_the_last_with_the_first():
    result = thirds([1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 1])  # 3, 5, 3
    assert (result.first, result.middle, result.last) == ((3, 3), (3, 5), (1, 3))
    assert result.change == pytest.approx(-2 / 3)
    assert (result.low, result.high) == newcombe(1, 3, 3, 3)


def test_a_hand_worked_interval_of_the_change():
    correct = [1] * 48 + [0] * 32 + [1] * 80 + [1] * 64 + [0] * 16
    result = thirds(correct)
    assert (result.first.right, result.last.right, result.last.n) == (48, 64, 80)
    # From Wilson's intervals, (.4905, .7004) for 48 of 80 and (.6995, .8730) for 64 of 80.
    assert result.low == pytest.approx(0.2 - math.hypot(0.8 - 0.6995, 0.7004 - 0.6), abs=2e-4)
    assert result.high == pytest.approx(0.2 + math.hypot(0.8730 - 0.8, 0.6 - 0.4905), abs=2e-4)


def test_nine_answers_are_the_fewest():
    assert thirds([1] * 9).change == 0
    with pytest.raises(ValueError, match="at least 9"):
        thirds([1] * 8)


@pytest.mark.parametrize("correct", [[], [2] * 9, [[1] * 9]])
def test_thirds_refuses_what_is_not_right_or_wrong(correct):
    with pytest.raises(ValueError, match="correct"):
        thirds(correct)


@given(st.lists(st.booleans(), min_size=9, max_size=60))
def test_thirds_lose_no_answer_and_turn_with_the_order(correct):
    result, backwards = thirds(correct), thirds(correct[::-1])
    parts = (result.first, result.middle, result.last)
    assert sum(part.n for part in parts) == len(correct)
    assert sum(part.right for part in parts) == sum(correct)
    assert result.first.n == result.last.n <= result.middle.n
    assert -1 <= result.low <= result.change <= result.high <= 1
    assert backwards.change == -result.change
    assert (backwards.low, backwards.high) == pytest.approx((-result.high, -result.low))


def test_a_hand_worked_change_of_pace():
    # Logarithms to base 2: 0, 1, 2, 1 in the first third (mean 1), 2, 3, 4, 3 in the last (mean 3); either variance is
    # 2/3, so the error is sqrt(2/3 / 4 + 2/3 / 4) at 6 degrees of freedom, where t is 2.446912.
    result = pace_change([1, 2, 4, 2, 9, 9, 9, 9, 4, 8, 16, 8])
    half = 2.446912 * math.sqrt(1 / 3)
    assert (result.estimate, result.n) == (pytest.approx(4), 8)
    assert (result.low, result.high) == (
        pytest.approx(2 ** (2 - half), rel=1e-6),
        pytest.approx(2 ** (2 + half), rel=1e-6),
    )


def test_pace_is_the_same_in_any_unit_and_what_is_left_over_is_in_the_middle():
    times = [9.0, 7.0, 8.0, 6.0, 1.0, 1.0, 100.0, 100.0, 1.0, 1.0, 4.0, 5.0, 3.0, 4.5]
    plain, in_ms = pace_change(times), pace_change([1000 * time for time in times])
    assert plain.n == 8
    assert plain.high < 1
    assert (in_ms.estimate, in_ms.low, in_ms.high) == pytest.approx((plain.estimate, plain.low, plain.high))


def test_a_sitting_read_backwards_has_the_inverse_ratio():
    times = np.random.default_rng(3).lognormal(9, 0.5, 30)
    there, back = pace_change(times), pace_change(times[::-1])
    assert (there.estimate, there.low, there.high) == pytest.approx((1 / back.estimate, 1 / back.high, 1 / back.low))


def test_the_interval_of_a_steady_pace_holds_1_in_95_of_100_sittings():
    drawn = np.random.default_rng(5).lognormal(9, 0.5, (600, 18))
    held = sum(result.low <= 1 <= result.high for result in map(pace_change, drawn))
    assert 600 * 0.95 - 16 <= held <= 600 * 0.95 + 16  # three standard deviations of a binomial count


@pytest.mark.parametrize(
    ("times", "says"),
    [
        ([1.0] * (MIN_FOR_PACE - 1), "at least 12"),
        ([0.0, *range(1, 15)], "above 0"),
        ([-1.0, *range(1, 15)], "above 0"),
        ([math.nan, *range(1, 15)], "times"),
        ([5.0] * 12, "vary"),
        ([5.0] * 4 + [1.0, 2.0, 3.0, 4.0] + [7.0] * 4, "vary"),
    ],
)
def test_pace_refuses_what_shows_none(times, says):
    with pytest.raises(ValueError, match=says):
        pace_change(times)
