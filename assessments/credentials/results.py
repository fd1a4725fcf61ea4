"""The measured results that a credential may state, each with its uncertainty.

Open Badges gives a result one `value`, a string that wallets show as it is. So the estimate, its interval
and the number of items stand in that one string, in one fixed form, rather than in home-made properties
that no wallet would show.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    """One measure of one person. `measure` is its identifier, `name` what people read.

    `low` and `high` bound the interval that covers with probability `level`; `items` is what it rests on.
    """

    measure: str
    name: str
    estimate: float
    low: float
    high: float
    items: int
    level: float = 0.95

    def __post_init__(self) -> None:
        if not self.measure.isidentifier() or not self.measure.isascii():
            raise ValueError(f"measure must be an identifier, not {self.measure!r}")
        if not self.name.strip():
            raise ValueError("name must not be empty")
        if not all(math.isfinite(number) for number in (self.estimate, self.low, self.high)):
            raise ValueError(f"{self.measure}: estimate, low and high must be finite")
        if self.low > self.high:
            raise ValueError(f"{self.measure}: low must not exceed high")
        if not 0 < self.level < 1:
            raise ValueError(f"{self.measure}: level must lie between 0 and 1")
        if self.items < 1:
            raise ValueError(f"{self.measure}: items must be at least 1")

    def __str__(self) -> str:
        """For example `0.913 (95 % interval 0.861 to 0.947; 160 items)`."""
        return (
            f"{self.estimate:.3f} ({100 * self.level:g} % interval {self.low:.3f} to {self.high:.3f};"
            f" {self.items} items)"
        )


def described(results: Sequence[Result], achievement_id: str) -> list[dict[str, Any]]:
    """The achievement's `resultDescription` list. Raises ValueError where a measure comes twice."""
    measures = [result.measure for result in results]
    if len(set(measures)) < len(measures):
        raise ValueError("results name a measure twice")
    return [
        {
            "id": _description_id(result, achievement_id),
            "type": ["ResultDescription"],
            "name": result.name,
            "resultType": "Result",
        }
        for result in results
    ]


def stated(results: Sequence[Result], achievement_id: str) -> list[dict[str, Any]]:
    """The subject's `result` list, each pointing at its description."""
    return [
        {
            "type": ["Result"],
            "resultDescription": _description_id(result, achievement_id),
            "value": str(result),
        }
        for result in results
    ]


def _description_id(result: Result, achievement_id: str) -> str:
    separator = "-" if "#" in achievement_id else "#"
    return f"{achievement_id}{separator}{result.measure}"
