import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, ttest_ind

from assessments.measures.bias import Arm, contrast_effect, moderated_errors, shrink
from assessments.measures.student import t_quantile

outcomes = st.lists(st.sampled_from([-1.0, -0.5, 0.0, 0.25, 1.0]), max_size=12)


def share(ones, n):
    return Arm(n, ones, ones)


@pytest.mark.parametrize(
    ("freedom", "two_sided_95", "two_sided_90"),
    [(2, 4.303, 2.920), (5, 2.571, 2.015), (9, 2.262, 1.833), (18, 2.101, 1.734), (60, 2.000, 1.671)],
)
def test_quantiles_are_those_of_the_printed_table(freedom, two_sided_95, two_sided_90):
    assert t_quantile(freedom) == pytest.approx(two_sided_95, abs=6e-4)
    assert t_quantile(freedom, 0.9) == pytest.approx(two_sided_90, abs=6e-4)


def test_with_endless_degrees_it_is_the_normal_quantile():
    assert t_quantile(math.inf) == pytest.approx(1.959964)


@pytest.mark.parametrize(("freedom", "level"), [(1.9, 0.95), (math.nan, 0.95), (5, 0), (5, 1)])
def test_no_quantile_is_told_outside_its_range(freedom, level):
    with pytest.raises(ValueError, match=r"freedom|level"):
        t_quantile(freedom, level)


@given(outcomes, outcomes)
def test_arms_add_up_as_their_answers_do(first, second):
    together, added = Arm.of(first + second), Arm.of(first) + Arm.of(second)
    assert (together.n, together.total, together.squares) == pytest.approx((added.n, added.total, added.squares))


@pytest.mark.parametrize("sums", [(-1, 0, 0), (2, 2, 1), (2, 0, 3), (2, math.nan, 1), (0, 1, 1)])
def test_sums_that_no_outcomes_have_are_no_arm(sums):
    with pytest.raises(ValueError, match=r"arm|outcomes"):
        Arm(*sums)


def test_seven_of_ten_against_two_of_ten_by_hand():
    # p = 8/12 and 3/12; se^2 = .018519 + .015625; 11 degrees of freedom, t 2.20099
    effect = contrast_effect(share(7, 10), share(2, 10))
    assert effect.estimate == pytest.approx(0.5)
    assert effect.standard_error == pytest.approx(0.184780, abs=1e-6)
    assert (effect.low, effect.high) == pytest.approx((0.00997, 0.82336), abs=2e-4)
    assert effect.n == 20
    assert effect.excludes_zero


def test_where_nobody_and_everybody_did_it_the_interval_has_a_width_and_keeps_to_the_scale():
    nobody, all_of_one = contrast_effect(share(0, 10), share(0, 10)), contrast_effect(share(10, 10), share(0, 10))
    # 2.20099 sqrt(2 * 1/12 * 11/12 / 12)
    assert (nobody.low, nobody.high) == pytest.approx((-0.24834, 0.24834), abs=1e-4)
    assert not nobody.excludes_zero
    assert all_of_one.estimate == 1
    assert 0.5 < all_of_one.low < 0.7
    assert all_of_one.high == 1


def test_ratings_have_welch_s_error_with_the_degrees_of_the_smaller_side():
    warm, curt = [0.75, 1.0, 0.5, 0.75, 1.0, 0.75], [0.5, 0.25, 0.75, 0.5, 0.5, 0.25, 0.5]
    effect = contrast_effect(Arm.of(warm), Arm.of(curt))
    welch = ttest_ind(warm, curt, equal_var=False)
    assert effect.estimate / effect.standard_error == pytest.approx(welch.statistic)
    half = 2.5706 * effect.standard_error
    assert (effect.low, effect.high) == pytest.approx((effect.estimate - half, effect.estimate + half), abs=1e-4)
    assert welch.confidence_interval().low > effect.low


def test_equal_ratings_are_not_taken_for_certainty():
    effect = contrast_effect(Arm.of([0.75] * 10), Arm.of([0.5] * 10))
    assert effect.standard_error > 0.03
    assert effect.low < 0.25 < effect.high


def test_two_answers_on_a_side_tell_no_interval():
    with pytest.raises(ValueError, match="at least 3 answers"):
        contrast_effect(share(1, 2), share(1, 10))


@given(st.integers(0, 9), st.integers(0, 12))
def test_exchanging_the_sides_turns_the_effect_around(ones, others):
    here, there = contrast_effect(share(ones, 9), share(others, 12)), contrast_effect(share(others, 12), share(ones, 9))
    assert (here.estimate, here.low, here.high) == pytest.approx((-there.estimate, -there.high, -there.low))


@pytest.mark.parametrize(("treated", "control"), [(5, 5), (10, 10), (6, 14), (20, 20)])
def test_of_people_without_the_bias_no_more_are_flagged_than_stated(treated, control):
    """Exactly, over all counts that may come, for shares from .01 to .99."""
    flagged = np.array(
        [
            [contrast_effect(share(x, treated), share(y, control)).excludes_zero for y in range(control + 1)]
            for x in range(treated + 1)
        ]
    )
    shares = np.linspace(0.01, 0.99, 99)[:, None]
    first, second = (binom.pmf(np.arange(n + 1), n, shares) for n in (treated, control))
    rates = np.einsum("px,xy,py->p", first, flagged, second)
    assert rates.max() <= 0.05
    assert rates.mean() <= 0.03


