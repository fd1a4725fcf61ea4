"""PURE: the report's charts as plain numbers for its templates, on top of `assessments.svg` (whose units these are).

A chart that could show thousands shows some; whoever calls says which.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assessments.label_audit.confidence import CurveBin
from assessments.label_audit.shares import Share
from assessments.svg import BOTTOM, HEIGHT, LEFT, TOP, WIDTH, Estimate, Tick, nice_ticks

# The plot reaches further right than a line chart, which keeps room for the words of its cut.
RIGHT = 388
# Left of a dot plot stand the names.
NAME_WIDTH, ROW = 122, 24
DOTS_TOP, DOTS_BOTTOM = 30, 46
# A calibration curve is square: its diagonal shall look like one.
SQUARE_BOTTOM = TOP + RIGHT - LEFT
# A share axis never shows less than this much of the scale: small differences must not look large.
MIN_SHARE_RANGE = 0.25
LARGEST_DOT, SMALLEST_DOT = 9.0, 3.0
ROUND_STEPS = (1, 2, 5)

Place = Callable[[float], float]


@dataclass(frozen=True)
class Dot:
    """A point, and the interval along one of the axes where it has one; `name` is for those drawn with it."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None
    radius: float = 4.5
    name: str = ""


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Plot:
    """A plot area with its ticks, and what is drawn in it: `path` joins the dots, `diagonal` goes to the corner."""

    height: int
    left: int
    bottom: float
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...] = ()
    dots: tuple[Dot, ...] = ()
    bars: tuple[Bar, ...] = ()
    path: str = ""
    diagonal: bool = False
    width: int = field(default=WIDTH)
    right: int = field(default=RIGHT)
    top: int = field(default=TOP)


def dot_plot(rows: Sequence[tuple[str, Estimate]]) -> Plot:
    """Named shares from the top down."""
    ends = [end for _, found in rows for end in (found.value, found.low, found.high) if end is not None]
    ticks = _share_ticks(ends)
    bottom = DOTS_TOP + ROW * len(rows)
    place = _scale(ticks[0], ticks[-1], NAME_WIDTH, RIGHT - 4)
    dots = tuple(
        Dot(
            x=place(found.value),
            y=DOTS_TOP + ROW * (row + 0.5),
            low=None if found.low is None else place(found.low),
            high=None if found.high is None else place(found.high),
            name=name,
        )
        for row, (name, found) in enumerate(rows)
    )
    return Plot(bottom + DOTS_BOTTOM, NAME_WIDTH, bottom, _percents(ticks, place), dots=dots, top=DOTS_TOP)


def histogram(edges: Sequence[float], counts: Sequence[int]) -> Plot:
    """One bar between each two edges, which are evenly spaced; every second edge is named."""
    place_x = _scale(edges[0], edges[-1], LEFT, RIGHT)
    ticks = [tick for tick in nice_ticks(0, max(1, *counts)) if tick == round(tick)]
    place_y = _scale(0, ticks[-1], BOTTOM, TOP)
    bars = tuple(
        Bar(
            x=round(place_x(low) + 1, 1),
            y=place_y(count),
            width=round(place_x(high) - place_x(low) - 2, 1),
            height=round(BOTTOM - place_y(count), 1),
        )
        for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
    )
    x_ticks = tuple(Tick(place_x(edge), f"{edge:.2f}") for edge in edges[::2])
    return Plot(HEIGHT, LEFT, BOTTOM, x_ticks, tuple(Tick(place_y(tick), f"{tick:,.0f}") for tick in ticks), bars=bars)


