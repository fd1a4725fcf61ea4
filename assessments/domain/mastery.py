"""Judging a person on a policy: the evidence of now, gate by gate."""

from datetime import datetime

from assessments.domain.evidence import EVIDENCE, Scope
from assessments.domain.policies import policy_of
from assessments.gates import GateStanding, judge
from courseware.models import Enrolment


def evaluate(enrolment: Enrolment, policy_version_id: int, until: datetime | None = None) -> list[GateStanding]:
    """Every gate of the policy, judged on the attempts completed by `until` (default: all). Writes nothing."""
    gates = policy_of(policy_version_id).gates
    return [judge(gate, EVIDENCE[gate.measure](Scope(enrolment, until, gate.from_day))) for gate in gates]
