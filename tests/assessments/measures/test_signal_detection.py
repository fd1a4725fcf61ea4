import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaln, ndtr

from assessments.measures.signal_detection import (
    a_prime,
    criterion,
    criterion_interval,
    d_prime,
    d_prime_interval,
    d_prime_variance,
)

counts = st.integers(min_value=0, max_value=500)
at_least_one = st.integers(min_value=1, max_value=500)


def test_log_linear_vector():
    # measures.md, H 20 M 5 F 10 CR 15
    assert d_prime(20, 5, 10, 15) == pytest.approx(1.044499, abs=1e-6)
    assert criterion(20, 5, 10, 15) == pytest.approx(-0.278845, abs=1e-6)


def test_uncorrected_vector():
    assert d_prime(20, 5, 10, 15, correction=None) == pytest.approx(1.094968, abs=1e-6)
    assert criterion(20, 5, 10, 15, correction=None) == pytest.approx(-0.294137, abs=1e-6)
    assert a_prime(20, 5, 10, 15) == pytest.approx(0.791667, abs=1e-6)


def test_perfect_answers_stay_finite_only_when_corrected():
    assert math.isfinite(d_prime(25, 0, 0, 25))
    assert d_prime(25, 0, 0, 25, correction=None) == math.inf
    assert math.isnan(d_prime(25, 0, 25, 0, correction=None))
    assert criterion(25, 0, 25, 0, correction=None) == -math.inf


def test_a_prime_at_its_corners():
    assert a_prime(10, 0, 0, 10) == 1
    assert a_prime(0, 10, 10, 0) == 0
    assert a_prime(10, 0, 10, 0) == 0.5
    assert a_prime(0, 10, 0, 10) == 0.5


def test_scalars_give_floats_and_arrays_broadcast():
    assert isinstance(d_prime(20, 5, 10, 15), float)
    hits = np.array([[20], [15]])
    values = d_prime(hits, 25 - hits, np.array([10, 5, 0]), np.array([15, 20, 25]))
    assert values.shape == (2, 3)
    assert values[0, 0] == d_prime(20, 5, 10, 15)
    assert a_prime([20, 5], [5, 20], [10, 20], [15, 5]).shape == (2,)


