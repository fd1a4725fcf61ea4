"""PURE: how often ambiguity was called where it is and where it is not, from the responses of ambiguity modules.

Items that nobody has decided on (`undecided`) are neither, and count in none of it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Flagging:
    """hits, misses: of ambiguous items, called so or not; false_alarms, rejections: of clear items, likewise."""

    hits: int
    misses: int
    false_alarms: int
    rejections: int

    @property
    def ambiguous(self) -> int:
        return self.hits + self.misses

    @property
    def clear(self) -> int:
        return self.false_alarms + self.rejections

    @property
    def outcomes(self) -> tuple[int, int, int, int]:
        """In the order of `assessments.measures.signal_detection`."""
        return self.hits, self.misses, self.false_alarms, self.rejections


def flagging_of(answers: Iterable[tuple[str | None, Mapping[str, Any]]]) -> Flagging:
    """From (ambiguity of the item as it counts now, stored answer); answers that could not flag are left out."""
    counts: Counter[tuple[str | None, bool]] = Counter()
    for ambiguity, answer in answers:
        flagged = answer.get("parts", {}).get("flag")
        if flagged is not None:
            counts[ambiguity, flagged] += 1
    return Flagging(
        hits=counts["ambiguous", True],
        misses=counts["ambiguous", False],
        false_alarms=counts["clear", True],
        rejections=counts["clear", False],
    )
