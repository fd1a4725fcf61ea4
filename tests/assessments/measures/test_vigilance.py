import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from assessments.measures.signal_detection import criterion, criterion_interval, d_prime, d_prime_interval
from assessments.measures.vigilance import SartTrials, d_prime_decrement, decrement, sart
from tests.assessments.measures.shared_data import rows

MISSING = math.nan


def trials(*shown: tuple[int, float], void: tuple[int, ...] = ()) -> SartTrials:
    """Trials from (digit, time in ms or NaN); 3 is the digit to withhold on."""
    nogo = np.array([digit == 3 for digit, _ in shown])
    rt = np.array([rt for _, rt in shown], dtype=float)
    valid = np.array([index not in void for index in range(len(shown))])
    return SartTrials(nogo=nogo, responded=~np.isnan(rt), rt_ms=rt, valid=valid)


def test_a_straight_fall_is_its_own_slope():
    assert decrement([3.0, 2.8, 2.6, 2.4, 2.2]) == pytest.approx(-0.2)


def test_decrement_is_the_least_squares_slope():
    values = [2.1, 2.4, 1.7, 1.9, 1.2]
    assert decrement(values) == pytest.approx(np.polyfit(range(5), values, 1)[0])


@pytest.mark.parametrize("values", [[], [1, 2, 3], [[1, 2, 3, 4]], [1, 2, math.nan, 4], [1, 2, 3, math.inf]])
def test_decrement_refuses_too_few_or_undefined_blocks(values):
    with pytest.raises(ValueError, match=r"^values"):
        decrement(values)


@given(st.lists(st.floats(-10, 10), min_size=4, max_size=20), st.floats(-10, 10))
def test_decrement_turns_with_the_order_and_ignores_the_level(values, level):
    slope = decrement(values)
    assert decrement(values[::-1]) == pytest.approx(-slope, abs=1e-9)
    assert decrement([value + level for value in values]) == pytest.approx(slope, abs=1e-9)


def test_the_decrement_of_d_prime_is_the_slope_over_blocks_with_their_known_variances():
    counts = ([40, 38, 36, 35], [0, 2, 4, 5], [1, 2, 2, 3], [4, 3, 3, 2])
    found = d_prime_decrement(*counts)
    by_block = [d_prime(*block) for block in zip(*counts, strict=True)]
    widths = [np.ptp(d_prime_interval(*block)) / 2 / 1.959964 for block in zip(*counts, strict=True)]
    # t = -1.5, -.5, .5, 1.5 and sum t^2 = 5
    error = math.sqrt(sum((t / 5 * width) ** 2 for t, width in zip((-1.5, -0.5, 0.5, 1.5), widths, strict=True)))
    assert found.slope == decrement(by_block)
    assert found.standard_error == pytest.approx(error, rel=1e-6)
    assert found.interval == pytest.approx((found.slope - 1.959964 * error, found.slope + 1.959964 * error), rel=1e-6)
    assert found.n_blocks == 4


def test_a_decrement_needs_four_blocks_with_trials_of_both_kinds():
    with pytest.raises(ValueError, match="4 blocks"):
        d_prime_decrement([40, 40, 40], [0, 0, 0], [1, 1, 1], [4, 4, 4])
    with pytest.raises(ValueError, match="noise trial"):
        d_prime_decrement([40] * 4, [0] * 4, [1, 1, 1, 0], [4, 4, 4, 0])
    with pytest.raises(ValueError, match=r"^misses"):
        d_prime_decrement([40] * 4, [0] * 3, [1] * 4, [4] * 4)


@pytest.mark.parametrize("slope", [0.0, -0.2])
def test_the_interval_of_the_decrement_covers_the_truth(slope):
    rng = np.random.default_rng(7)
    go, nogo, runs = 90, 20, 400
    sensitivity = 2 + slope * np.array([-2, -1, 0, 1, 2])
    hits = rng.binomial(go, ndtr(sensitivity / 2 + 0.3), (runs, 5))
    alarms = rng.binomial(nogo, ndtr(-sensitivity / 2 + 0.3), (runs, 5))
    found = [d_prime_decrement(h, go - h, f, nogo - f).interval for h, f in zip(hits, alarms, strict=True)]
    assert 0.93 < np.mean([low <= slope <= high for low, high in found]) <= 0.99


