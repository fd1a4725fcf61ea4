import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.measures.preference import bradley_terry, davidson

# Davidson 1970, Journal of the American Statistical Association 65, 317-328, example 2: six brands of chocolate
# pudding; first and second brand, how often either was preferred, and neither.
PUDDINGS = np.array(
    [
        [1, 2, 19, 22, 16],
        [1, 3, 16, 19, 12],
        [2, 3, 19, 19, 10],
        [1, 4, 18, 23, 13],
        [2, 4, 23, 19, 9],
        [3, 4, 19, 20, 15],
        [1, 5, 13, 19, 18],
        [2, 5, 16, 20, 12],
        [3, 5, 16, 15, 17],
        [4, 5, 17, 14, 16],
        [1, 6, 18, 21, 12],
        [2, 6, 22, 20, 12],
        [3, 6, 13, 18, 10],
        [4, 6, 14, 19, 18],
        [5, 6, 11, 21, 12],
    ]
)

rows = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()).filter(lambda row: row[0] != row[1]),
    min_size=1,
    max_size=20,
)
ROUND = [(0, 1, False), (1, 2, False), (2, 3, False), (3, 0, False)]


def chances(strength, nu, i, j):
    """P(i wins), P(j wins), P(tie), written out."""
    a, b = math.exp(strength[i]), math.exp(strength[j])
    even = nu * math.sqrt(a * b)
    return a / (a + b + even), b / (a + b + even), even / (a + b + even)


def test_the_puddings_of_davidson():
    first, second = PUDDINGS[:, 0] - 1, PUDDINGS[:, 1] - 1
    found = davidson(
        np.r_[first, second, first],
        np.r_[second, first, second],
        np.repeat([0, 0, 1], 15),
        np.r_[PUDDINGS[:, 2], PUDDINGS[:, 3], PUDDINGS[:, 4]],
    )
    worth = np.exp(found.strength)
    # the estimates after his seven rounds
    assert worth / worth.sum() == pytest.approx([0.1388, 0.1730, 0.1617, 0.1654, 0.1587, 0.2024], abs=1e-4)
    assert found.tie == pytest.approx(0.7468, abs=1e-4)


def test_equals_that_tie_a_third_of_the_time_have_nu_one():
    found = davidson([0, 0, 1], [1, 1, 0], [0, 1, 0], 2)
    assert found.strength == pytest.approx([0, 0])
    assert found.tie == pytest.approx(1)


def test_two_items_reproduce_the_shares():
    found = davidson([0, 1, 0], [1, 0, 1], [0, 0, 1], [6, 2, 4])
    assert chances(found.strength, found.tie, 0, 1) == pytest.approx((0.5, 1 / 6, 1 / 3))


def test_without_ties_it_is_bradley_terry():
    winner, loser, times = [0, 1, 1, 2, 0, 2], [1, 0, 2, 1, 2, 0], [7, 3, 6, 4, 8, 2]
    found = davidson(winner, loser, [False] * 6, times)
    assert list(found.strength) == list(bradley_terry(winner, loser, times))
    assert found.tie == 0


def test_only_ties_and_one_loop_of_wins_leave_everybody_equal():
    found = davidson([0, 1, 2, 0, 1, 2], [1, 2, 0, 1, 2, 0], [0, 0, 0, 1, 1, 1], 3)
    assert found.strength == pytest.approx([0, 0, 0], abs=1e-9)
    assert found.tie == pytest.approx(2)  # nu / (2 + nu) is one half


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([0, 1], [1, 0], [0], 2), "^tie must have the shape of winner"),
        (([0, 1], [1, 0], [0, 2], 2), "^tie must hold only"),
        (([0, 1], [1, 0], [1, 1], 2), "^tie must leave at least one"),
        (([0, 0, 1], [1, 1, 0], [0, 1, 0], 1), "^n must be above"),
        (([0, 0], [1, 1], [0, 0], 2), "^winner and loser have no finite"),
        (([0, 0], [1, 1], [0, 1], 3), "item 2 never met"),
        # won or tied, never lost: ever more strength with ever more readiness to tie fits ever better
        (([0, 0], [1, 1], [0, 1], 2), "^tie must not be explained"),
        (([0, 1, 2, 3], [1, 2, 3, 0], [0, 1, 0, 1], 4), "^tie must not be explained"),
    ],
)
def test_comparisons_without_an_answer_are_refused_by_name(arguments, message):
    with pytest.raises(ValueError, match=message):
        davidson(*arguments)


