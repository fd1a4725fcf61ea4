"""PURE: why nothing is shown now and until when, and where the ladder stands."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from training.domain.exposure.dose import Block, Kind
from training.domain.exposure.wording import WHY, moment


@dataclass(frozen=True)
class Wait:
    """`said`: the moment `until` in words, in the person's own zone."""

    kind: Kind
    why: str
    until: datetime
    said: str


def wait_for(block: Block | None, zone: ZoneInfo) -> Wait | None:
    """None where nothing blocks."""
    return Wait(block.kind, WHY[block.kind], block.until, moment(block.until, zone)) if block else None


def today_line(*, started: bool) -> str:
    """For /today/, in a few words that press nobody, and that are as true while the ladder rests."""
    if started:
        return "A sitting was begun and can stay as it is. Nothing waits for it."
    return "Nothing of it is shown unless you choose it. Nothing waits for it."
