"""PURE: small charts as plain numbers, ready for a template to write as SVG. No script, no style attributes.

Coordinates are in units of the drawing's own view box, y downwards, rounded to a tenth.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# View box and plot area of a line chart. It is drawn from 260 to 540 px wide, so words have room at either end:
# the axis at the left, the cut at the right.
WIDTH, HEIGHT = 400, 240
LEFT, RIGHT, TOP, BOTTOM = 62, 330, 34, 192
# View box of a sparkline, and the margin that keeps its dots inside.
SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 200, 52, 8
# More than this many points in a sparkline become a smear; the newest are kept.
SPARK_POINTS = 12
MAX_X_TICKS = 8
# Air above and below what is drawn, as a share of its range.
PADDING = 0.08
# A range is never narrower than this share of the whole scale: small differences must not look large.
MIN_RANGE = 0.25


@dataclass(frozen=True)
class Estimate:
    """A value with the two ends of its interval, where it has one; all in the unit of the measure."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Mark:
    """One estimate as drawn: its dot, and its interval from `top` to `bottom` (None without one)."""

    x: float
    y: float
    top: float | None
    bottom: float | None
    last: bool


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True)
class Sparkline:
    width: int
    height: int
    marks: tuple[Mark, ...]
    path: str


@dataclass(frozen=True)
class LineChart:
    """`cut` and `region` (top, height) are places of the policy's cut and of its indifference region."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    marks: tuple[Mark, ...]
    path: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    cut: float | None
    region: tuple[float, float] | None

    @property
    def plot_width(self) -> int:
        return self.right - self.left


def sparkline(estimates: Sequence[Estimate]) -> Sparkline | None:
    """The newest estimates in order, on their own range; None for fewer than two (one point is no history)."""
    recent = estimates[-SPARK_POINTS:]
    if len(recent) < 2:
        return None
    values = _extent(recent)
    place_y = scale(min(values), max(values), SPARK_HEIGHT - SPARK_MARGIN, SPARK_MARGIN)
    marks = _marks(recent, SPARK_MARGIN, SPARK_WIDTH - SPARK_MARGIN, place_y)
    return Sparkline(SPARK_WIDTH, SPARK_HEIGHT, marks, _path(marks))


def line_chart(
    estimates: Sequence[Estimate],
    *,
    limits: tuple[float, float],
    label: Callable[[float], str],
    cut: float | None = None,
    region: tuple[float, float] | None = None,
) -> LineChart | None:
    """Estimates in order, evenly spaced, with their intervals; None where there is nothing to draw.

    limits: the ends of the measure's scale, which the axis does not leave; label: words for a tick's value;
    region: the two ends of an indifference region, in either order.
    """
    if not estimates:
        return None
    aims = [value for value in (cut, *(region or ())) if value is not None]
    ticks = nice_ticks(*axis(_extent(estimates) + aims, limits))
    place_y = scale(ticks[0], ticks[-1], BOTTOM, TOP)
    marks = _marks(estimates, LEFT + 16, RIGHT - 16, place_y)
    return LineChart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=RIGHT,
        top=TOP,
        bottom=BOTTOM,
        marks=marks,
        path=_path(marks),
        x_ticks=_x_ticks(marks),
        y_ticks=tuple(Tick(place_y(tick), label(tick)) for tick in ticks),
        cut=None if cut is None else place_y(cut),
        region=None if region is None else _band(place_y(max(region)), place_y(min(region))),
    )


def nice_ticks(low: float, high: float, count: int = 4) -> list[float]:
    """About `count` steps of 1, 2, 2.5 or 5 times a power of ten, from at most `low` to at least `high`.

    Raises ValueError unless low < high.
    """
    if not low < high:
        raise ValueError(f"low must be below high, not {low} and {high}")
    rough = (high - low) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]


def heat_level(done: int, of: int) -> int:
    """0 (nothing) to 4 (everything) for a heat map; what is begun is never 0 and what is open never 4."""
    if not of or done <= 0:
        return 0
    return 4 if done >= of else max(1, min(3, math.ceil(3 * done / of)))


def _extent(estimates: Sequence[Estimate]) -> list[float]:
    return [v for e in estimates for v in (e.value, e.low, e.high) if v is not None]


def axis(values: Sequence[float], limits: tuple[float, float]) -> tuple[float, float]:
    """The range to draw: all values with some air, no narrower than MIN_RANGE, inside the limits where they are."""
    low, high = min(values), max(values)
    pad = PADDING * (high - low)
    narrow = max(0.0, MIN_RANGE * (limits[1] - limits[0]) - (high - low) - 2 * pad) / 2
    bottom, top = low - pad - narrow, high + pad + narrow
    return max(bottom, min(limits[0], low)), min(top, max(limits[1], high))


def scale(low: float, high: float, at_low: float, at_high: float) -> Callable[[float], float]:
    """From values to places; values outside are drawn at the end they lie beyond."""
    span = high - low

    def place(value: float) -> float:
        share = 0.5 if span == 0 else min(1.0, max(0.0, (value - low) / span))
        return round(at_low + share * (at_high - at_low), 1)

    return place


def _marks(
    estimates: Sequence[Estimate], left: float, right: float, place_y: Callable[[float], float]
) -> tuple[Mark, ...]:
    count = len(estimates)
    step = (right - left) / (count - 1) if count > 1 else 0.0
    start = left if count > 1 else (left + right) / 2
    return tuple(
        Mark(
            x=round(start + index * step, 1),
            y=place_y(estimate.value),
            top=None if estimate.high is None else place_y(estimate.high),
            bottom=None if estimate.low is None else place_y(estimate.low),
            last=index == count - 1,
        )
        for index, estimate in enumerate(estimates)
    )


def _path(marks: Sequence[Mark]) -> str:
    return "M" + "L".join(f"{mark.x:g} {mark.y:g}" for mark in marks)


def _band(top: float, bottom: float) -> tuple[float, float]:
    return top, round(bottom - top, 1)


def _x_ticks(marks: Sequence[Mark]) -> tuple[Tick, ...]:
    """Numbers of the marks: all while there is room, else every second, or the first and every fifth, and so on."""
    every = next(n for n in (1, 2, 5, 10, 20, 50, 100, len(marks)) if len(marks) / n <= MAX_X_TICKS)
    numbered = list(enumerate(marks, start=1))
    return tuple(
        Tick(mark.x, str(number)) for number, mark in numbered if number % every == 0 or (number == 1 and every > 2)
    )
