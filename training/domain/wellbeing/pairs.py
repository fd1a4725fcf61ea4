"""PURE: what was said before a sitting beside what was said after it, and where that stands in a small drawing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

# An "after" belongs to the "before" of the same sitting; what lies further apart belongs to two days.
APART = timedelta(hours=6)
# More pairs than this are a smear on a phone; the newest are drawn, the table has them all.
DRAWN = 10
# The drawing's own units, y downwards: room for words at the left, and for the ends of the scale above and below.
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 320, 130, 34, 308, 14, 112


class Check(Protocol):
    """What is read of a check; the ratings are from 0 to 100, or None."""

    moment: str
    cohort_id: int
    taken_at: datetime


@dataclass(frozen=True)
class Pair:
    """One person's checks before and after one sitting."""

    before: Check
    after: Check


@dataclass(frozen=True)
class Mark:
    """One pair as drawn, for one question."""

    x: float
    before: float
    after: float


def paired(checks: Iterable[Check]) -> list[Pair]:
    """Each "after" with the latest "before" of the same cohort that no other has and that is near; newest first."""
    waiting: dict[int, Check] = {}
    pairs = []
    for check in sorted(checks, key=lambda check: check.taken_at):
        if check.moment == "before":
            waiting[check.cohort_id] = check
        elif check.moment == "after":
            before = waiting.pop(check.cohort_id, None)
            if before is not None and check.taken_at - before.taken_at <= APART:
                pairs.append(Pair(before, check))
    return pairs[::-1]


def marks(pairs: Sequence[Pair], scale: str) -> list[Mark]:
    """The newest pairs in which both answered this question, from the oldest at the left."""
    answered = [
        (float(before), float(after))
        for pair in pairs
        if (before := getattr(pair.before, scale)) is not None and (after := getattr(pair.after, scale)) is not None
    ][:DRAWN][::-1]
    step = (RIGHT - LEFT) / (len(answered) + 1)
    return [
        Mark(round(LEFT + step * place, 1), _height(before), _height(after))
        for place, (before, after) in enumerate(answered, start=1)
    ]


def _height(value: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * value / 100, 1)
