"""How well somebody's confidence fits what happened: plain values, as they are kept and as pages show them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Point:
    """Judgements stated at about one confidence: its mean, the share right with its 95 % interval, and how many."""

    confidence: float
    right: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Calibration:
    """`gap`: mean confidence minus accuracy, with its 95 % interval; `brier` with its parts (`within`: those in bins).

    insight: type-2 AUROC, None where all answers were right, or all wrong; m_ratio: None under `m_ratio_from`
    judgements of pairs, of which there are `pairs`; caught, helped, wobbled: as in `catches.Catches`.
    """

    n: int
    accuracy: float
    confidence: float
    gap: float
    gap_low: float
    gap_high: float
    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float
    insight: float | None
    pairs: int
    m_ratio: float | None
    m_ratio_from: int
    caught: int
    helped: int
    wobbled: int
    points: tuple[Point, ...]

    def to_document(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_document(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{**data, "points": tuple(Point(**point) for point in data["points"])})
