import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures.preference import Position, position

pairs = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60)


def test_the_same_content_wins_when_the_chosen_place_moves_with_it():
    assert position([True, False], [False, True]) == Position(consistency=1, index=0)


def test_always_the_first_place_is_the_strongest_pull():
    assert position([1, 1, 1], [1, 1, 1]) == Position(consistency=0, index=1)
    assert position([0, 0, 0], [0, 0, 0]) == Position(consistency=0, index=-1)


def test_shares_of_a_mixed_run():
    # content four times, first place three times, second place once
    found = position([1, 0, 1, 0, 1, 1, 1, 0], [0, 1, 0, 1, 1, 1, 1, 0])
    assert found == Position(consistency=0.5, index=0.25)


@given(pairs)
def test_exchanging_the_places_turns_the_index_alone(shown):
    first, second = zip(*shown, strict=True)
    here = position(first, second)
    there = position([not side for side in first], [not side for side in second])
    assert there.consistency == here.consistency
    assert there.index == pytest.approx(-here.index)
    assert abs(here.index) <= 1 - here.consistency + 1e-12


@given(pairs)
def test_which_showing_came_first_does_not_matter(shown):
    first, second = zip(*shown, strict=True)
    assert position(first, second) == position(second, first)


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        ([], [], "first"),
        (1, 1, "first"),
        ([1, 0], [1], "second"),
        ([2], [1], "first"),
        ([1], [math.nan], "second"),
        (["left"], ["right"], "first"),
    ],
)
def test_choices_that_cannot_be_are_refused_by_name(first, second, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        position(first, second)
