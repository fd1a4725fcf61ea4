"""Judging a person on a policy: the evidence of now, gate by gate."""

from assessments.domain.evidence import EVIDENCE
from assessments.domain.policies import policy_of
from assessments.gates import GateStanding, judge
from courseware.models import Enrolment


def evaluate(enrolment: Enrolment, policy_version_id: int) -> list[GateStanding]:
    """Every gate of the policy, judged on all completed attempts. Reads rows; writes nothing."""
    return [judge(gate, EVIDENCE[gate.measure](enrolment)) for gate in policy_of(policy_version_id).gates]
