"""Figures for plotly, as JSON; the only importer of plotly.

It is imported when a figure is asked for: it takes a third of a second and 30 MiB, and most pages never need it.
Colours are tokens of tokens.css, written var(--name); js/charts.js puts the reader's theme in their place.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from assessments.catalog import Measure, shown
from assessments.gate_words import VERDICTS, with_interval
from assessments.gates import Gate, Verdict

if TYPE_CHECKING:
    import plotly.graph_objects as go

FigureJson = dict[str, Any]

CLEAR = "rgba(0,0,0,0)"
# Shape and fill tell the verdicts apart; colour only repeats it.
MARKERS = {
    Verdict.PASS: ("circle", "var(--good)"),
    Verdict.CONTINUE: ("circle-open", "var(--series-1)"),
    Verdict.FAIL: ("x", "var(--bad)"),
}
# One for each kind of module, told apart by shape.
SERIES = (("circle", "var(--series-1)"), ("square-open", "var(--series-2)"), ("diamond", "var(--series-3)"))
ROW_PX, FRAME_PX = 20, 126
TRAJECTORY_PX = 300
# Longer names push the plot off a phone.
MAX_NAME = 22


@dataclass(frozen=True)
class Dot:
    """One trainee on one gate."""

    name: str
    estimate: float
    low: float
    high: float
    verdict: Verdict


@dataclass(frozen=True)
class Visit:
    """One measure of one attempt; `at` in the reader's zone, `kind` as people call that kind of module."""

    at: datetime
    title: str
    kind: str
    value: float
    low: float | None
    high: float | None


def gate_figure(gate: Gate, measure: Measure, dots: Sequence[Dot]) -> FigureJson:
    """Every trainee's estimate with its interval, in order, against the cut and the region around it."""
    import plotly.graph_objects as go

    # The lowest at the bottom: plotly counts upwards.
    ordered = sorted(dots, key=lambda dot: dot.estimate)
    factor = 100 if measure.share else 1
    figure = go.Figure(layout={"template": _template(), "height": FRAME_PX + ROW_PX * len(ordered)})
    for verdict, (symbol, colour) in MARKERS.items():
        some = [(row, dot) for row, dot in enumerate(ordered) if dot.verdict is verdict]
        if some:
            figure.add_trace(_dots(verdict, symbol, colour, some, measure, factor))
    figure.add_vrect(
        x0=factor * gate.fail, x1=factor * gate.passing, fillcolor="var(--well)", line_width=0, layer="below"
    )
    figure.add_vline(
        x=factor * gate.cut,
        line={"color": "var(--ink)", "width": 1.5, "dash": "dash"},
        annotation={"text": f"cut {shown(measure.slug, gate.cut)}", "yanchor": "bottom"},
    )
    figure.update_xaxes(title=_unit(measure), ticksuffix="\u00a0%" if measure.share else "")
    figure.update_yaxes(
        tickvals=list(range(len(ordered))),
        ticktext=[_short(dot.name) for dot in ordered],
        range=[-0.8, len(ordered) - 0.2],
        showgrid=False,
        ticklabelstandoff=6,
    )
    return figure.to_plotly_json()


def trajectory_figure(measure: Measure, visits: Sequence[Visit]) -> FigureJson:
    """One measure over the attempts, by date, with the interval of each; a line for every kind of module."""
    import plotly.graph_objects as go

    factor = 100 if measure.share else 1
    kinds = list(dict.fromkeys(visit.kind for visit in visits))
    figure = go.Figure(layout={"template": _template(), "height": TRAJECTORY_PX})
    for (symbol, colour), kind in zip(SERIES, kinds, strict=False):
        figure.add_trace(_line(kind, symbol, colour, [v for v in visits if v.kind == kind], measure, factor))
    figure.update_layout(showlegend=len(kinds) > 1, margin_t=62 if len(kinds) > 1 else 16)
    figure.update_xaxes(title=f"Date ({visits[0].at:%Z})", type="date", tickformat="%-d %b", dtick=_days_apart(visits))
    figure.update_yaxes(title=_unit(measure), ticksuffix="\u00a0%" if measure.share else "")
    return figure.to_plotly_json()


def _days_apart(visits: Sequence[Visit]) -> int:
    """Milliseconds between ticks: whole days, and no more than six ticks."""
    days = (visits[-1].at - visits[0].at).days + 1
    return math.ceil(days / 6) * 24 * 60 * 60 * 1000


def _line(kind: str, symbol: str, colour: str, visits: Sequence[Visit], measure: Measure, factor: int) -> "go.Scatter":
    import plotly.graph_objects as go

    return go.Scatter(
        name=kind,
        x=[visit.at.replace(tzinfo=None).isoformat(timespec="minutes") for visit in visits],
        y=[factor * visit.value for visit in visits],
        error_y=_bars([(v.value, v.low, v.high) for v in visits], factor, colour),
        mode="lines+markers",
        marker={"symbol": symbol, "color": colour, "size": 9},
        line={"color": colour, "width": 1.5},
        text=[f"{v.title}<br>{with_interval(measure.slug, v.value, v.low, v.high)}" for v in visits],
        hovertemplate="%{text}<extra></extra>",
    )


def _dots(
    verdict: Verdict,
    symbol: str,
    colour: str,
    some: Sequence[tuple[int, Dot]],
    measure: Measure,
    factor: int,
) -> "go.Scatter":
    import plotly.graph_objects as go

    return go.Scatter(
        name=VERDICTS[verdict],
        x=[factor * dot.estimate for _, dot in some],
        y=[row for row, _ in some],
        error_x=_bars([(dot.estimate, dot.low, dot.high) for _, dot in some], factor, colour),
        mode="markers",
        marker={"symbol": symbol, "color": colour, "size": 9},
        text=[f"{d.name}<br>{with_interval(measure.slug, d.estimate, d.low, d.high)}" for _, d in some],
        hovertemplate="%{text}<extra>%{fullData.name}</extra>",
    )


def _bars(ends: Sequence[tuple[float, float | None, float | None]], factor: int, colour: str) -> dict[str, Any]:
    """Error bars as plotly wants them: lengths in both directions, 0 where there is no interval."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [0.0 if high is None else factor * (high - value) for value, _, high in ends],
        "arrayminus": [0.0 if low is None else factor * (value - low) for value, low, _ in ends],
        "color": colour,
        "thickness": 1.5,
        "width": 3,
    }


def _unit(measure: Measure) -> str:
    """An axis title with its unit, without what the tick labels say already."""
    return measure.name if measure.share else f"{measure.name}, {measure.low:g} to {measure.high:g}"


def _short(name: str) -> str:
    return name if len(name) <= MAX_NAME else f"{name[: MAX_NAME - 1]}…"


@cache
def _template() -> "go.layout.Template":
    """The one look of all figures, light and dark."""
    import plotly.graph_objects as go

    axis = {
        "gridcolor": "var(--line)",
        "linecolor": "var(--edge)",
        "zeroline": False,
        "automargin": True,
        "fixedrange": True,
        "title": {"standoff": 10, "font": {"size": 13, "color": "var(--ink-quiet)"}},
    }
    return go.layout.Template(
        layout={
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "font": {"color": "var(--ink)", "size": 13},
            "colorway": [f"var(--series-{number})" for number in range(1, 5)],
            "margin": {"l": 8, "r": 12, "t": 62, "b": 44},
            "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "top", "yref": "container"},
            "hoverlabel": {"bgcolor": "var(--sheet)", "bordercolor": "var(--edge)", "font": {"color": "var(--ink)"}},
            "dragmode": False,
            "xaxis": axis,
            "yaxis": axis,
        }
    )