@pytest.mark.parametrize(("treated", "control"), [(10, 10), (14, 6), (5, 5)])
def test_nor_are_more_flagged_by_ratings(treated, control):
    rng = np.random.default_rng(7)
    labels = rng.choice(5, (1000, treated + control), p=[0.02, 0.08, 0.2, 0.4, 0.3]) / 4
    pairs = [(Arm.of(row[:treated]), Arm.of(row[treated:])) for row in labels.tolist()]
    assert np.mean([contrast_effect(*pair).excludes_zero for pair in pairs]) <= 0.05


def test_errors_of_few_answers_are_steadied_by_everybody_s():
    # Nine took the suggestion 3 times of 10, one never did: S^2 = (9 * 2.1 + 1)/91 with it, (9 * .9 + 1)/91 without.
    errors = moderated_errors([(share(3, 10), share(1, 10))] * 9 + [(share(0, 10), share(0, 10))])
    assert errors[0] == pytest.approx(0.179269, abs=1e-6)  # (2.1 + 40 S^2)/49/10 + (.9 + 40 S^2)/49/10
    assert errors[9] == pytest.approx(0.161292, abs=1e-6)


def test_nobody_is_perfectly_sure():
    assert min(moderated_errors([(share(0, 10), share(0, 10))] * 10)) > 0.03


def test_an_arm_without_answers_has_no_error():
    with pytest.raises(ValueError, match="at least one answer"):
        moderated_errors([(Arm(), share(1, 2))])


def test_with_few_others_everybody_is_drawn_towards_no_effect_by_hand():
    # B = .04 / (.04 + .09) = .3077
    found = shrink([0.4], [0.2])
    assert not found.peers
    assert found.estimates[0] == pytest.approx(0.27692, abs=1e-5)
    assert found.standard_errors[0] == pytest.approx(0.16641, abs=1e-5)
    assert found.interval(0) == pytest.approx((0.0032, 0.5506), abs=1e-4)


def test_the_cohort_s_mean_and_spread_are_those_of_the_whole_model():
    """Against the same model summed over a grid of means and spreads. Estimates of eight schools, in hundredths:
    Rubin 1981, Journal of Educational Statistics 6, 377-401."""
    estimates = np.array([28, 8, -3, 7, -1, 1, 18, 12]) / 100
    errors = np.array([15, 10, 16, 11, 9, 11, 10, 18]) / 100
    mu, tau = np.meshgrid(np.linspace(-1, 1, 401), (np.arange(400) + 0.5) / 400, indexing="ij")
    variance = errors**2 + tau[..., None] ** 2
    log = np.log(tau) - (tau / 0.2) ** 2 / 2 - (mu / 0.5) ** 2 / 2
    log += (-np.log(variance) / 2 - (estimates - mu[..., None]) ** 2 / (2 * variance)).sum(-1)
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    pull = errors**2 / variance
    means = (1 - pull) * estimates + pull * mu[..., None]
    expected = (weight[..., None] * means).sum((0, 1))
    second = (weight[..., None] * ((1 - pull) * errors**2 + means**2)).sum((0, 1))
    found = shrink(estimates.tolist(), errors.tolist())
    assert found.peers
    assert (found.mean, found.spread) == pytest.approx(((weight * mu).sum(), (weight * tau).sum()), abs=2e-3)
    assert found.estimates == pytest.approx(expected, abs=2e-3)
    assert found.standard_errors == pytest.approx(np.sqrt(second - expected**2), abs=2e-3)


def test_the_surer_an_estimate_the_less_it_moves():
    found = shrink([0.5, 0.5, 0.0, 0.1, 0.0, 0.05, 0.1], [0.05, 0.3, 0.1, 0.1, 0.1, 0.1, 0.1])
    assert 0.5 > found.estimates[0] > found.estimates[1] > found.mean


@pytest.mark.parametrize(
    ("estimates", "errors"),
    [([], []), ([0.1], [0.1, 0.1]), ([math.nan], [0.1]), ([0.1], [0.0]), ([0.1], [math.inf])],
)
def test_what_cannot_be_drawn_together_is_refused(estimates, errors):
    with pytest.raises(ValueError, match=r"there must be|finite"):
        shrink(estimates, errors)


@pytest.mark.parametrize(
    ("without", "widest"),
    [(0.08, 0.6), (0.03, 0.6), (0.4, 0.5), (0.9, 0.1)],
    ids=["seldom", "hardly ever", "often", "nearly always"],
)
def test_intervals_hold_the_truth_of_three_hundred_simulated_people(without, widest):
    """Effects from none to `widest` of what there is to gain, told from ten answers with the plant and ten without."""
    rng = np.random.default_rng(5)
    truth = rng.uniform(0, widest, 300) if without > 0.5 else rng.uniform(0, widest, 300) * (1 - without)
    truth = np.minimum(truth, 1 - without)
    pairs = [
        (share(float(x), 10), share(float(y), 10))
        for x, y in zip(rng.binomial(10, without + truth), rng.binomial(10, without, 300), strict=True)
    ]
    found = shrink([contrast_effect(*pair).estimate for pair in pairs], moderated_errors(pairs))
    held = [low <= true <= high for true, (low, high) in zip(truth, map(found.interval, range(300)), strict=True)]
    assert np.mean(held) >= 0.85
    if widest > 0.1:  # Where people hardly differ, nearly all intervals hold.
        assert np.mean(held) <= 0.95


def test_a_cohort_without_the_bias_is_told_so():
    rng = np.random.default_rng(6)
    pairs = [(share(float(x), 10), share(float(y), 10)) for x, y in rng.binomial(10, 0.2, (300, 2))]
    effects = [contrast_effect(*pair) for pair in pairs]
    found = shrink([effect.estimate for effect in effects], moderated_errors(pairs))
    assert np.mean([effect.excludes_zero for effect in effects]) <= 0.05
    assert abs(found.mean) < 0.03
    assert max(map(abs, found.estimates)) < 0.1
