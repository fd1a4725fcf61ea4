"""PURE: one run of a drill block by block, over the person's own earlier runs, as plain numbers for a template."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from assessments.svg import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Estimate, Mark, Tick, axis, nice_ticks, scale

# Room at the right for the labels of the lines, which must not lie on each other.
LABEL_GAP = 17
# More earlier runs than this are a tangle; the newest are drawn.
MOST_EARLIER = 3
MAX_TICKS = 10


@dataclass(frozen=True)
class BlockRun:
    """One run: block number -> estimate, and when it was finished."""

    at: datetime
    blocks: dict[int, Estimate]


@dataclass(frozen=True)
class Line:
    """An earlier run as drawn: where its line goes, and where its label stands."""

    at: datetime
    path: str
    label_y: float


@dataclass(frozen=True)
class BlockChart:
    """`label_y`: where the label of the run itself stands."""

    width: int
    height: int
    left: int
    right: int
    bottom: int
    marks: tuple[Mark, ...]
    path: str
    label_y: float
    earlier: tuple[Line, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]


def block_chart(
    now: BlockRun, earlier: Sequence[BlockRun], *, limits: tuple[float, float], label: Callable[[float], str]
) -> BlockChart | None:
    """`earlier`: oldest first. None for fewer than two blocks; earlier runs have their values drawn without intervals.

    limits: the ends of the measure's scale, which the axis leaves only for values beyond; label: words of a tick.
    """
    if len(now.blocks) < 2:
        return None
    before = [run for run in earlier if len(run.blocks) > 1][-MOST_EARLIER:]
    values = [v for e in now.blocks.values() for v in (e.value, e.low, e.high) if v is not None]
    values += [e.value for run in before for e in run.blocks.values()]
    ticks = nice_ticks(*axis(values, limits))
    place_y = scale(ticks[0], ticks[-1], BOTTOM, TOP)
    numbers = sorted({number for run in (now, *before) for number in run.blocks})
    place_x = scale(numbers[0], numbers[-1], LEFT + 16, RIGHT - 16)
    marks = tuple(
        Mark(
            x=place_x(number),
            y=place_y(estimate.value),
            top=None if estimate.high is None else place_y(estimate.high),
            bottom=None if estimate.low is None else place_y(estimate.low),
            last=False,
        )
        for number, estimate in sorted(now.blocks.items())
    )
    paths = [_path([(place_x(n), place_y(e.value)) for n, e in sorted(run.blocks.items())]) for run in before]
    ends = [marks[-1].y, *(place_y(run.blocks[max(run.blocks)].value) for run in before)]
    own, *others = apart(ends, LABEL_GAP, TOP, BOTTOM)
    every = -(-len(numbers) // MAX_TICKS)
    return BlockChart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=RIGHT,
        bottom=BOTTOM,
        marks=marks,
        path=_path([(mark.x, mark.y) for mark in marks]),
        label_y=own,
        earlier=tuple(Line(run.at, path, y) for run, path, y in zip(before, paths, others, strict=True)),
        x_ticks=tuple(Tick(place_x(number), str(number)) for number in numbers[::every]),
        y_ticks=tuple(Tick(place_y(tick), label(tick)) for tick in ticks),
    )


def apart(places: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """The places, in their order, moved so that any two are `gap` apart; within top and bottom while there is room."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    for before, index in pairwise(order):
        moved[index] = max(moved[index], moved[before] + gap)
    limit = bottom
    for index in reversed(order):
        moved[index] = round(max(top - gap, min(moved[index], limit)), 1)
        limit = moved[index] - gap
    return moved


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
