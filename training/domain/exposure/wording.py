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

# Kinds that keep back charged items only; a rest keeps back all of them.
LIMITED: tuple[Kind, ...] = ("day", "week")


def moment(at: datetime, zone: ZoneInfo) -> str:
    """ "14:05 on Tuesday, 6 January 2026 (Europe/Lisbon)": the next whole minute, so that it is never too early."""
    local = (at + timedelta(seconds=59, microseconds=999_999)).astimezone(zone)
    return f"{local:%H:%M} on {local:%A}, {local.day} {local:%B %Y} ({zone.key})"


def waiting(block: Block, zone: ZoneInfo) -> str:
    """Why nothing of the kind is shown now, until when, and that nothing is lost by it."""
    what = "Charged items can" if block.kind in LIMITED else "Items can"
    return (
        f"{WHY[block.kind]} {what} be shown again from {moment(block.until, zone)}. "
        "The rest of the course goes on, and nothing is lost."
    )
