"""Whether a rung was judged consistently, in numbers and in words; and what pages say about waiting."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from training.domain.exposure.dose import Block
from training.domain.exposure.rungs import RungRecord, judged_consistently, rule
from training.domain.exposure.wording import moment, waiting

ENOUGH = RungRecord(charged=10, as_keyed=7, repeats=2, same=1)


def test_enough_of_each_opens_the_next_rung():
    assert judged_consistently(ENOUGH)


@pytest.mark.parametrize(
    "record", [RungRecord(7, 7, 2, 2), RungRecord(10, 6, 2, 2), RungRecord(10, 9, 1, 1), RungRecord(10, 9, 5, 2)]
)
def test_less_of_any_does_not(record):
    assert not judged_consistently(record)


def test_the_whole_rule_is_said_with_how_much_was_judged():
    assert rule(RungRecord(charged=10, as_keyed=6, repeats=1, same=1)) == (
        "judge at least 8 charged items there (10 so far), 70% of them or more as the guideline does; "
        "meet at least 2 items there a second time, on another day (1 so far), "
        "and give half of those or more the same label again"
    )


@pytest.mark.parametrize(
    ("charged", "repeats", "most_as_keyed"),
    [(0, 0, 0), (7, 2, 7), (8, 2, 5), (10, 2, 6), (10, 1, 10)],  # each is closed, however many were as keyed
)
def test_the_words_tell_nothing_of_how_many_were_right(charged, repeats, most_as_keyed):
    records = [RungRecord(charged, as_keyed, repeats, repeats) for as_keyed in range(most_as_keyed + 1)]
    assert not any(map(judged_consistently, records))
    assert len(set(map(rule, records))) == 1


def test_a_moment_is_told_in_the_persons_own_zone_and_never_too_early():
    at = datetime(2026, 1, 6, 14, 4, 0, 1, tzinfo=UTC)
    assert moment(at, ZoneInfo("Europe/Berlin")) == "15:05 on Tuesday, 6 January 2026 (Europe/Berlin)"
    assert moment(at.replace(microsecond=0), ZoneInfo("UTC")) == "14:04 on Tuesday, 6 January 2026 (UTC)"


def test_why_and_until_when():
    until = datetime(2026, 1, 6, 14, 0, tzinfo=UTC)
    assert waiting(Block("own", until), ZoneInfo("UTC")) == (
        "The ladder rests. "
        "Items can be shown again from 14:00 on Tuesday, 6 January 2026 (UTC). "
        "The rest of the course goes on, and nothing is lost."
    )
    # In a refusal, which travels in a cookie, a rest that a rating caused is told like any other.
    assert waiting(Block("distress", until), ZoneInfo("UTC")) == waiting(Block("own", until), ZoneInfo("UTC"))
    assert " Items can be shown again from 14:00" in waiting(Block("week", until), ZoneInfo("UTC"))
