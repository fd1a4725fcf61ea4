"""PURE: what a form of record is: its columns, how a biased annotator fills it, and how strongly a bias shows in it."""

import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

# "reference", "given", and the cues by the slug of the bias that they may carry.
Row = dict[str, Any]
NOTHING = "–"


@dataclass(frozen=True)
class Cue:
    """A column that may carry a bias: its head, what it means, and how a value of it is written."""

    column: str
    meaning: str
    shown: Callable[[Any], str]


class Form(ABC):
    """A bias in `cues` has a column of its own; those of `always` show in the order or the place of the rows alone.

    strong, weak: what the planted bias shows at least, and any other offered one at most, in the unit of `effect`
    """

    name: ClassVar[str]
    intro: ClassVar[str]
    numbered: ClassVar[str]
    judged: ClassVar[tuple[str, str]]
    cues: ClassVar[Mapping[str, Cue]]
    always: ClassVar[tuple[str, ...]]
    strong: ClassVar[float]
    weak: ClassVar[float]

    @abstractmethod
    def blank(self, cues: Sequence[str], count: int, rng: random.Random) -> list[Row]:
        """Rows on which the annotator agrees with the panel throughout."""

    @abstractmethod
    def pulled(self, bias: str, rows: Sequence[Row], place: int, rng: random.Random) -> Any:
        """What the bias makes of the answer in that row: the panel's where it does nothing."""

    @abstractmethod
    def slip(self, row: Row, rng: random.Random) -> Any:
        """A wrong answer that no bias explains."""

    @abstractmethod
    def effect(self, bias: str, rows: Sequence[Row]) -> float: ...

    @abstractmethod
    def where_to_look(self, bias: str, rows: Sequence[Row]) -> str: ...

    @abstractmethod
    def shown(self, row: Row) -> tuple[str, str]:
        """The panel's answer and the annotator's, as they are written."""

    def draw(self, bias: str, cues: Sequence[str], count: int, rng: random.Random) -> list[Row]:
        """Rows of an annotator with this bias, who resists it once, and slips once where it does not act."""
        rows = self.blank(cues, count, rng)
        pulled = [self.pulled(bias, rows, place, rng) for place in range(count)]
        moved = [place for place in range(count) if pulled[place] != rows[place]["reference"]]
        kept = [place for place in range(count) if place not in moved]
        for place in moved:
            rows[place]["given"] = pulled[place]
        if moved:
            resisted = rows[rng.choice(moved)]
            resisted["given"] = resisted["reference"]
        if kept:
            slipped = rows[rng.choice(kept)]
            slipped["given"] = self.slip(slipped, rng)
        return rows


def thirds(rows: Sequence[Row]) -> tuple[Sequence[Row], Sequence[Row]]:
    """The first and the last third."""
    third = len(rows) // 3
    return rows[:third], rows[-third:]


def balanced(values: Sequence[Any], count: int, rng: random.Random) -> list[Any]:
    """So many of the values, each as often as the others, to one, in random order."""
    start = rng.randrange(len(values))
    drawn = [values[(start + turn) % len(values)] for turn in range(count)]
    rng.shuffle(drawn)
    return drawn


def is_wrong(row: Row) -> bool:
    return bool(row["given"] != row["reference"])
