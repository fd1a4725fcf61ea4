"""How much may be shown: rolling windows to the very moment, rests, and a clock that somebody moved."""

from datetime import timedelta

import pytest

from tests.ladder_course import TUESDAY_9 as NOW
from training.domain.exposure.dose import (
    DAY,
    WEEK,
    Allowance,
    Block,
    Limits,
    Shown,
    allowance,
    block_for,
    shown_within,
)

LIMITS = Limits(per_day=3, per_week=5)
MOMENT, HOUR = timedelta(microseconds=1), timedelta(hours=1)


def shown_at(*ages: timedelta) -> list[Shown]:
    """One item for each, shown so long ago."""
    return [Shown(NOW - age, step) for step, age in enumerate(ages)]


def test_nothing_shown_leaves_the_whole_day():
    assert allowance([], {}, LIMITS, NOW) == Allowance(3, None)


def test_the_narrower_of_both_limits_counts():
    assert allowance(shown_at(2 * DAY, 2 * DAY, 3 * DAY, 3 * DAY), {}, LIMITS, NOW).left == 1
    assert allowance(shown_at(HOUR), {}, LIMITS, NOW).left == 2


def test_at_the_limit_of_a_day_the_oldest_has_to_leave_the_window():
    shown = shown_at(HOUR, 5 * HOUR, 3 * HOUR)
    assert allowance(shown, {}, LIMITS, NOW) == Allowance(0, Block("day", NOW + 19 * HOUR))


@pytest.mark.parametrize(("window", "limits"), [(DAY, Limits(1, 9)), (WEEK, Limits(1, 1))])
def test_the_window_is_over_at_its_very_moment(window, limits):
    shown = shown_at(window - MOMENT)
    blocked = allowance(shown, {}, limits, NOW)
    assert (blocked.left, blocked.blocked and blocked.blocked.until) == (0, NOW + MOMENT)
    assert allowance(shown, {}, limits, NOW + MOMENT) == Allowance(1, None)


def test_when_a_limit_was_lowered_enough_have_to_leave_for_one_more():
    shown = shown_at(HOUR, 2 * HOUR, 3 * HOUR)
    assert allowance(shown, {}, Limits(2, 9), NOW).blocked == Block("day", NOW + 22 * HOUR)


def test_of_several_blocks_the_longest_is_told():
    shown = shown_at(HOUR, HOUR, HOUR)
    rests = {"own": NOW + HOUR, "distress": NOW + 40 * HOUR}
    assert allowance(shown, rests, LIMITS, NOW) == Allowance(0, Block("distress", NOW + 40 * HOUR))


def test_a_rest_blocks_whatever_is_left_and_ends_at_its_moment():
    assert allowance([], {"own": NOW + MOMENT}, LIMITS, NOW) == Allowance(0, Block("own", NOW + MOMENT))
    assert allowance([], {"own": NOW}, LIMITS, NOW) == Allowance(3, None)


def test_one_item_shown_twice_counts_once_from_the_last_time():
    shown = [Shown(NOW - 20 * HOUR, 1), Shown(NOW - HOUR, 1), Shown(NOW - HOUR, 2), Shown(NOW - HOUR, 3)]
    assert shown_within(shown, DAY, NOW) == 3
    assert allowance(shown, {}, LIMITS, NOW).blocked == Block("day", NOW + 23 * HOUR)


def test_an_item_that_counts_already_may_be_shown_again_and_no_other():
    shown = shown_at(HOUR, HOUR, HOUR)
    assert block_for(0, shown, {}, LIMITS, NOW) is None
    assert block_for(7, shown, {}, LIMITS, NOW) == Block("day", NOW + 23 * HOUR)


def test_an_item_that_has_left_the_window_counts_anew():
    shown = shown_at(DAY, HOUR, HOUR, HOUR)
    assert block_for(0, shown, {}, LIMITS, NOW) is not None


def test_a_rest_holds_for_what_counts_already_too():
    assert block_for(0, shown_at(HOUR), {"distress": NOW + HOUR}, LIMITS, NOW) == Block("distress", NOW + HOUR)


def test_a_clock_moved_back_gives_nothing_anew():
    """What was shown then lies ahead of now, and counts until its window has really passed."""
    shown = shown_at(-3 * DAY, -3 * DAY, -3 * DAY)
    assert allowance(shown, {}, LIMITS, NOW) == Allowance(0, Block("day", NOW + 4 * DAY))