def test_sart_vector():
    # measures.md: data/synthetic_sart_vector.csv
    shown = rows("synthetic_sart_vector.csv")
    result = sart(
        SartTrials(
            nogo=[int(trial["nogo"]) for trial in shown],
            responded=[int(trial["responded"]) for trial in shown],
            rt_ms=[float(trial["rt_ms"] or "nan") for trial in shown],
            valid=[1] * len(shown),
        )
    )
    assert (result.n_go, result.n_nogo, result.n_void) == (200, 25, 0)
    assert result.commission == pytest.approx(0.48)
    assert result.omission == pytest.approx(0.02)
    assert result.mean_rt == pytest.approx(368.88776, abs=1e-5)
    assert result.rt_cv == pytest.approx(0.176496, abs=1e-6)
    assert result.post_error_slowing == pytest.approx(-62.8182, abs=1e-4)
    assert result.n_post_error == 11
    assert (result.hits, result.misses, result.false_alarms, result.correct_rejections) == (196, 4, 12, 13)
    assert result.d_prime == d_prime(196, 4, 12, 13)
    assert result.criterion == criterion(196, 4, 12, 13)
    assert result.d_prime_interval == d_prime_interval(196, 4, 12, 13)
    assert result.criterion_interval == criterion_interval(196, 4, 12, 13)
    low, high = result.rt_cv_interval
    assert 0.14 < low < result.rt_cv < high < 0.22


def test_a_response_to_the_target_is_a_commission_and_a_missed_go_an_omission():
    result = sart(trials((1, 400), (3, 300), (5, MISSING), (3, MISSING)))
    assert (result.hits, result.misses, result.false_alarms, result.correct_rejections) == (1, 1, 1, 1)
    assert (result.commission, result.omission) == (0.5, 0.5)
    assert result.d_prime == pytest.approx(0)


def test_somebody_who_never_responds_is_scored_without_times():
    result = sart(trials((1, MISSING), (3, MISSING), (2, MISSING)))
    assert (result.commission, result.omission) == (0, 1)
    assert math.isfinite(result.d_prime)
    assert all(math.isnan(value) for value in (result.mean_rt, result.rt_cv, result.post_error_slowing))


def test_times_are_those_of_correct_go_responses_that_are_no_anticipations():
    result = sart(trials((1, 400), (3, 900), (2, 99), (4, 500), (3, MISSING)))
    assert result.mean_rt == 450
    assert result.rt_cv == pytest.approx(math.sqrt(5000) / 450)
    assert (result.hits, result.anticipations) == (3, 1)


def test_an_anticipation_beside_a_commission_gives_no_slowing():
    result = sart(trials((1, 400), (3, 300), (2, 60), (4, 500), (3, 310), (6, 560)))
    assert (result.post_error_slowing, result.n_post_error) == (60, 1)


def test_void_trials_count_nowhere():
    shown = [(1, 400.0), (3, 300.0), (2, 460.0), (3, MISSING), (4, MISSING), (5, 440.0), (3, 350.0)]
    result = sart(trials(*shown, void=(4, 6)))
    assert (result.hits, result.misses, result.false_alarms, result.correct_rejections) == (3, 0, 1, 1)
    assert (result.n_go, result.n_nogo, result.n_void) == (3, 2, 2)
    assert result.mean_rt == pytest.approx(1300 / 3)


def test_a_void_trial_does_not_make_strangers_neighbours():
    shown = [(1, 400.0), (2, 420.0), (3, 300.0), (5, 500.0), (6, 450.0)]
    assert sart(trials(*shown)).post_error_slowing == 80
    assert sart(trials(*shown, void=(1,))).n_post_error == 0
    assert sart(trials(*shown, (3, MISSING), void=(2,))).n_post_error == 0


def test_what_a_void_trial_recorded_is_not_looked_at():
    good = trials((1, 400), (3, MISSING), (2, 500), void=(2,))
    odd = replace(good, rt_ms=[400, MISSING, -math.inf])
    assert sart(odd).mean_rt == sart(good).mean_rt


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"nogo": [0, 1]}, "nogo"),
        ({"responded": [1, 0, 2]}, "responded"),
        ({"valid": [1, 1, MISSING]}, "valid"),
        ({"rt_ms": []}, "rt_ms"),
        ({"rt_ms": [400, MISSING, MISSING]}, "rt_ms"),
        ({"rt_ms": [400, 350, 500]}, "rt_ms"),
        ({"rt_ms": [400, MISSING, -5]}, "rt_ms"),
        ({"rt_ms": [400, MISSING, math.inf]}, "rt_ms"),
        ({"valid": [1, 0, 1]}, "trials"),
        ({"valid": [0, 1, 0]}, "trials"),
    ],
)
def test_trials_that_do_not_fit_are_refused_by_name(change, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        sart(replace(trials((1, 400), (3, MISSING), (2, 500)), **change))


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.one_of(st.just(MISSING), st.floats(0, 1150)), st.booleans()),
        max_size=80,
    )
)
def test_every_trial_is_counted_exactly_once(extra):
    shown = [(1, 400.0), (3, MISSING), *((digit, rt) for digit, rt, _ in extra)]
    void = tuple(index for index, (_, _, lost) in enumerate(extra, start=2) if lost)
    result = sart(trials(*shown, void=void))
    assert result.n_go + result.n_nogo + result.n_void == len(shown)
    assert result.hits + result.misses == result.n_go
    assert result.false_alarms + result.correct_rejections == result.n_nogo
    assert 0 <= result.commission <= 1
    assert 0 <= result.omission <= 1
    assert result.n_post_error <= result.false_alarms
