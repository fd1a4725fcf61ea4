"""The newest stored standing of people on a policy: what pages show without judging anything again."""

from django.db.models import OuterRef, QuerySet, Subquery

from assessments.gates import GateStanding
from assessments.models import PolicyVersion, Standing
from courseware.models import Enrolment


def latest_standings(enrolments: QuerySet[Enrolment], version: PolicyVersion) -> dict[int, Standing]:
    """Enrolment primary key -> its newest standing on this policy version. One query."""
    own = Standing.objects.filter(enrolment=OuterRef("enrolment"), policy_version=version)
    newest = Subquery(own.order_by("-as_of", "-pk").values("pk")[:1])
    rows = Standing.objects.filter(enrolment__in=enrolments, policy_version=version, pk=newest)
    return {row.enrolment_id: row for row in rows}


def gates_of(standing: Standing) -> list[GateStanding]:
    return [GateStanding.from_document(gate) for gate in standing.gates]
