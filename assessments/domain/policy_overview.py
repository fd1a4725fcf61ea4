"""Every version of every policy, with the error rates its gates really have."""

from dataclasses import dataclass

from assessments.domain.policies import policy_of
from assessments.gates import Evidence, Gate, GateStanding, judge
from assessments.models import PolicyVersion
from assessments.policy_files import Policy


@dataclass(frozen=True)
class VersionOverview:
    """`gates` pairs what each gate asks with its standing on no evidence, which holds its computed error rates.

    What a gate asks in its place of people whose device cannot time follows it.
    """

    version: PolicyVersion
    policy: Policy
    in_force: bool
    gates: list[tuple[Gate, GateStanding]]


def overview() -> list[VersionOverview]:
    """All versions, policy by policy, the newest (in force) first. One query once the policies are in memory."""
    versions = PolicyVersion.objects.defer("document").order_by("slug", "-number")
    seen: set[str] = set()
    found = []
    for version in versions:
        policy = policy_of(version.pk)
        asked = [each for gate in policy.gates for each in (gate, gate.instead) if each is not None]
        gates = [(gate, judge(gate, Evidence(n=0))) for gate in asked]
        found.append(VersionOverview(version, policy, version.slug not in seen, gates))
        seen.add(version.slug)
    return found