def test_a_way_around_with_more_wins_than_ties_is_enough():
    # 0 > 1 > 2 = 0: nobody ever loses back, and yet the one tie cannot outweigh two wins
    found = davidson([0, 1, 2, 0], [1, 2, 0, 1], [0, 0, 1, 0], 3)
    assert np.isfinite(found.strength).all()
    assert 0 < found.tie < 10


def test_three_wins_outweigh_two_ties_on_the_way_around():
    found = davidson([0, 1, 2, 3, 4], [1, 2, 3, 4, 0], [0, 0, 1, 0, 1], 5)
    assert np.isfinite(found.strength).all()


@pytest.mark.parametrize(
    ("winner", "loser", "tied", "times"),
    [
        ([1, 2, 2, 0], [0, 0, 1, 2], [1, 0, 1, 0], [74, 9, 2123, 30]),  # whole Newton steps go astray here
        ([0, 1, 2, 1, 0, 3], [1, 0, 1, 2, 3, 0], [0, 0, 0, 0, 1, 0], [5e6, 1, 3, 2e6, 40, 7]),
    ],
)
def test_lopsided_counts_are_fitted_closely(winner, loser, tied, times):
    items = max(winner) + 1
    found = davidson(winner, loser, tied, times)
    points, ties = [0.0] * items, 0.0
    for i, j, even, count in zip(winner, loser, tied, times, strict=True):
        p_i, p_j, p_tie = chances(found.strength, found.tie, i, j)
        points[i] += count * ((1 if even else 2) - 2 * p_i - p_tie)
        points[j] += count * ((1 if even else 0) - 2 * p_j - p_tie)
        ties += count * (even - p_tie)
    assert [*points, ties] == pytest.approx([0] * (items + 1), abs=1e-5)


@settings(max_examples=40)
@given(rows)
def test_an_answer_expects_what_was_seen(judged):
    winner, loser, tied = zip(*judged, strict=True)
    try:
        found = davidson(winner, loser, tied, 4)
    except ValueError:
        return
    assert found.strength.sum() == pytest.approx(0, abs=1e-9)
    # A win is worth 2 points and a tie 1: everybody's points, and the number of ties, are as expected.
    points, ties = [0.0] * 4, 0.0
    for i, j, even in judged:
        p_i, p_j, p_tie = chances(found.strength, found.tie, i, j)
        points[i] += (1 if even else 2) - 2 * p_i - p_tie
        points[j] += (1 if even else 0) - 2 * p_j - p_tie
        ties += even - p_tie
    assert [*points, ties] == pytest.approx([0] * 5, abs=1e-6)


@settings(max_examples=40)
@given(rows, st.permutations(range(4)), st.randoms(use_true_random=False))
def test_names_order_and_the_sides_of_a_tie_do_not_matter(judged, names, random):
    judged = ROUND + judged
    found = davidson(*zip(*judged, strict=True), 4)
    random.shuffle(judged)
    turned = [(j, i, even) if even else (i, j, even) for i, j, even in judged]
    renamed = [(names[i], names[j], even) for i, j, even in turned]
    other = davidson(*zip(*renamed, strict=True), 4)
    assert other.strength[names] == pytest.approx(found.strength, abs=1e-6)
    assert other.tie == pytest.approx(found.tie, abs=1e-6)


@settings(max_examples=40)
@given(rows)
def test_turned_results_turn_the_strengths(judged):
    winner, loser, tied = zip(*ROUND, *judged, strict=True)
    found, turned = davidson(winner, loser, tied, 4), davidson(loser, winner, tied, 4)
    assert turned.strength == pytest.approx(-found.strength, abs=1e-6)
    assert turned.tie == pytest.approx(found.tie, abs=1e-6)
