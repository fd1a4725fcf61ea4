import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures.intervals import newcombe, wilson
from assessments.measures.long_look import long_look
from assessments.measures.signal_detection import criterion, d_prime, d_prime_interval

LINES, PLANTED = 16, 2


def look(found: list[int], alarms: list[int] | None = None):
    """A look with 2 planted of 16 lines in each section: how many were found, and how many clean lines were marked."""
    alarms = alarms or [0] * len(found)
    planted, marked = [], []
    for hits, false in zip(found, alarms, strict=True):
        planted += [1] * PLANTED + [0] * (LINES - PLANTED)
        marked += [1] * hits + [0] * (PLANTED - hits) + [1] * false + [0] * (LINES - PLANTED - false)
    return long_look(planted, marked, np.repeat(np.arange(1, len(found) + 1), LINES))


def test_counts_shares_and_intervals_are_those_of_the_four_outcomes():
    result = look([2, 2, 1, 2, 1, 1], [0, 1, 0, 0, 0, 1])
    counts = (9, 3, 2, 82)
    assert (result.hits, result.misses, result.false_alarms, result.correct_rejections) == counts
    assert (result.hit_share, result.hit_interval) == (9 / 12, wilson(9, 12))
    assert (result.false_alarm_share, result.false_alarm_interval) == (2 / 84, wilson(2, 84))
    assert result.d_prime == pytest.approx(d_prime(*counts))
    assert result.d_prime_interval == d_prime_interval(*counts)
    assert result.criterion == pytest.approx(criterion(*counts))


def test_change_is_the_last_third_minus_the_first_with_newcombes_interval():
    result = look([2, 2, 2, 2, 1, 2, 1, 1, 0, 1])
    first, middle, last = result.thirds
    assert [(third.hits, third.planted) for third in (first, middle, last)] == [(6, 6), (6, 8), (2, 6)]
    assert first.interval == wilson(6, 6)
    assert result.change == pytest.approx(2 / 6 - 1)
    assert result.change_interval == newcombe(2, 6, 6, 6)


def test_slope_is_the_line_through_the_hit_shares_of_the_sections():
    shares = [1, 1, 0.5, 0.5, 0]
    assert look([2, 2, 1, 1, 0]).slope == pytest.approx(np.polyfit(range(5), shares, 1)[0])
    assert math.isnan(look([2, 2, 0]).slope)


@pytest.mark.parametrize(("sections", "outer"), [(2, 1), (3, 1), (5, 2), (6, 2), (11, 4)])
def test_thirds_hold_whole_sections_and_the_middle_takes_the_rest(sections, outer):
    first, middle, last = look([1] * sections).thirds
    assert first.planted == last.planted == outer * PLANTED
    assert middle.planted == (sections - 2 * outer) * PLANTED


def test_one_section_alone_has_no_change():
    result = look([1])
    assert math.isnan(result.change)
    assert result.thirds[1].planted == PLANTED


def test_thirds_without_a_planted_line_have_no_share_and_no_change():
    result = long_look([0, 0, 1, 0, 1, 0], [0, 0, 1, 0, 0, 0], [1, 1, 2, 2, 3, 3])
    assert math.isnan(result.thirds[0].share)
    assert math.isnan(result.change)
    assert result.thirds[2].share == 0


@given(st.lists(st.integers(0, 2), min_size=2, max_size=12))
def test_a_look_read_backwards_turns_the_change(found):
    forwards, backwards = look(found), look(found[::-1])
    assert backwards.change == pytest.approx(-forwards.change)
    assert -1 <= forwards.change_interval.low <= forwards.change <= forwards.change_interval.high <= 1


@pytest.mark.parametrize(
    ("planted", "marked", "section", "named"),
    [
        ([], [], [], "section"),
        ([1, 0], [1], [1, 1], "marked"),
        ([1, 2], [1, 0], [1, 1], "planted"),
        ([1, 0], [0, 0], [2, 1], "section"),
        ([1, 0], [0, 0], [1.5, 2], "section"),
        ([1, 1], [0, 0], [1, 1], "planted"),
        ([0, 0], [0, 0], [1, 1], "planted"),
    ],
)
def test_what_is_no_look_is_refused(planted, marked, section, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        long_look(planted, marked, section)
