import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures.checks import coded, flags, numbers, shares


@given(st.lists(st.integers(-50, 50) | st.integers(-(10**12), 10**12), min_size=1, max_size=60))
def test_codes_are_places_in_the_sorted_distinct_values(values):
    codes, levels = coded("item", values)
    assert levels.tolist() == sorted(set(values))
    assert levels[codes].tolist() == values


def test_texts_booleans_and_fractions_are_coded_too():
    assert coded("value", ["b", "a", "b"]).codes.tolist() == [1, 0, 1]
    assert coded("value", [True, True]).levels.tolist() == [1]
    assert coded("value", [0.5, -1.5]).levels.tolist() == [-1.5, 0.5]
    assert coded("value", np.array([3, 200], dtype=np.uint8)).codes.tolist() == [0, 1]


@pytest.mark.parametrize("values", [[], 3, [[1]], [1.0, math.nan], [None, "a"], ["a", 1, None]])
def test_what_cannot_be_coded_is_refused_by_name(values):
    with pytest.raises(ValueError, match=r"^item "):
        coded("item", values)


def test_mixed_kinds_are_refused():
    with pytest.raises(ValueError, match=r"^item must hold values of one kind"):
        coded("item", np.array(["a", 1], dtype=object))


def test_flags_take_truth_values_and_ones_and_zeros_only():
    assert flags("correct", [1, 0, 1]).tolist() == [True, False, True]
    assert flags("correct", [True]).tolist() == [True]
    for values in ([0.5], [2], ["yes"], [None], [math.nan], []):
        with pytest.raises(ValueError, match=r"^correct "):
            flags("correct", values)


def test_numbers_and_shares_are_finite_and_in_range():
    assert numbers("rt_ms", [1, 2.5]).tolist() == [1, 2.5]
    assert shares("p", [[0, 1]]).shape == (1, 2)
    for values in ([math.inf], [math.nan], ["1"], []):
        with pytest.raises(ValueError, match=r"^rt_ms "):
            numbers("rt_ms", values)
    for values in ([1.1], [-0.1], [math.nan], []):
        with pytest.raises(ValueError, match=r"^p "):
            shares("p", values)
