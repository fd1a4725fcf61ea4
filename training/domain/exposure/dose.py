"""PURE: how many charged items somebody may still be shown, and until when they may be shown none.

Windows roll on the server's clock and know no dates: neither a time zone nor a calendar gives anything anew. What is
dated later than now (a clock that was moved back) counts like everything else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Kind = Literal["day", "week", "rest", "distress", "own"]
DAY, WEEK = timedelta(hours=24), timedelta(days=7)


@dataclass(frozen=True)
class Limits:
    """Charged items in any 24 hours, in any 7 days; from 1."""

    per_day: int
    per_week: int


@dataclass(frozen=True)
class Shown:
    """One time that a charged item was revealed. The same `step` twice within one window counts once there."""

    at: datetime
    step: int


@dataclass(frozen=True)
class Block:
    """Nothing is revealed before `until`: a limit ("day", "week"), or a rest ("rest": after a hard sitting)."""

    kind: Kind
    until: datetime


@dataclass(frozen=True)
class Allowance:
    """`left`: charged items that may be shown now, 0 exactly where something blocks."""

    left: int
    blocked: Block | None


def allowance(shown: Iterable[Shown], rest_until: Mapping[Kind, datetime], limits: Limits, now: datetime) -> Allowance:
    """What is left of every limit at `now`; of several blocks the one that lasts longest."""
    shown = list(shown)
    blocks = [Block(kind, until) for kind, until in rest_until.items() if until > now]
    left = []
    for kind, window, limit in _windows(limits):
        last = sorted(_last_in(shown, window, now).values())
        left.append(limit - len(last))
        if len(last) >= limit:
            # As many must leave the window as leave room for one more.
            blocks.append(Block(kind, last[len(last) - limit] + window))
    longest = max(blocks, key=lambda block: block.until, default=None)
    return Allowance(0 if longest else min(left), longest)


def block_for(
    step: int, shown: Iterable[Shown], rest_until: Mapping[Kind, datetime], limits: Limits, now: datetime
) -> Block | None:
    """What keeps this item from being shown now; one that a window counts already takes nothing more of it."""
    others = [each for each in shown if each.step != step]
    return allowance(others, rest_until, limits, now).blocked


def shown_within(shown: Iterable[Shown], window: timedelta, now: datetime) -> int:
    """How many items were shown in the window that ends now."""
    return len(_last_in(shown, window, now))


def _windows(limits: Limits) -> tuple[tuple[Kind, timedelta, int], ...]:
    return ("day", DAY, limits.per_day), ("week", WEEK, limits.per_week)


def _last_in(shown: Iterable[Shown], window: timedelta, now: datetime) -> dict[int, datetime]:
    """Step -> when it was last shown, for those in the window; what is just as old as the window is long is out."""
    last: dict[int, datetime] = {}
    for each in shown:
        if each.at > now - window:
            last[each.step] = max(each.at, last.get(each.step, each.at))
    return last
