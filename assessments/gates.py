"""PURE: what a policy asks (gates), what is known (evidence), and what follows (standing).

A gate names a measure, an indifference region from `fail` to `passing`, error rates and a maximum.
- rule "sprt": right/wrong answers in order decide sequentially (assessments.measures.mastery.Sprt);
- rule "bound": an estimate passes when a one-sided confidence bound at `alpha` excludes `fail`. With `minimum` equal to
  `maximum` it is looked at once; in between, every look adds to the error rates, so that is for policies that say so.
For a measure where less is better, `fail` lies above `passing`. numpy and scipy are imported when a gate is
judged, so that pages which only show a stored standing never load them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from assessments.measures.mastery import ErrorRates, Sprt


class Verdict(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    CONTINUE = "continue"


@dataclass(frozen=True)
class Gate:
    """`maximum`: how many items (sprt) or observations (bound) are looked at at the most; `minimum` for a bound.

    Only evidence of the program's days from `from_day` on counts: what comes before is for finding one's feet.
    `instead` asks the same of people of whom the measure cannot be had (a device that cannot time a drill): it is
    judged in this gate's place where there is nothing of its own measure and something of the other one.
    """

    id: str
    title: str
    measure: str
    rule: str
    fail: float
    passing: float
    alpha: float
    beta: float
    minimum: int
    maximum: int
    reason: str
    from_day: int = 1
    instead: "Gate | None" = None

    @classmethod
    def from_document(cls, data: Mapping[str, Any]) -> Self:
        instead = data.get("instead")
        return cls(**{**data, "instead": cls.from_document(instead) if instead else None})

    def asking(self, measure: str) -> "Gate":
        """The gate as it asks for that measure: itself, or what is asked in its place."""
        return self.instead if self.instead is not None and self.instead.measure == measure else self

    @property
    def cut(self) -> float:
        """The line drawn: for sprt the middle of the indifference region, for a bound what the interval must clear."""
        return (self.fail + self.passing) / 2 if self.rule == "sprt" else self.fail

    @property
    def higher_is_better(self) -> bool:
        return self.passing > self.fail


@dataclass(frozen=True)
class Evidence:
    """What is known of one measure: `answers` (right or wrong, in order) for sprt; else value and standard error.

    `interval` gives the two-sided interval at a level, where there is a better one than the normal approximation.
    """

    n: int
    value: float | None = None
    standard_error: float | None = None
    answers: tuple[bool, ...] = ()
    interval: Callable[[float], tuple[float, float]] | None = None


@dataclass(frozen=True)
class GateStanding:
    """One gate judged. The interval is the two-sided 95 % one, for drawing; `used` is what the decision used.

    `false_pass` and `false_fail` are the gate's error rates: for sprt exact (at a constant share right), for a bound
    those of one look by the normal approximation, the second one at this person's standard error. `more` is, for sprt,
    the expected number of further items for somebody at `passing`; for a bound what is missing to the next look.
    """

    gate: str
    title: str
    measure: str
    rule: str
    verdict: Verdict
    estimate: float | None
    low: float | None
    high: float | None
    cut: float
    n: int
    used: int
    minimum: int
    maximum: int
    false_pass: float
    false_fail: float
    more: int | None

    @classmethod
    def from_document(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{**data, "verdict": Verdict(data["verdict"])})

    def to_document(self) -> dict[str, Any]:
        return asdict(self)


def overall(standings: Sequence[GateStanding]) -> Verdict:
    """Every gate must pass; one that failed fails the whole."""
    verdicts = {standing.verdict for standing in standings}
    if Verdict.FAIL in verdicts:
        return Verdict.FAIL
    return Verdict.PASS if verdicts == {Verdict.PASS} else Verdict.CONTINUE


def judge(gate: Gate, evidence: Evidence) -> GateStanding:
    """The standing of one gate. A gate without evidence continues."""
    return _judge_sprt(gate, evidence) if gate.rule == "sprt" else _judge_bound(gate, evidence)


def _standing(gate: Gate, verdict: Verdict, **values: Any) -> GateStanding:
    return GateStanding(
        gate=gate.id,
        title=gate.title,
        measure=gate.measure,
        rule=gate.rule,
        verdict=verdict,
        cut=gate.cut,
        minimum=gate.minimum,
        maximum=gate.maximum,
        **values,
    )


def _judge_sprt(gate: Gate, evidence: Evidence) -> GateStanding:
    from assessments.measures.intervals import wilson
    from assessments.measures.mastery import Sprt

    test = Sprt(gate.fail, gate.passing, gate.alpha, gate.beta, max_items=gate.maximum)
    rates = _error_rates(test)
    answers = evidence.answers[: gate.maximum]
    decision, used = test.first_decision(answers)
    n = len(evidence.answers)
    right = sum(evidence.answers)
    low, high = wilson(right, n) if n else (None, None)
    verdict = Verdict(decision.value)
    more = _expected_more(test, sum(answers), used) if verdict is Verdict.CONTINUE else None
    return _standing(
        gate,
        verdict,
        estimate=right / n if n else None,
        low=low,
        high=high,
        n=n,
        used=used,
        false_pass=rates.false_pass,
        false_fail=rates.false_fail,
        more=more,
    )


@lru_cache(maxsize=64)
def _error_rates(test: "Sprt") -> "ErrorRates":
    """Exact error rates: the same for everybody under one policy."""
    return test.error_rates()


@lru_cache(maxsize=4096)
def _expected_more(test: "Sprt", correct: int, used: int) -> int:
    """Expected number of further answers until the decision, for somebody at `test.passing`; rounded, at least 1."""
    alive = {correct: 1.0}
    expected = 0.0
    n = used
    while alive:
        expected += sum(alive.values())
        n += 1
        still: dict[int, float] = {}
        for right, mass in alive.items():
            for step, chance in ((1, test.passing), (0, 1 - test.passing)):
                if test.decide(right + step, n).value == Verdict.CONTINUE.value:
                    still[right + step] = still.get(right + step, 0.0) + mass * chance
        alive = still
    return max(1, round(expected))


def _judge_bound(gate: Gate, evidence: Evidence) -> GateStanding:
    value, error, n = evidence.value, evidence.standard_error, evidence.n
    verdict = Verdict.CONTINUE
    low = high = None
    false_fail = gate.beta
    if value is not None and error is not None:
        low, high = _interval(evidence, 0.95)
        false_fail = _false_fail(gate, error)
        if n >= gate.minimum:
            verdict = _bound_verdict(gate, evidence)
    missing = gate.minimum - n if n < gate.minimum else gate.maximum - n
    return _standing(
        gate,
        verdict,
        estimate=value,
        low=low,
        high=high,
        n=n,
        used=n,
        false_pass=gate.alpha,
        false_fail=false_fail,
        more=max(1, missing) if verdict is Verdict.CONTINUE else None,
    )


def _interval(evidence: Evidence, level: float) -> tuple[float, float]:
    """The two-sided interval at this level; by the normal approximation where the evidence brings none of its own."""
    from assessments.measures.intervals import normal_quantile

    if evidence.interval is not None:
        return evidence.interval(level)
    value, error = evidence.value or 0.0, evidence.standard_error or 0.0
    margin = normal_quantile(level) * error
    return value - margin, value + margin


def _bound_verdict(gate: Gate, evidence: Evidence) -> Verdict:
    """Pass when the bound at alpha excludes `fail`. Otherwise fail, at the maximum or where `passing` is excluded."""
    # A two-sided interval at 1 - 2 alpha leaves alpha outside on either side.
    worst, best = _interval(evidence, 1 - 2 * gate.alpha), _interval(evidence, 1 - 2 * gate.beta)
    if gate.higher_is_better:
        passed, excluded = worst[0] > gate.fail, best[1] < gate.passing
    else:
        passed, excluded = worst[1] < gate.fail, best[0] > gate.passing
    if passed:
        return Verdict.PASS
    return Verdict.FAIL if excluded or evidence.n >= gate.maximum else Verdict.CONTINUE


def _false_fail(gate: Gate, error: float) -> float:
    """Chance that somebody exactly at `passing` does not pass one look with this standard error."""
    from scipy.special import ndtr

    from assessments.measures.intervals import normal_quantile

    if error <= 0:
        return 0.0
    return float(ndtr(normal_quantile(1 - 2 * gate.alpha) - abs(gate.passing - gate.fail) / error))