@pytest.mark.parametrize(
    ("outcome", "named"),
    [
        ((-1, 5, 10, 15), "hits"),
        ((20, 5.5, 10, 15), "misses"),
        ((20, 5, math.nan, 15), "false_alarms"),
        ((20, 5, 10, math.inf), "correct_rejections"),
        ((0, 0, 10, 15), "hits and misses"),
        ((20, 5, 0, 0), "false_alarms and correct_rejections"),
    ],
)
@pytest.mark.parametrize("measure", [d_prime, criterion, a_prime, d_prime_interval, criterion_interval])
def test_impossible_counts_are_refused_by_name(measure, outcome, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        measure(*outcome)


def test_unknown_correction_is_refused():
    with pytest.raises(ValueError, match="correction"):
        d_prime(20, 5, 10, 15, correction="none")


def test_interval_refuses_arrays_and_impossible_levels():
    with pytest.raises(ValueError, match="single counts"):
        d_prime_interval([20, 10], [5, 15], [10, 10], [15, 15])
    with pytest.raises(ValueError, match="level"):
        d_prime_interval(20, 5, 10, 15, level=1)


def test_interval_is_centred_on_d_prime_and_widens_with_the_level():
    low, high = d_prime_interval(20, 5, 10, 15)
    wide = d_prime_interval(20, 5, 10, 15, level=0.99)
    assert (low + high) / 2 == pytest.approx(d_prime(20, 5, 10, 15))
    assert wide.low < low < high < wide.high


def test_interval_follows_the_published_variance():
    # Computed by hand: h = 20.5/26 and f = 10.5/26, z = .8013 and -.2432, densities .2894 and .3873,
    # V = .78846 * .21154/(25 * .2894^2) + .40385 * .59615/(25 * .3873^2) = .1438.
    low, high = d_prime_interval(20, 5, 10, 15)
    assert ((high - low) / 2 / 1.959964) ** 2 == pytest.approx(0.1438, abs=2e-4)


@pytest.mark.parametrize(("sensitivity", "bias"), [(0.5, 0), (1, -1), (2, 0), (3, -1), (4, -0.5)])
def test_interval_covers_the_truth_at_the_length_of_a_sart(sensitivity, bias):
    go, nogo = 200, 25
    covered = 0.0
    go_share = _binomial(go, ndtr(sensitivity / 2 - bias))
    nogo_share = _binomial(nogo, ndtr(-sensitivity / 2 - bias))
    for hits in np.flatnonzero(go_share > 1e-6):
        for alarms in np.flatnonzero(nogo_share > 1e-6):
            low, high = d_prime_interval(hits, go - hits, alarms, nogo - alarms)
            covered += go_share[hits] * nogo_share[alarms] * (low <= sensitivity <= high)
    assert 0.93 < covered < 0.97


def test_the_criterion_is_known_twice_as_well_as_d_prime():
    low, high = criterion_interval(20, 5, 10, 15)
    wide_low, wide_high = d_prime_interval(20, 5, 10, 15)
    assert (low + high) / 2 == pytest.approx(criterion(20, 5, 10, 15))
    assert high - low == pytest.approx((wide_high - wide_low) / 2)


@pytest.mark.parametrize(("sensitivity", "bias"), [(1, -1), (2, 0), (3, -1), (4, -0.5)])
def test_the_interval_of_the_criterion_covers_the_truth_at_the_length_of_a_sart(sensitivity, bias):
    go, nogo = 200, 25
    covered = 0.0
    go_share = _binomial(go, ndtr(sensitivity / 2 - bias))
    nogo_share = _binomial(nogo, ndtr(-sensitivity / 2 - bias))
    for hits in np.flatnonzero(go_share > 1e-6):
        for alarms in np.flatnonzero(nogo_share > 1e-6):
            low, high = criterion_interval(hits, go - hits, alarms, nogo - alarms)
            covered += go_share[hits] * nogo_share[alarms] * (low <= bias <= high)
    assert covered > 0.93


def test_variances_broadcast_over_blocks():
    variances = d_prime_variance([20, 15], [5, 10], [10, 5], [15, 20])
    low, high = d_prime_interval(20, 5, 10, 15)
    assert variances.shape == (2,)
    assert variances[0] == pytest.approx(((high - low) / 2 / 1.959964) ** 2, rel=1e-6)


@given(counts, at_least_one, counts, at_least_one)
def test_exchanging_signal_and_noise_turns_d_prime_and_keeps_the_bias(hits, misses, alarms, rejections):
    there = (hits, misses, alarms, rejections)
    back = (alarms, rejections, hits, misses)
    assert d_prime(*there) == pytest.approx(-d_prime(*back), abs=1e-12)
    assert criterion(*there) == pytest.approx(criterion(*back), abs=1e-12)
    assert a_prime(*there) == pytest.approx(1 - a_prime(*back), abs=1e-12)


@given(at_least_one, counts, at_least_one, counts)
def test_measures_are_finite_and_agree_on_which_side_of_chance(hits, misses, alarms, rejections):
    outcome = (hits, misses, alarms, rejections)
    assert math.isfinite(d_prime(*outcome))
    assert math.isfinite(criterion(*outcome))
    assert 0 <= a_prime(*outcome) <= 1
    better_than_chance = hits * (alarms + rejections) > alarms * (hits + misses)
    assert (a_prime(*outcome) > 0.5) == better_than_chance
    low, high = d_prime_interval(*outcome)
    assert low < d_prime(*outcome) < high


def _binomial(n: int, share: float) -> np.ndarray:
    k = np.arange(n + 1)
    log_choose = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return np.exp(log_choose + k * np.log(share) + (n - k) * np.log1p(-share))
