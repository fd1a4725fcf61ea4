"""Where one person stood on each gate, attempt by attempt, from stored standings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from assessments.domain.policies import policies_for
from assessments.gates import GateStanding
from assessments.models import PolicyVersion, Standing
from courseware.models import Enrolment


@dataclass(frozen=True)
class Reading:
    """One gate after one attempt that added to it."""

    at: datetime
    module: str
    standing: GateStanding


@dataclass(frozen=True)
class Trajectory:
    """`latest`: the newest standing of every gate; `readings`: gate id -> how it got there, oldest first."""

    latest: tuple[GateStanding, ...]
    readings: Mapping[str, tuple[Reading, ...]]


def policy_shown(program_slug: str) -> PolicyVersion | None:
    """The policy that pages about progress show: the program's first by slug, in its newest version."""
    versions = policies_for(program_slug)
    return versions[0] if versions else None


def trajectory_of(enrolment: Enrolment, version: PolicyVersion) -> Trajectory:
    """One query. An attempt that added nothing to a gate is no reading of it."""
    rows = (
        Standing.objects.filter(enrolment=enrolment, policy_version=version)
        .order_by("as_of", "attempt_id", "pk")
        .values_list("attempt_id", "as_of", "attempt__module", "gates")
    )
    # Of several scorings of one attempt the newest counts.
    newest = {attempt_id: rest for attempt_id, *rest in rows}
    latest: tuple[GateStanding, ...] = ()
    readings: dict[str, list[Reading]] = {}
    for at, module, gates in newest.values():
        latest = tuple(GateStanding.from_document(gate) for gate in gates)
        for standing in latest:
            before = readings.setdefault(standing.gate, [])
            if standing.estimate is not None and (not before or before[-1].standing.n != standing.n):
                before.append(Reading(at, module, standing))
    return Trajectory(latest, {gate: tuple(found) for gate, found in readings.items()})
