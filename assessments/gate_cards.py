"""PURE: one gate of one person as a card: where they are against the cut, how they got there, what is missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from assessments import gate_words, svg
from assessments.catalog import MEASURES, Measure, shown
from assessments.gate_words import UNITS, GateLine
from assessments.gates import Gate, GateStanding, Verdict
from courseware.curriculum import CAPACITIES

# Gates on measures that belong to no capacity are about the labels themselves.
LABELS = "The labels themselves"


@dataclass(frozen=True)
class Point:
    """The gate's estimate after one attempt, for the chart and the table beneath it."""

    at: datetime
    title: str
    estimate: str
    n: int
    value: svg.Estimate


@dataclass(frozen=True)
class GateCard:
    """`line` is None before the gate was ever judged; `missing` says what it still takes, in words."""

    gate: Gate
    measure: Measure
    unit: str
    cut: str
    asks: str
    line: GateLine | None
    points: tuple[Point, ...]
    chart: svg.LineChart | None
    missing: str

    @property
    def ends(self) -> tuple[str, str]:
        """The ends of the measure's scale."""
        return shown(self.measure.slug, self.measure.low), shown(self.measure.slug, self.measure.high)

    @property
    def chart_words(self) -> str:
        """What the chart shows, for those who do not see it."""
        first, last = self.points[0], self.points[-1]
        if len(self.points) == 1:
            return f"{self.measure.name} after one attempt: {last.estimate}. The cut is {self.cut}."
        return (
            f"{self.measure.name} after each of {len(self.points)} attempts: first {first.estimate}, "
            f"now {last.estimate}. The cut is {self.cut}."
        )


@dataclass(frozen=True)
class CapacitySection:
    """The gates of one capacity; `capacity` is empty for gates about the labels themselves."""

    capacity: str
    title: str
    cards: tuple[GateCard, ...]


def card(gate: Gate, standing: GateStanding | None, points: Sequence[Point]) -> GateCard:
    """The card of one gate, as it is asked of this person; `points` are its history, oldest first."""
    if standing is not None:
        gate = gate.asking(standing.measure)
    measure = MEASURES[gate.measure]
    chart = svg.line_chart(
        [point.value for point in points],
        limits=(measure.low, measure.high),
        label=partial(shown, measure.slug),
        cut=gate.cut,
        region=(gate.fail, gate.passing),
    )
    found = gate_words.lines([gate], [standing] if standing else [])
    return GateCard(
        gate=gate,
        measure=measure,
        unit=UNITS[measure.slug],
        cut=shown(measure.slug, gate.cut),
        asks=_asks(gate),
        line=found[0] if found else None,
        points=tuple(points),
        chart=chart,
        missing=missing(gate, standing),
    )


def sections(cards: Sequence[GateCard]) -> list[CapacitySection]:
    """The cards by capacity, in the order in which the policy first names each."""
    by_capacity: dict[str, list[GateCard]] = {}
    for one in cards:
        by_capacity.setdefault(one.measure.capacity or "", []).append(one)
    return [
        CapacitySection(capacity, CAPACITIES.get(capacity, LABELS), tuple(found))
        for capacity, found in by_capacity.items()
    ]


def without_a_gate(cards: Sequence[GateCard]) -> list[str]:
    """Names of the capacities that no gate of the policy is about; some of them are measured elsewhere."""
    gated = {one.measure.capacity for one in cards}
    return [name for capacity, name in CAPACITIES.items() if capacity not in gated]


def missing(gate: Gate, standing: GateStanding | None) -> str:
    """What the gate still takes, and roughly how many more observations that is."""
    unit = UNITS[gate.measure]
    if standing is None or standing.estimate is None:
        late = gate.from_day > 1
        begins = f"What counts towards it begins on day {gate.from_day}." if late else "Nothing counts towards it yet."
        if gate.rule == "bound":
            return f"{begins} It is judged from {gate.minimum} {unit} on."
        return f"{begins} It is decided by at most {gate.maximum} {unit}, often by fewer."
    return _MISSING[standing.verdict](standing, unit)


def _missing_pass(standing: GateStanding, unit: str) -> str:
    return "Nothing is missing here."


def _missing_fail(standing: GateStanding, unit: str) -> str:
    if standing.rule == "sprt":
        return (
            f"The first {standing.used} {unit} decided it; under this version of the policy later ones do not "
            "change that."
        )
    return f"The interval does not exclude what is meant not to pass. Later {unit} do not change that."


def _missing_continue(standing: GateStanding, unit: str) -> str:
    if standing.rule == "sprt":
        left = standing.maximum - standing.used
        roughly = min(standing.more or left, left)
        return f"Roughly {roughly} more {_noun(unit, roughly)} until it is decided; {left} at the most."
    if standing.n < standing.minimum:
        left = standing.minimum - standing.n
        return f"{left} more {_noun(unit, left)} until it is judged."
    left = max(0, standing.maximum - standing.n)
    return f"Too close to the cut to tell. At most {left} more {_noun(unit, left)}, then it is decided."


_MISSING: Mapping[Verdict, Callable[[GateStanding, str], str]] = {
    Verdict.PASS: _missing_pass,
    Verdict.FAIL: _missing_fail,
    Verdict.CONTINUE: _missing_continue,
}


def _noun(unit: str, count: int) -> str:
    return unit.removesuffix("s") if count == 1 else unit


def _asks(gate: Gate) -> str:
    """The policy's question in words: what passes, what fails, and the cut."""
    word = "at least" if gate.higher_is_better else "at most"
    counts = f" Answers count from day {gate.from_day} on." if gate.from_day > 1 else ""
    return (
        f"Meant to pass: {word} {shown(gate.measure, gate.passing)}. Meant not to: {shown(gate.measure, gate.fail)}. "
        f"The cut is drawn at {shown(gate.measure, gate.cut)}.{counts}"
    )
