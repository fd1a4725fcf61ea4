"""PURE: a calibration curve as plain numbers for a template: share right over stated confidence, and the diagonal."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.svg import Tick, scale

# View box and plot area; the two axes have one unit, so the plot is square.
WIDTH, HEIGHT = 400, 360
LEFT, RIGHT, TOP, BOTTOM = 56, 346, 24, 314
# Share of the axis that is always drawn: from the lowest confidence there is up to certainty.
TICK = 0.25


@dataclass(frozen=True)
class CurveDot:
    """One bin: its dot, the ends of its interval, and its count with the place where it is written."""

    x: float
    y: float
    top: float
    bottom: float
    n: int
    label_y: float


@dataclass(frozen=True)
class CalibrationChart:
    """`diagonal`: where confidence comes true; above it surer answers were in order, below it they were not."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    dots: tuple[CurveDot, ...]
    diagonal: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]


def calibration_chart(points: Sequence[tuple[float, float, float, float, int]]) -> CalibrationChart:
    """`points`: (mean confidence, share right, low, high, n) by rising confidence, all in 0..1 but n."""
    across, up = scale(0, 1, LEFT, RIGHT), scale(0, 1, BOTTOM, TOP)
    ticks = [number * TICK for number in range(5)]
    return CalibrationChart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=RIGHT,
        top=TOP,
        bottom=BOTTOM,
        dots=tuple(
            CurveDot(across(f), up(o), up(high), up(low), n, min(up(low) + 16, BOTTOM - 4))
            for f, o, low, high, n in points
        ),
        diagonal=f"M{across(0):g} {up(0):g}L{across(1):g} {up(1):g}",
        x_ticks=tuple(Tick(across(tick), f"{tick:.0%}".replace("%", "")) for tick in ticks),
        y_ticks=tuple(Tick(up(tick), f"{tick:.0%}".replace("%", "")) for tick in ticks),
    )
