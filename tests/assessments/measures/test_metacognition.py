import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import ndtr

from assessments.measures.metacognition import MIN_TRIALS, meta_d_prime, type2_auroc
from assessments.measures.signal_detection import d_prime
from tests.assessments.measures.shared_data import rows

S1, S2 = [52, 32, 35, 37, 26, 12, 4, 2], [2, 5, 15, 22, 33, 38, 40, 45]

judgements = st.lists(st.tuples(st.integers(-4, 4), st.booleans()), min_size=2, max_size=60).filter(
    lambda pairs: len({right for _, right in pairs}) == 2
)
counts = st.lists(st.integers(0, 12), min_size=4, max_size=4).filter(any)


def naive_auroc(confidence, correct):
    pairs = [
        (right > wrong) + (right == wrong) / 2
        for right, r in zip(confidence, correct, strict=True)
        for wrong, w in zip(confidence, correct, strict=True)
        if r and not w
    ]
    return sum(pairs) / len(pairs)


def model_counts(d, c, m_ratio, upper, lower, trials):
    """Expected counts: answers by d and c, ratings given the answer by meta-d' with its criterion moved along."""
    meta, meta_c = m_ratio * d, m_ratio * c
    tables = []
    for sign in (-1, 1):
        second = ndtr(sign * d / 2 - c)
        up = ndtr(sign * meta / 2 - np.array([meta_c, *upper, math.inf]))
        down = ndtr(np.array([meta_c, *lower, -math.inf]) - sign * meta / 2)
        tables.append([*(1 - second) * -np.diff(down)[::-1] / down[0], *second * -np.diff(up) / up[0]])
    return np.round(trials * np.array(tables))


def naive_meta_d(s1, s2):
    """The likelihood in meta-d' and criteria as Maniscalco and Lau write it, climbed from several starts."""
    s1, s2 = np.array(s1, dtype=float), np.array(s2, dtype=float)
    half = s1.size // 2
    if 0 in s1 or 0 in s2:
        s1, s2 = s1 + 0.5 / half, s2 + 0.5 / half
    z_hit, z_false = (bisected_z(own[half:].sum() / own.sum()) for own in (s2, s1))
    d, c = z_hit - z_false, -(z_hit + z_false) / 2

    def loss(parameters):
        meta, meta_c = parameters[0], parameters[0] * c / d
        gaps = np.exp(np.reshape(parameters[1:], (2, -1))).cumsum(axis=1)
        total = 0.0
        for own, mean in ((s1, -meta / 2), (s2, meta / 2)):
            up = ndtr(mean - np.array([meta_c, *(meta_c + gaps[0]), math.inf]))
            down = ndtr(np.array([meta_c, *(meta_c - gaps[1]), -math.inf]) - mean)
            total -= own[half:] @ np.log(np.maximum(-np.diff(up) / up[0], 1e-300))
            total -= own[:half][::-1] @ np.log(np.maximum(-np.diff(down) / down[0], 1e-300))
        return total

    starts = [[start * d, *[math.log(0.5)] * (2 * half - 2)] for start in (1, 0.2, -3)]
    return min((minimize(loss, x, method="BFGS", options={"gtol": 1e-6}) for x in starts), key=lambda fit: fit.fun).x[0]


def bisected_z(share):
    """z of a share by bisection."""
    low, high = -10.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if ndtr(middle) < share else (low, middle)
    return low


# --- type-2 AUROC


def test_auroc_vector():
    # measures.md
    confidence = [0.91, 0.82, 0.73, 0.64, 0.96, 0.55, 0.87, 0.68, 0.79, 0.52]
    correct = [1, 1, 0, 1, 1, 0, 1, 0, 1, 1]
    assert type2_auroc(confidence, correct) == pytest.approx(0.761905, abs=1e-6)


