"""PURE: every trial of a run as a plot: response time over trial number, one path for each kind of outcome.

A run has hundreds of trials, so a kind is one path of small shapes, not an element for each. Kinds differ by shape as
well as by colour: dots, triangles, crosses, diamonds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from assessments.svg import Tick, nice_ticks, scale
from assessments.trial_log import Outcome, Trial

# View box and plot area; below the area is a strip for trials without a press. It scrolls sideways on a phone.
WIDTH, HEIGHT = 960, 340
LEFT, RIGHT, TOP, BOTTOM = 62, 948, 34, 262
STRIP = 284
# Longer times are drawn at the top: one pause of seconds must not press all others flat. The table has them.
LONGEST_MS = 2000.0
SHORTEST_AXIS_MS = 400.0


def _dot(x: float, y: float) -> str:
    return f"M{x:g} {y:g}h0"


def _triangle(x: float, y: float) -> str:
    return f"M{x:g} {y - 6:g}l6 10h-12z"


def _cross(x: float, y: float) -> str:
    return f"M{x - 4:g} {y - 4:g}l8 8m0-8l-8 8"


def _diamond(x: float, y: float) -> str:
    return f"M{x:g} {y - 6:g}l6 6l-6 6l-6-6z"


SHAPES: dict[Outcome, Callable[[float, float], str]] = {
    Outcome.PRESS: _dot,
    Outcome.COMMISSION: _triangle,
    Outcome.LAPSE: _triangle,
    Outcome.MISSED: _cross,
    Outcome.FALSE_START: _diamond,
}


@dataclass(frozen=True)
class Kind:
    """One kind of outcome: its path in the plot, the same shape by itself for the legend, and how many there are."""

    name: str
    path: str
    sample: str
    count: int


@dataclass(frozen=True)
class TrialPlot:
    """`bands`: (left, width) of void trials; `blocks`: where each begins and its label; `strip`: no press."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    strip: int
    y_ticks: tuple[Tick, ...]
    bands: tuple[tuple[float, float], ...]
    blocks: tuple[Tick, ...]
    kinds: tuple[Kind, ...]
    void_path: str
    void: int

    @property
    def void_height(self) -> int:
        """A band reaches from the top of the plot down over the strip."""
        return self.strip + 10 - self.top


def trial_plot(log: Sequence[Trial]) -> TrialPlot | None:
    """None for an empty log. Void trials are shaded, and what was pressed in them is a pale dot that is no outcome."""
    if not log:
        return None
    times = [trial.ms for trial in log if trial.ms is not None]
    ticks = nice_ticks(0.0, max(SHORTEST_AXIS_MS, min(LONGEST_MS, max(times, default=0.0))))
    place_y = scale(0.0, ticks[-1], BOTTOM, TOP)
    step = (RIGHT - LEFT) / len(log)

    def at(trial: Trial) -> tuple[float, float]:
        return round(LEFT + (trial.number - 0.5) * step, 1), STRIP if trial.ms is None else place_y(trial.ms)

    valid = [trial for trial in log if not trial.void]
    kinds = []
    for outcome, shape in SHAPES.items():
        of_kind = [trial for trial in valid if trial.outcome is outcome]
        if of_kind:
            path = "".join(shape(*at(trial)) for trial in of_kind)
            kinds.append(Kind(outcome.value, path, shape(8, 8), len(of_kind)))
    voided = [trial for trial in log if trial.void]
    return TrialPlot(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=RIGHT,
        top=TOP,
        bottom=BOTTOM,
        strip=STRIP,
        y_ticks=tuple(Tick(place_y(tick), _label(tick)) for tick in ticks),
        bands=tuple(_bands(log, step)),
        blocks=tuple(_blocks(log, step)),
        kinds=tuple(kinds),
        void_path="".join(_dot(*at(trial)) for trial in voided if trial.ms is not None),
        void=len(voided),
    )


def _label(tick: float) -> str:
    return f"≥ {tick:.0f}" if tick >= LONGEST_MS else f"{tick:.0f}"


def _bands(log: Sequence[Trial], step: float) -> list[tuple[float, float]]:
    """Neighbouring void trials as one band each."""
    bands = []
    for void, group in groupby(log, key=lambda trial: trial.void):
        trials = list(group)
        if void:
            bands.append((round(LEFT + (trials[0].number - 1) * step, 1), round(len(trials) * step, 1)))
    return bands


def _blocks(log: Sequence[Trial], step: float) -> list[Tick]:
    return [
        Tick(round(LEFT + (next(trials).number - 1) * step, 1), str(block))
        for block, trials in groupby(log, key=lambda trial: trial.block)
    ]
