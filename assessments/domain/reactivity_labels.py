"""PURE: labels given on the ladder, and the pairs of twins and the repeats among them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

# Charged, neutral: by slug.
Twins = tuple[str, str]
# Sittings are planned so that twins are shown on different dates and so many hours apart. What was answered nearer to
# its twin all the same, on a page left open overnight, makes no pair. Elapsed time, no dates: a person may move.
APART = timedelta(hours=8)


@dataclass(frozen=True)
class Judgement:
    """One label in one sitting.

    twins: the pair that the item is of; charged: whether it is the charged one
    place, keyed: where the label and the key's stand among `labels` labels, 0 the mildest
    scale: slug of the guideline whose labels these are; places on two scales are not compared
    ms: from reveal to answer; None where that is not known
    at: when it was answered
    before: how many charged items the sitting had had before this answer
    first: the place of the item's first label where this is a later one; None: this is the first
    """

    item: int
    sitting: int
    tier: int
    twins: Twins
    charged: bool
    place: int
    keyed: int
    right: bool
    clear: bool
    key: Mapping[str, Any]
    labels: int
    scale: str
    ms: float | None
    at: datetime
    before: int
    first: int | None = None

    @property
    def steps(self) -> int:
        """Label minus key, in steps of the scale."""
        return self.place - self.keyed


@dataclass(frozen=True)
class TwinPair:
    """The first labels of both twins, `APART` from each other or more."""

    charged: Judgement
    neutral: Judgement

    @property
    def comparable(self) -> bool:
        """Whether both are clear and have one key, as the items are now."""
        return self.charged.clear and self.neutral.clear and self.charged.key == self.neutral.key


def pairs_among(judgements: Sequence[Judgement]) -> Iterator[TwinPair]:
    """Every pair of which both twins were judged, long enough apart, in the order of the charged items."""
    firsts = [one for one in judgements if one.first is None]
    neutral = {one.twins: one for one in firsts if not one.charged}
    for one in firsts:
        twin = neutral.get(one.twins)
        if one.charged and twin is not None and abs(twin.at - one.at) >= APART:
            yield TwinPair(one, twin)


def scale_of(judgements: Sequence[Judgement]) -> str:
    """The one scale that all of them are on; empty where there are several, or no judgement."""
    scales = {one.scale for one in judgements}
    return scales.pop() if len(scales) == 1 else ""


def repeats(judgements: Sequence[Judgement], *, charged: bool) -> list[Judgement]:
    """The second label of every item of that kind that has one. Later ones would tell of the same items again."""
    second: dict[int, Judgement] = {}
    for one in judgements:
        if one.first is not None and one.charged is charged:
            second.setdefault(one.item, one)
    return list(second.values())
