"""PURE: a gate's standing as people read it: words, and places on a scale for drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.catalog import MEASURES, Measure, shown
from assessments.gates import Gate, GateStanding, Verdict

# What one observation of each measure is.
UNITS = {
    "accuracy_clear": "items",
    "position_consistency": "pairs",
    "sart_d_prime": "trials",
    "long_look_d_prime": "lines",
    "overconfidence": "answers",
}
PERCENT = "\u00a0%"
VERDICTS = {Verdict.PASS: "Passed", Verdict.FAIL: "Not passed", Verdict.CONTINUE: "Undecided"}
# How the drawing is coloured; the words say the same.
TONES = {Verdict.PASS: "clear", Verdict.FAIL: "below", Verdict.CONTINUE: "open"}


@dataclass(frozen=True)
class Drawing:
    """Places from 0 to 1 on the measure's scale; what lies outside it is drawn at its end."""

    at: float
    low: float
    high: float
    cut: float | None


@dataclass(frozen=True)
class GateLine:
    """One gate of one person, ready to show. `gate` is what the policy asks."""

    gate: Gate
    standing: GateStanding
    measure: Measure
    tone: str
    verdict: str
    estimate: str
    used: str
    drawing: Drawing | None

    @property
    def cut(self) -> str:
        return shown(self.measure.slug, self.gate.cut)

    @property
    def errors(self) -> str:
        """The gate's computed error rates in words."""
        return error_words(self.gate, self.standing.false_pass, self.standing.false_fail)

    @property
    def rates(self) -> str:
        """The same in short, for places that explain the two rates once."""
        return f"{rate(self.standing.false_pass)} wrong passes, {rate(self.standing.false_fail)} wrong refusals"

    @property
    def summary(self) -> str:
        """All of it in one sentence, for those who do not see the drawing."""
        return f"{self.measure.name}: {self.estimate}, cut {self.cut}. {self.verdict}: {self.used}."


def lines(gates: Sequence[Gate], standings: Sequence[GateStanding]) -> list[GateLine]:
    """The standings of one person in the order of the policy's gates; a gate not judged yet is left out."""
    by_gate = {standing.gate: standing for standing in standings}
    return [_line(gate.asking(by_gate[gate.id].measure), by_gate[gate.id]) for gate in gates if gate.id in by_gate]


def _line(gate: Gate, standing: GateStanding) -> GateLine:
    measure = MEASURES[standing.measure]
    return GateLine(
        gate=gate,
        standing=standing,
        measure=measure,
        tone=TONES[standing.verdict],
        verdict=VERDICTS[standing.verdict],
        estimate=with_interval(measure.slug, standing.estimate, standing.low, standing.high),
        used=_used(standing),
        drawing=drawn(measure.slug, standing.estimate, standing.low, standing.high, standing.cut),
    )


def with_interval(measure: str, estimate: float | None, low: float | None, high: float | None) -> str:
    """`92 % (82 to 97 %)`, or what is missing in words."""
    if estimate is None:
        return "Nothing recorded yet"
    if low is None or high is None:
        return signed(shown(measure, estimate))
    # The unit once, behind the interval's end: "82 to 97 %".
    first = shown(measure, low).removesuffix(PERCENT)
    return f"{signed(shown(measure, estimate))} ({signed(first)} to {signed(shown(measure, high))})"


def signed(number: str) -> str:
    """The number with a true minus sign, and with none before a zero."""
    if not number.startswith("-"):
        return number
    return number[1:] if not number.removesuffix(PERCENT).strip("-0.") else f"−{number[1:]}"


def drawn(
    measure: str, estimate: float | None, low: float | None, high: float | None, cut: float | None = None
) -> Drawing | None:
    """The estimate, its interval and the cut on the measure's scale; None where there is no interval."""
    if estimate is None or low is None or high is None:
        return None
    scale = MEASURES[measure]

    def place(value: float) -> float:
        return min(1.0, max(0.0, (value - scale.low) / (scale.high - scale.low)))

    return Drawing(place(estimate), place(low), place(high), None if cut is None else place(cut))


def _used(standing: GateStanding) -> str:
    """How much evidence the verdict rests on."""
    unit = UNITS[standing.measure]
    if standing.verdict is Verdict.CONTINUE:
        if standing.rule == "bound" and standing.n < standing.minimum:
            return f"{standing.n} of at least {standing.minimum} {unit}"
        return f"{standing.used} of at most {standing.maximum} {unit}"
    if standing.rule == "sprt":
        return f"Decided by the first {standing.used} of {standing.n} {unit}"
    return f"Decided on {standing.n} {unit}"


def error_words(gate: Gate, false_pass: float, false_fail: float) -> str:
    """The computed error rates of a gate in a sentence: who is wrongly passed or failed, and how often."""
    fail, passing = shown(gate.measure, gate.fail), shown(gate.measure, gate.passing)
    if gate.rule == "sprt":
        return (
            f"Somebody at {fail} passes in {rate(false_pass)} of cases; "
            f"somebody at {passing} does not in {rate(false_fail)}."
        )
    return (
        f"At one look, by a normal approximation: somebody at {fail} passes in {rate(false_pass)} of cases; "
        f"somebody at {passing} does not in about {rate(false_fail)}."
    )


def rate(value: float) -> str:
    """A small probability with one decimal: `5.7 %`."""
    return f"{100 * value:.1f}\u00a0%"
