import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.measures.item_response import fit_2pl, fit_rasch, probability

PATTERNS = (np.arange(32)[:, None] >> np.arange(4, -1, -1)) & 1  # 00000, 00001, ... 11111

# Law School Admission Test, sections 6 and 7, 1,000 people each: Bock and Lieberman 1970, Psychometrika 35,
# 179-197; how many gave each pattern.
LSAT6 = [
    3,
    6,
    2,
    11,
    1,
    1,
    3,
    4,
    1,
    8,
    0,
    16,
    0,
    3,
    2,
    15,
    10,
    29,
    14,
    81,
    3,
    28,
    15,
    80,
    16,
    56,
    21,
    173,
    11,
    61,
    28,
    298,
]
LSAT7 = [
    12,
    19,
    1,
    7,
    3,
    19,
    3,
    17,
    10,
    5,
    3,
    7,
    7,
    23,
    8,
    28,
    7,
    39,
    11,
    34,
    14,
    51,
    15,
    90,
    6,
    25,
    7,
    35,
    18,
    136,
    32,
    308,
]


def people(counts):
    return np.repeat(PATTERNS, counts, axis=0)


def simulated(seed, n, a, b):
    rng = np.random.default_rng(seed)
    return (rng.random((n, len(b))) < probability(rng.normal(size=(n, 1)), np.abs(a), b)) ^ (np.asarray(a) < 0)


