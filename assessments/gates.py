"""PURE: what a policy asks (gates), what is known (evidence), and what follows (standing).

A gate names a measure, an indifference region from `fail` to `passing`, error rates and a maximum.
- rule "sprt": right/wrong answers in order decide sequentially (assessments.measures.mastery.Sprt);
- rule "bound": an estimate decides by one-sided confidence bounds with the same error rates.
For a measure where less is better, `fail` lies above `passing`. numpy and scipy are imported when a gate is
judged, so that pages which only show a stored standing never load them.
"""

from collections.abc import Mapping, Sequence
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
    """`maximum`: how many items (sprt) or observations (bound) are looked at at the most; `minimum` for a bound."""

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

    @property
    def cut(self) -> float:
        """The middle of the indifference region: what is drawn as the cut, and decides at the maximum."""
        return (self.fail + self.passing) / 2

    @property
    def higher_is_better(self) -> bool:
        return self.passing > self.fail


@dataclass(frozen=True)
class Evidence:
    """What is known of one measure. `answers` (right or wrong, in order) for sprt; else value and standard error."""

    n: int
    value: float | None = None
    standard_error: float | None = None
    answers: tuple[bool, ...] = ()


@dataclass(frozen=True)
class GateStanding:
    """One gate judged. The interval is the two-sided 95 % one, for drawing; `used` is what the decision used.

    `false_pass` and `false_fail` are the gate's computed error rates (exact for sprt; for a bound the nominal
    one-sided rates of a normal approximation). `more` is roughly how many more items a decision takes, if any.
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
    rates, average = _sprt_facts(test)
    answers = evidence.answers[: gate.maximum]
    decision, used = test.first_decision(answers)
    n = len(evidence.answers)
    right = sum(evidence.answers)
    low, high = wilson(right, n) if n else (None, None)
    verdict = Verdict(decision.value)
    more = None
    if verdict is Verdict.CONTINUE:
        # At the passing rate itself a test runs this long on average; never more than the maximum leaves.
        more = max(1, min(gate.maximum - used, round(average) - used))
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
def _sprt_facts(test: "Sprt") -> tuple["ErrorRates", float]:
    """Exact error rates, and the average length at the passing rate; the same for everybody under one policy."""
    return test.error_rates(), test.average_items(test.passing)


def _judge_bound(gate: Gate, evidence: Evidence) -> GateStanding:
    from assessments.measures.intervals import normal_quantile

    value, error, n = evidence.value, evidence.standard_error, evidence.n
    verdict = Verdict.CONTINUE
    low = high = None
    if value is not None and error is not None:
        z95 = normal_quantile(0.95)
        low, high = value - z95 * error, value + z95 * error
        if n >= gate.minimum:
            verdict = _bound_verdict(gate, value, error, n)
    more = max(1, gate.minimum - n) if verdict is Verdict.CONTINUE else None
    return _standing(
        gate,
        verdict,
        estimate=value,
        low=low,
        high=high,
        n=n,
        used=n,
        false_pass=gate.alpha,
        false_fail=gate.beta,
        more=more,
    )


def _bound_verdict(gate: Gate, value: float, error: float, n: int) -> Verdict:
    """Pass when the bound excludes `fail`, fail when it excludes `passing`; at the maximum the cut decides."""
    from assessments.measures.intervals import normal_quantile

    # normal_quantile takes the central share; a one-sided bound at alpha leaves 2 alpha outside.
    pass_margin = normal_quantile(1 - 2 * gate.alpha) * error
    fail_margin = normal_quantile(1 - 2 * gate.beta) * error
    sign = 1 if gate.higher_is_better else -1
    if sign * value - pass_margin > sign * gate.fail:
        return Verdict.PASS
    if sign * value + fail_margin < sign * gate.passing:
        return Verdict.FAIL
    if n < gate.maximum:
        return Verdict.CONTINUE
    return Verdict.PASS if sign * value > sign * gate.cut else Verdict.FAIL
