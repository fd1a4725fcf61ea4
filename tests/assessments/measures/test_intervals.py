import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures.intervals import bootstrap, mean_interval, newcombe, normal_quantile, wilson


def test_wilson_agrees_with_published_values():
    # Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3 (score, no continuity correction)
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


def test_wilson_ends_are_exact_at_none_and_all():
    assert wilson(0, 7).low == 0
    assert wilson(7, 7).high == 1


@pytest.mark.parametrize(
    ("arguments", "named"),
    [((0, 0), "n "), ((-1, 5), "successes"), ((6, 5), "successes"), ((math.nan, 5), "successes")],
)
def test_wilson_refuses_impossible_counts(arguments, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        wilson(*arguments)


@pytest.mark.parametrize("level", [0, 1, -0.5, 95, math.nan])
def test_levels_outside_nought_to_one_are_refused(level):
    with pytest.raises(ValueError, match=r"^level"):
        wilson(3, 5, level=level)
    with pytest.raises(ValueError, match=r"^level"):
        bootstrap(np.mean, [1, 2], rng=np.random.default_rng(1), level=level)


def test_normal_quantile_of_the_usual_level():
    assert normal_quantile(0.95) == pytest.approx(1.959964, abs=1e-6)


@given(st.integers(1, 1000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_within_nought_and_one(count):
    successes, n = count
    low, high = wilson(successes, n)
    assert 0 <= low <= successes / n <= high <= 1
    mirrored = wilson(n - successes, n)
    assert (1 - mirrored.high, 1 - mirrored.low) == pytest.approx((low, high), abs=1e-12)


def test_newcombe_agrees_with_published_values():
    # Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10 (score, no continuity correction)
    assert newcombe(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert newcombe(9, 10, 3, 10) == pytest.approx((0.1705, 0.8090), abs=5e-5)
    assert newcombe(5, 56, 0, 29) == pytest.approx((-0.0381, 0.1926), abs=5e-5)
    assert newcombe(0, 10, 0, 20) == pytest.approx((-0.1611, 0.2775), abs=5e-5)


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(0, 9))
def test_newcombe_holds_the_difference_and_turns_with_its_sign(count, other):
    low, high = newcombe(*count, other, 9)
    assert -1 <= low <= count[0] / count[1] - other / 9 <= high <= 1
    turned = newcombe(other, 9, *count)
    assert (-turned.high, -turned.low) == pytest.approx((low, high), abs=1e-12)


@pytest.mark.parametrize("arguments", [(0, 0, 1, 2), (1, 2, 0, 0), (3, 2, 1, 2), (1, 2, -1, 2)])
def test_newcombe_refuses_impossible_counts(arguments):
    with pytest.raises(ValueError, match=r"^(n|successes) must"):
        newcombe(*arguments)


def test_mean_interval_agrees_with_a_worked_example():
    # 1 to 5: mean 3, s = 1.581139, t of 4 degrees of freedom 2.776445, half 2.776445 * 1.581139 / sqrt(5)
    assert mean_interval([1, 2, 3, 4, 5]) == pytest.approx((1.036757, 4.963243), abs=1e-6)


def test_mean_interval_holds_the_mean_as_often_as_it_says():
    draws = np.random.default_rng(4).normal(2, 3, size=(1500, 6))
    held = [low <= 2 <= high for low, high in (mean_interval(row, level=0.9) for row in draws)]
    assert 0.88 < sum(held) / len(held) < 0.92


@pytest.mark.parametrize("values", [[1.0], [], [0.3, 0.3, 0.3], [1, math.nan], [[1, 2], [3, 4]]])
def test_mean_interval_refuses_what_has_no_spread(values):
    with pytest.raises(ValueError, match=r"^values"):
        mean_interval(values)


def test_bootstrap_repeats_with_the_same_generator_seed():
    values = np.random.default_rng(3).normal(size=50)
    first = bootstrap(np.mean, values, rng=np.random.default_rng(7))
    assert first == bootstrap(np.mean, values, rng=np.random.default_rng(7))
    assert first != bootstrap(np.mean, values, rng=np.random.default_rng(8))


def test_bootstrap_of_a_mean_comes_near_the_normal_interval():
    values = np.random.default_rng(3).normal(10, 2, size=400)
    low, high = bootstrap(np.mean, values, rng=np.random.default_rng(1), n=4000)
    half = 1.96 * values.std(ddof=1) / 20
    assert (low, high) == pytest.approx((values.mean() - half, values.mean() + half), abs=0.02)


def test_bootstrap_keeps_the_columns_of_a_row_together():
    left = np.arange(30)
    interval = bootstrap(lambda a, b: float(np.abs(a - b).max()), left, left, rng=np.random.default_rng(1), n=50)
    assert interval == (0, 0)


def test_bootstrap_leaves_out_resamples_without_a_value():
    # .85^20 = 4 % of the resamples hold none of the three rows the statistic is about.
    def share_of_big(values):
        return float(np.mean(values[values > 0] > 1)) if (values > 0).any() else math.nan

    values = [0] * 17 + [1, 2, 2]
    low, high = bootstrap(share_of_big, values, rng=np.random.default_rng(1))
    assert 0 <= low <= high <= 1


def test_bootstrap_refuses_a_statistic_that_is_mostly_undefined():
    with pytest.raises(ValueError, match=r"^statistic"):
        bootstrap(lambda values: math.nan, [1, 2, 3], rng=np.random.default_rng(1))


@pytest.mark.parametrize(
    ("columns", "named"),
    [((), "columns"), ((3,), "columns"), (([],), "columns"), (([1, 2], [1]), "columns")],
)
def test_bootstrap_refuses_columns_that_are_no_table(columns, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        bootstrap(np.mean, *columns, rng=np.random.default_rng(1))


def test_bootstrap_refuses_no_resamples():
    with pytest.raises(ValueError, match=r"^n "):
        bootstrap(np.mean, [1, 2], rng=np.random.default_rng(1), n=0)
