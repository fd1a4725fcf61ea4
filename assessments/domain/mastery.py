"""Judging a person on a policy: the evidence of now, gate by gate."""

from datetime import datetime

from assessments.domain.evidence import EVIDENCE, Scope
from assessments.domain.policies import policy_of
from assessments.gates import Evidence, Gate, GateStanding, judge
from courseware.models import Enrolment


def evaluate(enrolment: Enrolment, policy_version_id: int, until: datetime | None = None) -> list[GateStanding]:
    """Every gate of the policy, judged on the attempts completed by `until` (default: all). Writes nothing."""
    return [_judged(gate, enrolment, until) for gate in policy_of(policy_version_id).gates]


def _judged(gate: Gate, enrolment: Enrolment, until: datetime | None) -> GateStanding:
    """By the gate's own measure; by the one asked in its place only where there is nothing at all of the first.

    Whoever has done badly in the one cannot change over to the other.
    """
    evidence = _evidence(gate, enrolment, until)
    if gate.instead is not None:
        other = _evidence(gate.instead, enrolment, until)
        if not evidence.n and other.n:
            return judge(gate.instead, other)
    return judge(gate, evidence)


def _evidence(gate: Gate, enrolment: Enrolment, until: datetime | None) -> Evidence:
    return EVIDENCE[gate.measure](Scope(enrolment, until, gate.from_day, gate.maximum))
