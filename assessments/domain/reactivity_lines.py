"""PURE: what charged content did to somebody's labels, as plain values that are kept and shown."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

# So few pairs, repeats and charged items are counted, and nothing is made of them.
MIN_PAIRS, MIN_REPEATS, MIN_DRIFT = 8, 5, 8
# Up to here only a large difference can be told from none.
FEW_PAIRS = 20


@dataclass(frozen=True)
class Measured:
    """A value with the two ends of its 95 % interval; n: the pairs, repeats or items it rests on."""

    value: float
    low: float
    high: float
    n: int

    @property
    def leaves_out_zero(self) -> bool:
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class ReactivityLine:
    """One tier, or the whole ladder (`tier` None). What there is too little for is None.

    pairs: comparable ones; unlike: those left out since a correction; waiting: items judged that are in no pair
    lost: accuracy on neutral twins minus accuracy on charged ones; neutral_right, charged_right: the two, 0..1
    scale: slug of the guideline by which all of it was labelled; empty: several, or nothing was
    steps: label on charged minus label on neutral twins, in steps of that scale; None where there are several
    slower: log of time on charged over time on neutral twins
    again_charged, again_neutral: share of repeats with the label they had before; repeats_*: how many there were
    drift: change of label minus key per charged item of a sitting, in steps of that scale
    exposures: how many charged items were judged
    """

    tier: int | None
    pairs: int
    waiting: int = 0
    unlike: int = 0
    scale: str = ""
    lost: Measured | None = None
    neutral_right: float | None = None
    charged_right: float | None = None
    steps: Measured | None = None
    slower: Measured | None = None
    repeats_charged: int = 0
    repeats_neutral: int = 0
    again_charged: Measured | None = None
    again_neutral: Measured | None = None
    exposures: int = 0
    drift: Measured | None = None

    def to_document(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_document(cls, data: Mapping[str, Any]) -> Self:
        measured = ("lost", "steps", "slower", "again_charged", "again_neutral", "drift")
        return cls(**{**data, **{name: Measured(**data[name]) if data[name] else None for name in measured}})


@dataclass(frozen=True)
class Reactivity:
    """What is kept of one person: the tiers that they judged anything of, and the whole ladder."""

    tiers: tuple[ReactivityLine, ...]
    whole: ReactivityLine
    made_at: datetime

    @classmethod
    def from_document(cls, data: Mapping[str, Any], made_at: datetime) -> Self:
        tiers = tuple(ReactivityLine.from_document(line) for line in data["tiers"])
        return cls(tiers, ReactivityLine.from_document(data["whole"]), made_at)