def marginal(answers, a, d):
    """Log-likelihood of slopes and intercepts, pattern by pattern and node by node."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(41)
    total = 0.0
    for row, count in Counter(tuple(map(str, row)) for row in answers).items():
        likelihood = 0.0
        for node, weight in zip(nodes, weights / weights.sum(), strict=True):
            product = weight
            for answer, slope, intercept in zip(row, a, d, strict=True):
                p = 1 / (1 + math.exp(-(slope * node + intercept)))
                product *= {"1.0": p, "0.0": 1 - p, "nan": 1}[answer]
            likelihood += product
        total += count * math.log(likelihood)
    return total


# Published


def test_the_published_tables_are_whole():
    assert people(LSAT6).sum(axis=0).tolist() == [924, 709, 553, 763, 870]
    assert people(LSAT6).shape == people(LSAT7).shape == (1000, 5)


def test_2pl_of_lsat_6():
    # ltm: Rizopoulos 2006, Journal of Statistical Software 17(5), with 21 Gauss-Hermite points
    found = fit_2pl(people(LSAT6))
    assert found.converged
    assert found.iterations < 40  # plain EM takes 89
    assert found.log_likelihood == pytest.approx(-2466.653, abs=1e-3)
    assert found.a == pytest.approx([0.8254, 0.7229, 0.8905, 0.6886, 0.6575], abs=1e-3)
    assert found.b == pytest.approx([-3.3597, -1.3696, -0.2799, -1.8659, -3.1236], abs=3e-3)
    assert found.se_a == pytest.approx([0.2581, 0.1867, 0.2326, 0.1852, 0.2100], rel=0.01)
    assert found.se_b == pytest.approx([0.8669, 0.3073, 0.0997, 0.4341, 0.8700], rel=0.01)


def test_rasch_of_lsat_6():
    # ltm, as above: common slope .7551 (.0694), difficulties on the scale where the slope is 1
    found = fit_rasch(people(LSAT6))
    assert found.converged
    assert found.log_likelihood == pytest.approx(-2466.938, abs=1e-3)
    assert found.sd == pytest.approx(0.7551, abs=1e-4)
    assert found.se_sd == pytest.approx(0.0694, abs=1e-4)
    assert found.b == pytest.approx([-2.730, -0.999, -0.240, -1.306, -2.100], abs=1e-3)


def test_2pl_of_lsat_7():
    # mirt: Chalmers 2012, Journal of Statistical Software 48(6), as slopes and intercepts d = -ab
    found = fit_2pl(people(LSAT7))
    assert found.log_likelihood == pytest.approx(-2658.805, abs=1e-3)
    assert found.a == pytest.approx([0.988, 1.081, 1.706, 0.765, 0.736], abs=2e-3)
    assert -found.a * found.b == pytest.approx([1.856, 0.808, 1.804, 0.486, 1.855], abs=2e-3)


# Degenerate input


@pytest.mark.parametrize("fit", [fit_rasch, fit_2pl])
@pytest.mark.parametrize(
    ("correct", "says"),
    [
        ([], "^correct must be a table"),
        ([1, 0, 1], "^correct must be a table"),
        (np.zeros((2, 2, 2)), "^correct must be a table"),
        ([[1, 0, 1]], "^correct must hold 2 people"),
        ([[1], [0]], "^correct must hold 2 people"),
        ([[1, 0, 2], [0, 1, 1]], "^correct must hold only"),
        ([["1", "0", "1"], ["0", "1", "0"]], "^correct must hold only"),
        ([[1, 0, "x"], [0, None, 1]], "^correct must hold only"),
        ([[1, 0, 1], [0, 1, 1]], "^correct has only right answers in column 2"),
        ([[1, 0, 0], [0, 0, 1]], "^correct has only wrong answers in column 1"),
        ([[1, 0, math.nan], [0, 1, math.nan]], "^correct has no answers in column 2"),
        ([[1, 0, math.nan], [0, 1, 1]], "^correct has only right answers in column 2"),
    ],
)
def test_tables_without_a_fit_are_refused_with_the_reason(fit, correct, says):
    with pytest.raises(ValueError, match=says):
        fit(correct)


def test_two_items_are_enough_for_rasch_and_too_few_for_two_slopes():
    correct = np.repeat([[0, 0], [0, 1], [1, 0], [1, 1]], [30, 20, 10, 40], axis=0)
    found = fit_rasch(correct)
    assert found.converged
    # Two difficulties and one SD for three free shares: the fit reproduces them.
    shares = np.array([0.3, 0.2, 0.1, 0.4])
    assert found.log_likelihood == pytest.approx(100 * (shares * np.log(shares)).sum(), abs=1e-4)
    with pytest.raises(ValueError, match=r"^correct must hold 2 people and 3 items"):
        fit_2pl(correct)


def test_without_agreement_beyond_chance_nobody_differs():
    # Each pattern once: right on one item says nothing of the others.
    found = fit_rasch(PATTERNS[:, :3])
    assert (found.sd, found.converged) == (0, True)
    assert math.isnan(found.se_sd)
    assert found.b == pytest.approx([0, 0, 0])
    assert found.se_b == pytest.approx([(32 / 4) ** -0.5] * 3)
    assert found.log_likelihood == pytest.approx(32 * 3 * math.log(0.5))


def test_items_not_presented_are_no_sign_of_a_difference():
    # Some saw four items, some two: their numbers right differ, and only for that reason.
    correct = np.vstack([PATTERNS[:, :4], PATTERNS[:, :4]]).astype(float)
    correct[:32, 2:] = math.nan
    assert fit_rasch(correct).sd == 0


def test_answers_that_fit_a_ladder_perfectly_stop_at_the_steepest_slope():
    ladder = np.arange(6)[None, :] < np.arange(7)[:, None]
    found = fit_2pl(ladder)
    assert found.a == pytest.approx([8] * 6, abs=1e-3)
    assert np.isnan(found.se_a).all()
    assert (np.diff(found.b) > 0).all()
    rasch = fit_rasch(ladder)
    assert rasch.sd == pytest.approx(8, abs=1e-3)
    assert math.isnan(rasch.se_sd)


def test_a_wrong_key_shows_as_a_negative_slope():
    a = np.array([1.2, 0.8, -1.0, 1.5, 1.0, 0.7, 1.1, -0.9])
    correct = simulated(3, 2000, a, np.linspace(-1, 1, 8))
    found = fit_2pl(correct)
    assert (np.sign(found.a) == np.sign(a)).all()
    righted = fit_2pl(correct ^ (a < 0))
    assert found.log_likelihood == pytest.approx(righted.log_likelihood, abs=1e-6)
    assert found.a == pytest.approx(righted.a * np.sign(a), abs=1e-4)
    assert found.b == pytest.approx(righted.b, abs=1e-4)


@pytest.mark.parametrize("a", [[1.3, -1.2] * 4, [2.5, 2.5, 2.5, -1, -1, -1, -1, -1], [-1] * 7 + [1]])
def test_the_scale_is_turned_to_where_most_of_the_slopes_point(a):
    found = fit_2pl(simulated(1, 1000, a, np.linspace(-1, 1, 8)))
    assert found.a.sum() >= 0
    assert found.a == pytest.approx(np.array(a) * np.sign(np.sum(a) or found.a[0]), abs=0.7)


# Properties

tables = st.integers(0, 2**32 - 1).map(
    lambda seed: simulated(seed, 150, np.linspace(0.8, 1.6, 5), np.linspace(-1, 1, 5)).astype(float)
)


@settings(max_examples=10)
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_people_and_items_does_not_matter(correct, random):
    rows, columns = list(range(150)), list(range(5))
    random.shuffle(rows)
    random.shuffle(columns)
    here, there = fit_2pl(correct), fit_2pl(correct[rows][:, columns])
    assert there.log_likelihood == pytest.approx(here.log_likelihood, abs=1e-5)
    assert there.a == pytest.approx(here.a[columns], abs=1e-3)
    rasch, shuffled = fit_rasch(correct), fit_rasch(correct[rows][:, columns])
    assert shuffled.sd == pytest.approx(rasch.sd, abs=1e-5)
    assert shuffled.b == pytest.approx(rasch.b[columns], abs=1e-5)


@settings(max_examples=10)
@given(tables)
def test_exchanging_right_and_wrong_turns_the_difficulties(correct):
    here, there = fit_rasch(correct), fit_rasch(1 - correct)
    assert there.b == pytest.approx(-here.b, abs=1e-5)
    assert there.sd == pytest.approx(here.sd, abs=1e-5)
    two, turned = fit_2pl(correct), fit_2pl(1 - correct)
    assert turned.log_likelihood == pytest.approx(two.log_likelihood, abs=1e-5)
    assert turned.a == pytest.approx(two.a, abs=1e-3)


def test_everybody_twice_gives_the_same_items_with_smaller_errors():
    correct = simulated(5, 400, [1, 1.5, 0.8, 1.2], [-1, 0, 0.5, 1])
    once, twice = fit_2pl(correct), fit_2pl(np.repeat(correct, 2, axis=0))
    assert twice.a == pytest.approx(once.a, abs=1e-4)
    assert twice.se_a * math.sqrt(2) == pytest.approx(once.se_a, rel=1e-3)
    assert twice.log_likelihood == pytest.approx(2 * once.log_likelihood)


@pytest.mark.parametrize("fit", [fit_rasch, fit_2pl])
def test_people_without_answers_count_for_nothing(fit):
    correct = simulated(6, 300, [1, 1.5, 0.8, 1.2], [-1, 0, 0.5, 1]).astype(float)
    alone, joined = fit(correct), fit(np.vstack([correct, np.full((50, 4), math.nan)]))
    assert joined.b == pytest.approx(alone.b, abs=1e-8)
    assert joined.se_b == pytest.approx(alone.se_b, rel=1e-4, nan_ok=True)
    assert joined.log_likelihood == pytest.approx(alone.log_likelihood)


@pytest.mark.parametrize("missing", [0, 0.25])
def test_the_likelihood_is_that_of_the_definition_and_highest_at_the_estimates(missing):
    correct = simulated(7, 600, [1.2, 0.9, 1.4, 1], [-0.5, 0, 0.5, 1]).astype(float)
    correct[np.random.default_rng(7).random(correct.shape) < missing] = math.nan
    found = fit_2pl(correct)
    a, d = found.a, -found.a * found.b
    assert found.log_likelihood == pytest.approx(marginal(correct, a, d), abs=1e-5)
    rasch = fit_rasch(correct)
    assert rasch.log_likelihood == pytest.approx(marginal(correct, [rasch.sd] * 4, -rasch.b), abs=1e-5)
    assert rasch.log_likelihood <= found.log_likelihood
    # The score, as the difference of the likelihood on either side, is 0 in every direction.
    step = 1e-3
    for move in np.eye(4) * step:
        assert marginal(correct, a + move, d) == pytest.approx(marginal(correct, a - move, d), abs=1e-5)
        assert marginal(correct, a, d + move) == pytest.approx(marginal(correct, a, d - move), abs=1e-5)
    # The SD moves all slopes together.
    sides = [marginal(correct, [rasch.sd + s] * 4, -rasch.b) for s in (step, -step)]
    assert sides[0] == pytest.approx(sides[1], abs=1e-5)


@pytest.mark.parametrize("missing", [0, 0.25])
def test_standard_errors_are_those_of_the_likelihoods_curvature(missing):
    correct = simulated(9, 300, [1.2, 0.9, 1.4], [-0.5, 0, 0.5]).astype(float)
    correct[np.random.default_rng(9).random(correct.shape) < missing] = math.nan
    found = fit_rasch(correct)
    x, step = np.append(found.sd, -found.b), 1e-2

    def height(point):
        return marginal(correct, [point[0]] * 3, point[1:])

    bend = np.empty((4, 4))
    for i, move in enumerate(np.eye(4) * step):
        for j, other in enumerate(np.eye(4) * step):
            corners = height(x + move + other) - height(x + move - other) - height(x - move + other)
            bend[i, j] = (corners + height(x - move - other)) / (4 * step**2)
    errors = np.sqrt(np.diag(np.linalg.inv(-bend)))
    assert np.append(found.se_sd, found.se_b) == pytest.approx(errors, rel=0.02)


# Recovery


@pytest.mark.parametrize("missing", [0, 0.3])
def test_simulated_items_are_recovered_within_their_errors(missing):
    rng = np.random.default_rng(11)
    a, b = rng.uniform(0.6, 2, 40), rng.normal(size=40)
    correct = simulated(12, 3000, a, b).astype(float)
    correct[rng.random(correct.shape) < missing] = math.nan
    found = fit_2pl(correct)
    assert found.converged
    assert math.sqrt(np.mean((found.a - a) ** 2)) < 0.08
    assert math.sqrt(np.mean(((found.a - a) / found.se_a) ** 2)) == pytest.approx(1, abs=0.3)
    assert math.sqrt(np.mean(((found.b - b) / found.se_b) ** 2)) == pytest.approx(1, abs=0.3)


def test_a_simulated_spread_of_people_is_recovered():
    b = np.linspace(-2, 2, 20)
    correct = simulated(13, 2000, np.full(20, 1.4), b / 1.4)
    found = fit_rasch(correct)
    assert found.sd == pytest.approx(1.4, abs=4 * found.se_sd)
    assert np.abs((found.b - b) / found.se_b).max() < 4


def test_people_beyond_a_block_count_like_the_others():
    # Nearly all of 3,000 rows of answers to 20 items are distinct.
    correct = simulated(14, 3000, np.linspace(0.7, 1.8, 20), np.linspace(-1.5, 1.5, 20))
    found = fit_rasch(correct)
    nodes = np.linspace(-6, 6, 121)
    p = probability(found.sd * nodes[:, None], 1, found.b)
    joint = correct @ np.log(p).T + ~correct @ np.log1p(-p).T - nodes**2 / 2
    likelihood = np.exp(joint).sum(axis=1) / np.exp(-(nodes**2) / 2).sum()
    assert found.log_likelihood == pytest.approx(np.log(likelihood).sum(), abs=1e-4)