def test_auroc_of_published_ratings():
    # Hanley and McNeil 1982, Radiology 143, 29-36, table I: ratings 1 to 5 of 58 normal and 51 abnormal images;
    # the area by the Wilcoxon statistic is .893.
    normal, abnormal = [33, 6, 6, 11, 2], [3, 2, 2, 11, 33]
    rating = np.repeat(np.tile(np.arange(1, 6), 2), normal + abnormal)
    assert type2_auroc(rating, np.repeat([0, 1], [58, 51])) == pytest.approx(0.893, abs=5e-4)


def test_surer_when_right_is_one_and_surer_when_wrong_is_none():
    assert type2_auroc([9, 8, 1, 2], [1, 1, 0, 0]) == 1
    assert type2_auroc([9, 8, 1, 2], [0, 0, 1, 1]) == 0
    assert type2_auroc([3, 3, 3], [True, False, True]) == 0.5


def test_one_person_gives_a_float_and_several_an_array():
    assert isinstance(type2_auroc([1, 2], [0, 1]), float)
    assert type2_auroc([[1, 2]], [[0, 1]]).tolist() == [1]


def test_without_both_kinds_of_answer_one_person_is_refused_and_among_several_has_none():
    several = type2_auroc([[1, 2, 3], [1, 2, 3], [1, 2, 3]], [[1, 1, 1], [0, 0, 1], [0, 0, 0]])
    assert np.isnan(several).tolist() == [True, False, True]
    assert several[1] == 1
    for correct in ([1, 1, 1], [0, 0, 0]):
        with pytest.raises(ValueError, match=r"^correct"):
            type2_auroc([1, 2, 3], correct)


@pytest.mark.parametrize(
    "levels",
    [
        [-1e300, -1.0, -1e-320, 0.0, 5e-324, 1e-300, 1e300],
        [-1.7e308, -3.0, 3.0, 1.7e308],
        [-100, -99, 0, 1, 50],
        [0.5, np.nextafter(0.5, 1), np.nextafter(0.5, 0)],
        [-7.25, np.nextafter(-7.25, 0), 7.25, np.nextafter(7.25, 8)],
    ],
)
def test_numbers_of_any_size_are_told_apart(levels):
    rng = np.random.default_rng(2)
    confidence, correct = rng.choice(levels, (3, 80)), rng.integers(0, 2, (3, 80))
    expected = [naive_auroc(*person) for person in zip(confidence, correct, strict=True)]
    assert type2_auroc(confidence, correct).tolist() == pytest.approx(expected, abs=1e-12)


def test_the_two_zeros_are_one_level():
    assert type2_auroc([0.0, -0.0], [1, 0]) == 0.5


