"""Whether a rung was judged consistently, in numbers and in words; and what pages say about waiting."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from training.domain.exposure.dose import Block
from training.domain.exposure.rungs import RungRecord, judged_consistently, missing
from training.domain.exposure.wording import moment, waiting

ENOUGH = RungRecord(charged=10, as_keyed=7, repeats=2, same=1)


def test_enough_of_each_opens_the_next_rung():
    assert judged_consistently(ENOUGH)
    assert missing(ENOUGH) == ()


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (RungRecord(7, 7, 2, 2), "judge 8 charged items there (7 so far)"),
        (RungRecord(10, 6, 2, 2), "judge 70% of the charged items there as the guideline does"),
        (RungRecord(10, 9, 1, 1), "meet 2 items there a second time, on another day (1 so far)"),
        (RungRecord(10, 9, 5, 2), "give at least half of the items that come a second time the same label again"),
    ],
)
def test_what_is_missing_is_said(record, words):
    assert missing(record) == (words,)


def test_whoever_has_judged_nothing_is_told_both():
    assert len(missing(RungRecord())) == 2


def test_a_moment_is_told_in_the_persons_own_zone_and_never_too_early():
    at = datetime(2026, 1, 6, 14, 4, 0, 1, tzinfo=UTC)
    assert moment(at, ZoneInfo("Europe/Berlin")) == "15:05 on Tuesday, 6 January 2026 (Europe/Berlin)"
    assert moment(at.replace(microsecond=0), ZoneInfo("UTC")) == "14:04 on Tuesday, 6 January 2026 (UTC)"


def test_why_and_until_when():
    until = datetime(2026, 1, 6, 14, 0, tzinfo=UTC)
    assert waiting(Block("own", until), ZoneInfo("UTC")) == (
        "You asked for a rest, so the ladder rests. "
        "Items can be shown again from 14:00 on Tuesday, 6 January 2026 (UTC). "
        "The rest of the course goes on, and nothing is lost."
    )
    assert "Charged items can be shown again from 14:00" in waiting(Block("week", until), ZoneInfo("UTC"))
