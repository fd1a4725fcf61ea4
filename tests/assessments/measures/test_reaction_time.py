import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.ndimage import gaussian_filter1d

from assessments.measures.reaction_time import (
    ExGaussian,
    cv_interval,
    ex_gaussian,
    lapses,
    post_error_differences,
    post_error_slowing,
    response_speed,
    summarise,
    variance_time_course,
)
from tests.assessments.measures.shared_data import rows

times = st.lists(st.floats(1, 5000), min_size=2, max_size=60)


def test_summary_of_a_few_times():
    summary = summarise([90, 300, 400, 610])
    assert (summary.n, summary.mean, summary.median, summary.anticipations) == (4, 350, 350, 1)
    assert summary.sd == pytest.approx(math.sqrt((260**2 + 50**2 + 50**2 + 260**2) / 3))
    assert summary.cv == pytest.approx(summary.sd / 350)


def test_a_single_time_has_no_spread():
    summary = summarise([420])
    assert summary.median == 420
    assert math.isnan(summary.sd)
    assert math.isnan(summary.cv)


def test_anticipations_lie_below_and_lapses_at_or_above_their_limit():
    assert summarise([99.9, 100]).anticipations == 1
    assert lapses([499.9, 500, 800]) == 2
    assert lapses([499.9, 500, 800], threshold_ms=600) == 1


def test_speed_is_the_mean_of_reciprocals():
    assert response_speed([250, 500]) == 3


@pytest.mark.parametrize("measure", [summarise, lapses, response_speed, ex_gaussian, variance_time_course])
@pytest.mark.parametrize("bad", [[], [[300, 400]], 300, [300, -1], [300, math.inf]])
def test_times_that_cannot_be_are_refused(measure, bad):
    with pytest.raises(ValueError, match=r"^rt_ms"):
        measure(bad)


@pytest.mark.parametrize("measure", [summarise, lapses, response_speed, ex_gaussian])
def test_a_set_of_times_has_no_missing_ones(measure):
    with pytest.raises(ValueError, match=r"^rt_ms must not hold NaN"):
        measure([300, math.nan])


def test_speed_refuses_a_time_of_nought_and_lapses_a_limit_of_nought():
    with pytest.raises(ValueError, match=r"^rt_ms"):
        response_speed([0, 300])
    with pytest.raises(ValueError, match=r"^threshold_ms"):
        lapses([300], threshold_ms=0)


@given(times, st.floats(0.5, 2))
def test_the_coefficient_of_variation_ignores_the_unit(values, factor):
    scaled = [value * factor for value in values]
    assert summarise(scaled).cv == pytest.approx(summarise(values).cv, rel=1e-6, abs=1e-9)


# ex-Gaussian


def test_ex_gaussian_density_vector():
    # measures.md: at 400 with mu 300, sigma 30, tau 100
    assert ExGaussian(300, 30, 100).density(400) == pytest.approx(0.003843468, abs=1e-9)


@pytest.mark.parametrize("shape", [(300, 30, 100), (300, 60, 2), (300, 1, 150)])
def test_ex_gaussian_density_integrates_to_one(shape):
    curve = ExGaussian(*shape)
    area = sum(quad(curve.density, low, high)[0] for low, high in ((0, 290), (290, 320), (320, 600), (600, 5000)))
    assert area == pytest.approx(1, abs=1e-6)


def test_ex_gaussian_density_turns_into_a_normal_as_the_tail_vanishes():
    x = np.linspace(200, 400, 9)
    normal = np.exp(-(((x - 300) / 40) ** 2) / 2) / (40 * math.sqrt(2 * math.pi))
    assert ExGaussian(300, 40, 1e-7).density(x) == pytest.approx(normal, rel=1e-6)


def test_ex_gaussian_fit_finds_the_parameters_of_simulated_times():
    rng = np.random.default_rng(11)
    found = ex_gaussian(rng.normal(300, 30, 20_000) + rng.exponential(100, 20_000))
    assert (found.mu, found.sigma, found.tau) == pytest.approx((300, 30, 100), rel=0.04)


def test_ex_gaussian_fit_is_a_maximum_of_the_likelihood():
    rng = np.random.default_rng(5)
    data = rng.normal(350, 40, 200) + rng.exponential(90, 200)
    found = ex_gaussian(data)
    best = np.log(found.density(data)).sum()
    for factors in np.ndindex(3, 3, 3):
        mu, sigma, tau = np.array([found.mu, found.sigma, found.tau]) * (0.98 + 0.02 * np.array(factors))
        assert np.log(ExGaussian(mu, sigma, tau).density(data)).sum() <= best + 1e-9


def test_ex_gaussian_fit_moves_with_the_unit():
    rng = np.random.default_rng(6)
    data = rng.normal(350, 40, 100) + rng.exponential(90, 100)
    here, there = ex_gaussian(data), ex_gaussian(data * 2 + 50)
    expected = (here.mu * 2 + 50, here.sigma * 2, here.tau * 2)
    assert (there.mu, there.sigma, there.tau) == pytest.approx(expected, rel=1e-4)


def test_ex_gaussian_fit_without_a_tail_keeps_the_mean():
    data = np.linspace(300, 500, 101)
    found = ex_gaussian(data)
    assert found.tau < 1
    assert found.mu + found.tau == pytest.approx(400, abs=0.1)


def test_ex_gaussian_fit_of_a_pure_tail_finds_hardly_any_normal_part():
    found = ex_gaussian(300 + np.random.default_rng(2).exponential(100, 500))
    assert found.sigma < 5
    assert found.tau == pytest.approx(100, rel=0.15)