@pytest.mark.parametrize(
    ("confidence", "correct", "named"),
    [
        ([], [], "confidence"),
        (0.5, 1, "confidence"),
        (np.empty((0, 4)), np.empty((0, 4)), "confidence"),
        (np.empty((4, 0)), np.empty((4, 0)), "confidence"),
        (np.zeros((2, 2, 2)), np.zeros((2, 2, 2)), "confidence"),
        ([1, math.nan], [1, 0], "confidence"),
        ([1, math.inf], [1, 0], "confidence"),
        (["sure", "unsure"], [1, 0], "confidence"),
        ([1, 2, 3], [1, 0], "correct"),
        ([[1, 2]], [1, 0], "correct"),
        ([1, 2], [1, 2], "correct"),
        ([1, 2], [1, math.nan], "correct"),
        ([1, 2], ["yes", "no"], "correct"),
    ],
)
def test_judgements_that_cannot_be_are_refused_by_name(confidence, correct, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        type2_auroc(confidence, correct)


@given(judgements)
def test_auroc_counts_pairs_whatever_the_scale_and_the_order_of_rows(pairs):
    confidence, correct = (np.array(column) for column in zip(*pairs, strict=True))
    area = type2_auroc(confidence, correct)
    assert area == pytest.approx(naive_auroc(confidence, correct), abs=1e-12)
    assert 0 <= area <= 1
    assert type2_auroc(np.exp(confidence / 3), correct) == area
    assert type2_auroc(confidence * 25.0 - 1000, correct) == area
    assert type2_auroc(confidence[::-1], correct[::-1]) == area
    assert type2_auroc(-confidence, correct) == pytest.approx(1 - area, abs=1e-12)
    assert type2_auroc(confidence, ~correct) == pytest.approx(1 - area, abs=1e-12)


def test_people_do_not_mix():
    # 300 people of 150 trials are more than one group of the ranking.
    rng = np.random.default_rng(5)
    confidence = rng.normal(size=(300, 150)).round(1) * 10.0 ** rng.integers(-2, 3, (300, 1))
    correct = rng.random((300, 150)) < rng.random((300, 1))
    areas = type2_auroc(confidence, correct)
    for person in (0, 1, 150, 217, 218, 219, 298, 299):
        if 0 < correct[person].sum() < 150:
            assert areas[person] == pytest.approx(naive_auroc(confidence[person], correct[person]), abs=1e-12)
        else:
            assert np.isnan(areas[person])


# --- meta-d'


def test_meta_d_prime_vector():
    # measures.md, tolerance 1e-3 there
    fit = meta_d_prime(S1, S2)
    assert fit.d_prime == pytest.approx(1.544386, abs=1e-6)
    assert fit.meta_d_prime == pytest.approx(1.653849, abs=1e-6)
    assert fit.m_ratio == pytest.approx(1.070878, abs=1e-6)


def test_m_ratio_is_shown_from_four_hundred_trials_on():
    assert MIN_TRIALS == 400


@pytest.mark.parametrize("m_ratio", [0.3, 0.8, 1.0, 1.4])
@pytest.mark.parametrize(("d", "c"), [(1.5, 0.3), (0.8, -0.5), (2.5, 0.0), (-1.0, 0.2)])
def test_ratings_made_by_the_model_give_its_parameters_back(d, c, m_ratio):
    upper, lower = m_ratio * c + np.array([0.4, 0.9, 1.5]), m_ratio * c - np.array([0.3, 1.0, 1.6])
    fit = meta_d_prime(*model_counts(d, c, m_ratio, upper, lower, trials=1e9))
    assert fit.d_prime == pytest.approx(d, abs=1e-5)
    assert fit.m_ratio == pytest.approx(m_ratio, abs=1e-4)
    assert fit.meta_d_prime == pytest.approx(m_ratio * d, abs=1e-4)


@pytest.mark.parametrize("c", [0.5, -1.0])
def test_all_but_at_chance_a_huge_m_ratio_is_still_found(c):
    # Both criteria lie 15 or 30 off the means: one side is all of a bell, the other a tail of a thirtieth's width.
    m_ratio, reach = 30, 1 / abs(30 * c)
    near, far = (
        30 * c + math.copysign(1, c) * reach * np.array([0.5, 1, 1.7]),
        math.copysign(1, c) * np.array([0.6, 0, -0.5]),
    )
    upper, lower = (near, far) if c > 0 else (far, near)
    fit = meta_d_prime(*model_counts(0.02, c, m_ratio, upper, lower, trials=1e12))
    assert fit.meta_d_prime == pytest.approx(0.6, abs=1e-6)
    assert fit.m_ratio == pytest.approx(m_ratio, abs=1e-4)


def test_ratings_that_tell_nothing_give_none():
    fit = meta_d_prime([30, 30, 10, 10], [10, 10, 30, 30])
    assert fit.d_prime == pytest.approx(1.348980, abs=1e-6)  # twice z(.75)
    assert fit.meta_d_prime == pytest.approx(0, abs=1e-6)


def test_ratings_that_mislead_give_less_than_none():
    assert meta_d_prime([10, 50, 5, 15], [15, 5, 50, 10]).m_ratio < -0.5


@pytest.mark.parametrize("seed", range(3))
def test_several_people_are_each_at_their_own_optimum(seed):
    rng = np.random.default_rng(seed)
    d, c = rng.uniform(0.6, 2.2, 4), rng.uniform(-0.5, 0.5, 4)
    people = []
    for one_d, one_c in zip(d, c, strict=True):
        table = model_counts(one_d, one_c, 0.8, one_c + np.array([0.5, 1.1]), one_c - np.array([0.4, 1.2]), 1.0e6)
        people.append([rng.multinomial(150, own / own.sum()) for own in table])
    s1, s2 = np.swapaxes(people, 0, 1)
    found = meta_d_prime(s1, s2)
    expected = [naive_meta_d(*person) for person in people]
    assert found.meta_d_prime.tolist() == pytest.approx(expected, abs=1e-4)
    assert found.m_ratio.tolist() == pytest.approx(expected / found.d_prime, abs=1e-4)


@pytest.mark.parametrize(
    ("s1", "s2"),
    [
        ([16, 13, 1, 3], [8, 12, 6, 1]),  # M-ratio -2.52 and, with .3 less log-likelihood, .41
        ([2, 5, 9, 15], [3, 1, 6, 19]),  # -3.20 and, with .2 less, 1.16
    ],
)
def test_of_two_tops_the_higher_is_taken(s1, s2):
    fit = meta_d_prime(s1, s2)
    assert fit.meta_d_prime == pytest.approx(naive_meta_d(s1, s2), abs=1e-4)
    assert fit.m_ratio < -1


def test_an_empty_cell_pads_its_own_person_only():
    first, second = [40, 20, 10, 5, 5, 0], [2, 4, 9, 10, 20, 30]
    both = meta_d_prime([first, S1[:3] + S1[5:]], [second, S2[:3] + S2[5:]])
    assert both.d_prime[0] == pytest.approx(d_prime(60, 15, 10, 70, "loglinear"))
    assert both.d_prime[1] == pytest.approx(d_prime(123, 22, 18, 119, None))
    assert both.m_ratio[0] == pytest.approx(meta_d_prime(first, second).m_ratio, abs=1e-9)
    # 1/(2 x ratings) = 1/6 a cell: six times the padded counts are whole and without an empty cell.
    padded = meta_d_prime([6 * n + 1 for n in first], [6 * n + 1 for n in second])
    assert both.m_ratio[0] == pytest.approx(padded.m_ratio, abs=1e-6)


def test_leading_axes_are_people_and_broadcast():
    others = np.array([[S2, S2[::-1]], [[3, 6, 9, 12, 15, 18, 21, 24], [1] * 8], [S1, [5] * 8]])
    fit = meta_d_prime(S1, others)
    assert fit.d_prime.shape == fit.meta_d_prime.shape == fit.m_ratio.shape == (3, 2)
    for where in ((0, 0), (1, 0), (1, 1), (2, 1)):
        alone = meta_d_prime(S1, others[where])
        assert isinstance(alone.m_ratio, float)
        assert fit.m_ratio[where] == pytest.approx(alone.m_ratio, abs=1e-6)
    assert np.isnan(fit.m_ratio[2, 0])


@pytest.mark.parametrize(
    ("s1", "s2"),
    [
        ([5, 5, 5, 5], [5, 5, 5, 5]),
        ([3, 4, 2, 1], [10, 11, 2, 7]),  # .3 "S2" to either stimulus
        ([1, 1, 0, 1, 0, 0], [3, 2, 2, 0, 1, 3]),  # padded 1.5 of 4 and 4.5 of 12
        ([0, 7, 0, 0], [7, 0, 0, 0]),  # never "S2"
    ],
)
def test_answers_at_chance_have_no_meta_d_prime(s1, s2):
    fit = meta_d_prime(s1, s2)
    assert fit.d_prime == 0
    assert math.isnan(fit.meta_d_prime)
    assert math.isnan(fit.m_ratio)


@pytest.mark.parametrize(
    ("s1", "s2", "named"),
    [
        ([], [], "counts_s1"),
        (5, 5, "counts_s1"),
        (np.empty((0, 8)), np.empty((0, 8)), "counts_s1"),
        ([5, 5], [5, 5], "counts_s1"),
        ([5, 5, 5, 5, 5], [5, 5, 5, 5, 5], "counts_s1"),
        ([-1, 5, 5, 5], [5, 5, 5, 5], "counts_s1"),
        ([0.5, 5, 5, 5], [5, 5, 5, 5], "counts_s1"),
        ([math.nan, 5, 5, 5], [5, 5, 5, 5], "counts_s1"),
        ([0, 0, 0, 0], [5, 5, 5, 5], "counts_s1"),
        ([5, 5, 5, 5], [math.inf, 5, 5, 5], "counts_s2"),
        ([5, 5, 5, 5], ["5", "5", "5", "5"], "counts_s2"),
        ([5, 5, 5, 5], [[5, 5, 5, 5], [0, 0, 0, 0]], "counts_s2"),
        ([5, 5, 5, 5], [5, 5, 5, 5, 5, 5], "counts_s2"),
        ([[5, 5, 5, 5]] * 2, [[5, 5, 5, 5]] * 3, "counts_s2"),
    ],
)
def test_counts_that_cannot_be_are_refused_by_name(s1, s2, named):
    with pytest.raises(ValueError, match=rf"^{named} must"):
        meta_d_prime(s1, s2)


@settings(max_examples=40, deadline=None)
@given(counts, counts)
def test_few_trials_give_numbers_without_a_warning(s1, s2):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fit = meta_d_prime(s1, s2)
    assert math.isfinite(fit.d_prime)
    assert math.isfinite(fit.m_ratio) == (fit.d_prime != 0)
    assert fit.m_ratio * fit.d_prime == pytest.approx(fit.meta_d_prime, nan_ok=True)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=12, max_size=12))
