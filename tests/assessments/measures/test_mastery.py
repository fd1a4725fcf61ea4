import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures.mastery import decision_consistency, posterior_mastery

# Posterior: measures.md, P(p > .85), flat prior


@pytest.mark.parametrize(
    ("correct", "n", "probability", "tolerance"),
    [(20, 20, 0.96705, 5e-6), (46, 50, 0.8978, 5e-5), (90, 100, 0.90721, 5e-6)],
)
def test_posterior_vector(correct, n, probability, tolerance):
    assert posterior_mastery(correct, n, cut=0.85) == pytest.approx(probability, abs=tolerance)


def test_posterior_without_answers_is_the_prior():
    assert posterior_mastery(0, 0, cut=0.85) == pytest.approx(0.15)
    assert posterior_mastery(0, 0, cut=0.5, prior=(3, 3)) == pytest.approx(0.5)


@given(st.integers(0, 200), st.floats(0.05, 0.95))
def test_posterior_rises_with_every_right_answer(n, cut):
    values = [posterior_mastery(correct, n, cut) for correct in range(n + 1)]
    assert all(0 <= value <= 1 for value in values)
    assert values == sorted(values)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((-1, 5, 0.8), "correct"),
        ((6, 5, 0.8), "correct"),
        ((4, 5, 0), "cut"),
        ((4, 5, 1), "cut"),
        ((4, 5, math.nan), "cut"),
        ((4, 5, 0.8, (0, 1)), "prior"),
        ((4, 5, 0.8, (1, math.inf)), "prior"),
    ],
)
def test_posterior_refuses_impossible_arguments(arguments, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        posterior_mastery(*arguments)


# Decision consistency: measures.md, n 20, mean 15, variance 9, cut 16


def test_decision_consistency_vector():
    found = decision_consistency(20, 15, 9, 16)
    assert found.kr21 == pytest.approx(0.614035, abs=1e-6)
    assert found.consistency == pytest.approx(0.715953, abs=1e-6)
    assert found.kappa == pytest.approx(0.431180, abs=1e-6)
    assert found.accuracy == pytest.approx(0.778093, abs=1e-6)


def test_decision_consistency_agrees_with_simulated_people():
    rng = np.random.default_rng(9)
    rest = 1 / 0.6140350877 - 1
    share = rng.beta(rest * 15, rest * 5, 200_000)
    one, two = rng.binomial(20, share) >= 16, rng.binomial(20, share) >= 16
    found = decision_consistency(20, 15, 9, 16)
    assert np.mean(one == two) == pytest.approx(found.consistency, abs=0.005)
    assert np.mean(one == (share >= 0.8)) == pytest.approx(found.accuracy, abs=0.005)


def test_kappa_stays_exact_where_nearly_everybody_gets_the_same_decision():
    # 1 in 10^12 fails: the textbook form of kappa, a difference of numbers next to 1, came out below 0.
    mean = 35 * 0.9375
    least, most = mean * (35 - mean) / 35, mean * (35 - mean)
    assert 0 < decision_consistency(35, mean, least + 0.0625 * (most - least), 1).kappa < 0.01


def test_kappa_is_undefined_where_everybody_gets_the_same_decision():
    found = decision_consistency(1000, 1, 1.0, 1000)
    assert found.consistency == pytest.approx(1)
    assert math.isnan(found.kappa)


@given(st.integers(2, 60), st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.data())
def test_decision_consistency_keeps_within_its_limits(n, share, spread, data):
    mean = n * share
    least, most = mean * (n - mean) / n, mean * (n - mean)
    cut = data.draw(st.integers(1, n))
    found = decision_consistency(n, mean, least + spread * (most - least), cut)
    assert 0 < found.kr21 < 1
    assert 0.5 - 1e-9 <= found.consistency <= 1 + 1e-9
    assert -1e-6 <= found.kappa <= 1 + 1e-6 or math.isnan(found.kappa)
    assert 0 <= found.accuracy <= 1 + 1e-9


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((1, 0.5, 0.2, 1), "n "),
        ((20, 0, 9, 16), "mean"),
        ((20, 20, 9, 16), "mean"),
        ((20, math.nan, 9, 16), "mean"),
        ((20, 15, 9, 0), "cut"),
        ((20, 15, 9, 21), "cut"),
        ((20, 15, 3.75, 16), "variance"),
        ((20, 15, 75, 16), "variance"),
        ((20, 15, math.nan, 16), "variance"),
    ],
)
def test_decision_consistency_refuses_impossible_scores(arguments, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        decision_consistency(*arguments)