@pytest.mark.parametrize("data", [[300 + i for i in range(19)], [300] * 50])
def test_ex_gaussian_fit_refuses_too_few_or_equal_times(data):
    with pytest.raises(ValueError, match=r"^rt_ms"):
        ex_gaussian(data)


@pytest.mark.parametrize("shape", [(math.nan, 30, 100), (300, 0, 100), (300, 30, -1), (300, 30, math.inf)])
def test_ex_gaussian_refuses_impossible_parameters(shape):
    with pytest.raises(ValueError, match="mu"):
        ExGaussian(*shape)


# Post-error slowing


def test_slowing_compares_the_trial_after_an_error_with_the_one_before():
    assert post_error_slowing([400, 350, 460], [False, True, False]) == 60


def test_only_errors_between_two_correct_responses_count():
    missing = math.nan
    rt = [400, 350, 460, missing, 300, 310, 500, 300, 320, 390]
    error = [0, 1, 0, 0, 1, 0, 1, 1, 0, 1]
    #           counts      ^ none before  ^  ^ side by side ^ last
    assert list(post_error_differences(rt, error)) == [60]


@pytest.mark.parametrize("rt", [[300], [300, 400], [300, 400, 500]])
def test_slowing_is_undefined_without_an_error(rt):
    assert math.isnan(post_error_slowing(rt, [0] * len(rt)))


@pytest.mark.parametrize("error", [[0, 1], [0, 2, 0], [0, math.nan, 0], ["no", "yes", "no"]])
def test_slowing_refuses_errors_that_do_not_fit(error):
    with pytest.raises(ValueError, match=r"^error"):
        post_error_slowing([300, 400, 500], error)


# Variance time course


def test_variance_time_course_vector():
    # measures.md: data/synthetic_sart_vector.csv, median .757230
    trials = rows("synthetic_sart_vector.csv")
    rt = [float(trial["rt_ms"] or "nan") for trial in trials]
    assert np.median(variance_time_course(rt)) == pytest.approx(0.757230, abs=1e-6)


def test_variance_time_course_smooths_like_a_gaussian_reflected_at_its_ends():
    rt = np.random.default_rng(4).normal(400, 60, 100)
    deviation = np.abs(rt - rt.mean()) / rt.std()
    assert variance_time_course(rt) == pytest.approx(gaussian_filter1d(deviation, 3.8), abs=1e-12)


def test_variance_time_course_of_a_run_shorter_than_the_kernel():
    rt = np.array([300.0, 420, 380, 500])
    deviation = np.abs(rt - rt.mean()) / rt.std()
    assert variance_time_course(rt) == pytest.approx(gaussian_filter1d(deviation, 3.8), abs=1e-12)


def test_variance_time_course_bridges_missing_times():
    course = variance_time_course([math.nan, 300, math.nan, 500, math.nan])
    assert course.shape == (5,)
    assert np.isfinite(course).all()


@pytest.mark.parametrize("rt", [[math.nan, math.nan], [300, math.nan], [300, 300, 300]])
def test_variance_time_course_needs_two_different_times(rt):
    with pytest.raises(ValueError, match=r"^rt_ms"):
        variance_time_course(rt)


@given(st.lists(st.integers(150, 1500), min_size=2, max_size=60).filter(lambda rt: len(set(rt)) > 1))
def test_variance_time_course_does_not_depend_on_the_unit(rt):
    course = variance_time_course(rt)
    assert (course >= 0).all()
    assert variance_time_course([value * 3 + 100 for value in rt]) == pytest.approx(course, abs=1e-9)


# Real data: psychomotor vigilance, OpenNeuro ds004902


def test_normal_sleep_lapses_median_and_spread_match_the_published_columns():
    published = {row["participant_id"]: row for row in rows("ds004902_pvt_published.csv")}
    people: dict[str, list[float]] = {}
    for row in rows("ds004902_pvt_trials.csv.gz"):
        # The data's README: the published columns are right for these only.
        if row["session"] == "NS" and row["participant_id"] >= "sub-14":
            people.setdefault(row["participant_id"], []).append(float(row["rt_ms"]))
    matching = [person for person, rt in people.items() if _as_published(rt, published[person])]
    assert len(people) == 20
    assert sorted(set(people) - set(matching)) == ["sub-23"]


def _as_published(rt: list[float], row: dict[str, str]) -> bool:
    quick = summarise([time for time in rt if time < 500])
    found = (lapses(rt), quick.median, quick.sd)
    # Published to two decimals, the last of which is one off for two people.
    return found == pytest.approx([float(row[f"PVT_item{i}_NS"]) for i in (1, 2, 3)], abs=0.0101)


def test_the_interval_of_the_spread_follows_the_sample_s_own_shape():
    rng = np.random.default_rng(3)
    even = rng.normal(400, 60, 200)
    tailed = rng.normal(300, 30, 200) + rng.exponential(90, 200)
    for times in (even, tailed):
        low, high = cv_interval(times)
        assert low < summarise(times).cv < high
        assert math.sqrt(low * high) == pytest.approx(summarise(times).cv)
    assert np.diff(np.log(cv_interval(tailed)))[0] > np.diff(np.log(cv_interval(even)))[0]


def test_the_interval_of_the_spread_nearly_holds_what_it_promises():
    rng = np.random.default_rng(4)
    samples = rng.normal(300, 60, (500, 200)) + rng.exponential(60, (500, 200))
    true = math.sqrt(60**2 + 60**2) / 360
    assert 0.89 < np.mean([low <= true <= high for low, high in map(cv_interval, samples)]) < 0.97


@pytest.mark.parametrize(("times", "said"), [([300.0] * 99, "at least 100"), ([300.0] * 100, "all equal")])
def test_no_interval_of_the_spread_from_too_little(times, said):
    with pytest.raises(ValueError, match=said):
        cv_interval(times)
