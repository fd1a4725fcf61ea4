"""PURE: what the pages say about waiting, in the person's own time zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from training.domain.exposure.dose import Block, Kind

WHY: dict[Kind, str] = {
    "day": "You have been shown as many charged items as your organisation allows in 24 hours.",
    "week": "You have been shown as many charged items as your organisation allows in 7 days.",
    "rest": "After a sitting on a hard rung the ladder rests.",
    "distress": "You rated your distress high, so the ladder rests.",
    "own": "You asked for a rest, so the ladder rests.",
}

# Kinds that come of what was shown; the others are rests.
LIMITED: tuple[Kind, ...] = ("day", "week")


def moment(at: datetime, zone: ZoneInfo) -> str:
    """ "14:05 on Tuesday, 6 January 2026 (Europe/Lisbon)": the next whole minute, so that it is never too early."""
    local = (at + timedelta(seconds=59, microseconds=999_999)).astimezone(zone)
    return f"{local:%H:%M} on {local:%A}, {local.day} {local:%B %Y} ({zone.key})"


def waiting(block: Block, zone: ZoneInfo) -> str:
    """That nothing is shown now, until when, and that nothing is lost by it.

    Of rests without the cause: refusals travel in a cookie, where what somebody rated has no place. Pages say it.
    """
    why = WHY[block.kind] if block.kind in LIMITED else "The ladder rests."
    return (
        f"{why} Items can be shown again from {moment(block.until, zone)}. "
        "The rest of the course goes on, and nothing is lost."
    )
