"""PURE: when a trap that was missed comes back, in another item. A box for each trap, with longer waits further on.

A trap comes in with the first item of it that is missed. It is due again one course day after that; met and passed
there, after three; then after seven; passed once more, it is out. Missed anywhere, it begins anew. The waits widen as
in the boxes of Leitner 1972, So lernt man lernen; that spaced practice outlasts massed practice is Cepeda et al. 2006,
Psychological Bulletin 132, 354-380. The three numbers are ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass

# Course days from one meeting of a missed trap to the next.
WAITS = (1, 3, 7)


@dataclass(frozen=True)
class Meeting:
    """One answered item in which the trap lies: on which course day (from 0), and whether it was passed."""

    trap: str
    day: int
    passed: bool


@dataclass(frozen=True)
class Due:
    """A trap that is to come back, and since which course day."""

    trap: str
    since: int


def due(meetings: Iterable[Meeting], day: int) -> list[Due]:
    """The traps due on that course day, longest due first; `meetings` in the order in which they happened."""
    waiting: dict[str, tuple[int, int]] = {}  # trap -> its box, and the day it was met last
    for meeting in meetings:
        if not meeting.passed:
            waiting[meeting.trap] = (0, meeting.day)
        elif meeting.trap in waiting:
            box, met = waiting[meeting.trap]
            # Passed again before its time, as twice in one sitting, it has not been remembered any longer.
            if meeting.day < met + WAITS[box]:
                continue
            if box + 1 == len(WAITS):
                del waiting[meeting.trap]
            else:
                waiting[meeting.trap] = (box + 1, meeting.day)
    found = [Due(trap, met + WAITS[box]) for trap, (box, met) in waiting.items() if met + WAITS[box] <= day]
    return sorted(found, key=lambda entry: entry.since)