def test_exchanging_the_stimuli_changes_nothing_nor_does_more_of_the_same(cells):
    more = np.array([40, 20, 10, 0, 0, 0])  # well away from chance, where the top can be too flat to be found twice
    s1, s2 = cells[:6] + more, cells[6:] + more[::-1]
    here = meta_d_prime(s1, s2)
    for there in (meta_d_prime(s2[::-1], s1[::-1]), meta_d_prime(7 * s1, 7 * s2)):
        assert there.d_prime == pytest.approx(here.d_prime, abs=1e-9)
        assert there.meta_d_prime == pytest.approx(here.meta_d_prime, abs=1e-4)


def test_a_hundred_ratings_and_a_million_trials_are_no_trouble():
    rng = np.random.default_rng(1)
    stimulus = rng.integers(0, 2, 1_000_000)
    seen = rng.normal(stimulus * 1.2 - 0.6)
    cell = np.clip(100 + np.floor(seen * 25), 0, 199).astype(int)
    fit = meta_d_prime(*(np.bincount(cell[stimulus == kind], minlength=200) for kind in (0, 1)))
    assert fit.m_ratio == pytest.approx(1, abs=0.02)


# --- real data


@pytest.mark.parametrize(
    ("name", "area"),
    # Snow et al. 2008: the majority of ten as an answer, its size as the confidence in it, ties left out. The areas
    # are those of scikit-learn's roc_auc_score.
    [("snow2008_rte.csv.gz", 0.759051), ("snow2008_temp.csv.gz", 0.637916)],
)
def test_a_larger_majority_is_more_often_right(name, area):
    table = rows(name)
    items = {item: i for i, item in enumerate(sorted({row["item"] for row in table}))}
    index = [items[row["item"]] for row in table]
    first = min(row["label"] for row in table)
    votes = 2 * np.bincount(index, weights=[row["label"] == first for row in table]) - np.bincount(index)
    gold = np.zeros(len(items), dtype=bool)
    gold[index] = [row["gold"] == first for row in table]
    told = votes != 0
    assert type2_auroc(np.abs(votes)[told], ((votes > 0) == gold)[told]) == pytest.approx(area, abs=1e-6)