def calibration_plot(curve: Sequence[CurveBin]) -> Plot:
    """Share right over mean confidence; the dot's area follows the number of labels, down to a smallest dot."""
    low = 0.5 if curve[0].low >= 0.5 and all(b.right.low >= 0.5 for b in curve) else 0.0
    ticks = nice_ticks(low, 1, 5)
    place_x = _scale(low, 1, LEFT, RIGHT)
    place_y = _scale(low, 1, SQUARE_BOTTOM, TOP)
    most = max(found.right.n for found in curve)
    dots = tuple(
        Dot(
            x=place_x(found.confidence),
            y=place_y(found.right.value),
            low=place_y(found.right.low),
            high=place_y(found.right.high),
            radius=round(max(SMALLEST_DOT, LARGEST_DOT * math.sqrt(found.right.n / most)), 1),
        )
        for found in curve
    )
    return Plot(
        SQUARE_BOTTOM + HEIGHT - BOTTOM,
        LEFT,
        SQUARE_BOTTOM,
        _percents(ticks, place_x),
        _percents(ticks, place_y),
        dots=dots,
        diagonal=True,
    )


def drift_plots(people: Sequence[Sequence[Share]]) -> list[Plot]:
    """One for each person, all on the same scale: shares of blocks with their intervals, evenly spaced."""
    ticks = _share_ticks([end for blocks in people for block in blocks for end in (block.low, block.high)])
    place_y = _scale(ticks[0], ticks[-1], BOTTOM, TOP)
    return [_drift_plot(blocks, _percents(ticks, place_y), place_y) for blocks in people]


def _drift_plot(blocks: Sequence[Share], y_ticks: tuple[Tick, ...], place_y: Place) -> Plot:
    place_x = _scale(0.5, len(blocks) + 0.5, LEFT, RIGHT)
    dots = tuple(
        Dot(place_x(number), place_y(block.value), place_y(block.low), place_y(block.high))
        for number, block in enumerate(blocks, start=1)
    )
    x_ticks = tuple(Tick(dot.x, str(number)) for number, dot in enumerate(dots, start=1))
    path = "M" + "L".join(f"{dot.x:g} {dot.y:g}" for dot in dots)
    return Plot(HEIGHT, LEFT, BOTTOM, x_ticks, y_ticks, dots=dots, path=path)


def time_plot(points: Sequence[tuple[float, float]], label: Callable[[float], str]) -> Plot:
    """(milliseconds above 0, share), the times on a logarithmic axis: slow people are slower by factors."""
    times, shares = zip(*points, strict=True)
    steps = _round_times(min(times), max(times))
    place_x = _scale(math.log(steps[0]), math.log(steps[-1]), LEFT, RIGHT - 12)
    ticks = _share_ticks(shares)
    place_y = _scale(ticks[0], ticks[-1], BOTTOM, TOP)
    dots = tuple(Dot(place_x(math.log(ms)), place_y(share), radius=4) for ms, share in points)
    x_ticks = tuple(Tick(place_x(math.log(ms)), label(ms)) for ms in steps[:: math.ceil(len(steps) / 6)])
    return Plot(HEIGHT, LEFT, BOTTOM, x_ticks, _percents(ticks, place_y), dots=dots)


def _share_ticks(values: Sequence[float]) -> list[float]:
    low, high = min(values), max(values)
    missing = max(0.0, MIN_SHARE_RANGE - (high - low)) / 2
    low, high = low - missing, high + missing
    if high > 1:
        low, high = low - (high - 1), 1.0
    return nice_ticks(max(0.0, low), max(high, MIN_SHARE_RANGE))


def _round_times(low: float, high: float) -> list[float]:
    """1, 2 and 5 times powers of ten, from the last one below `low` to the first one above `high`."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    steps = [factor * 10.0**power for power in range(first, last + 1) for factor in ROUND_STEPS]
    start = max((place for place, step in enumerate(steps) if step <= low), default=0)
    end = next((place for place, step in enumerate(steps) if step >= high and place > start), len(steps) - 1)
    return steps[start : end + 1]


def _percents(ticks: Sequence[float], place: Place) -> tuple[Tick, ...]:
    return tuple(Tick(place(tick), f"{100 * tick:g} %") for tick in ticks)


def _scale(low: float, high: float, at_low: float, at_high: float) -> Place:
    """From values to places, rounded to a tenth; `low` is below `high`."""

    def place(value: float) -> float:
        return round(at_low + (value - low) / (high - low) * (at_high - at_low), 1)

    return place
