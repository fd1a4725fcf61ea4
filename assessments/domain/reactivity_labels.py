"""PURE: labels given on the ladder, and the pairs of twins and the repeats among them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

# Charged, neutral: by slug.
Twins = tuple[str, str]


@dataclass(frozen=True)
class Judgement:
    """One label in one sitting.

    twins: the pair that the item is of; charged: whether it is the charged one
    place, keyed: where the label and the key's stand among `labels` labels, 0 the mildest
    ms: from reveal to answer; None where that is not known
    on: the date, in the person's zone, on which the item was revealed
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
    ms: float | None
    on: date
    before: int
    first: int | None = None

    @property
    def steps(self) -> int:
        """Label minus key, in steps of the scale."""
        return self.place - self.keyed


@dataclass(frozen=True)
class TwinPair:
    """The first labels of both twins, met on different dates."""

    charged: Judgement
    neutral: Judgement

    @property
    def comparable(self) -> bool:
        """Whether both are clear and have one key, as the items are now."""
        return self.charged.clear and self.neutral.clear and self.charged.key == self.neutral.key


def pairs_among(judgements: Sequence[Judgement]) -> Iterator[TwinPair]:
    """Every pair of which both twins were judged, on different dates, in the order of the charged items."""
    firsts = [one for one in judgements if one.first is None]
    neutral = {one.twins: one for one in firsts if not one.charged}
    for one in firsts:
        twin = neutral.get(one.twins)
        if one.charged and twin is not None and twin.on != one.on:
            yield TwinPair(one, twin)


def repeats(judgements: Sequence[Judgement], *, charged: bool) -> list[Judgement]:
    """The second label of every item of that kind that has one. Later ones would tell of the same items again."""
    second: dict[int, Judgement] = {}
    for one in judgements:
        if one.first is not None and one.charged is charged:
            second.setdefault(one.item, one)
    return list(second.values())
