"""Who is ready, deferred, or on the way, under one policy version: from stored standings, judging nobody again.

The number of queries is the same for one person and for thousands: the states are computed in the database, and
only one page of people is loaded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.core.paginator import Page, Paginator
from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from assessments.domain.standings import gates_of
from assessments.gates import GateStanding, Verdict
from assessments.models import Certificate, Decision, PolicyVersion, Standing
from courseware.domain.directory import matching
from courseware.models import Consent, Enrolment

PAGE_SIZE = 25


class State(StrEnum):
    """Where a person is on the way to the certificate; each person is in one state."""

    READY = "ready"
    DEFERRED = "deferred"
    PROGRESS = "progress"
    FAILED = "failed"
    CERTIFIED = "certified"


@dataclass(frozen=True)
class Entry:
    """One person. `judged_at` is when the newest evidence came; None, and no gates, before there is any."""

    enrolment: Enrolment
    state: State
    gates: list[GateStanding]
    judged_at: datetime | None
    deferral: Decision | None


def candidates(version: PolicyVersion, program: str, search: str = "") -> QuerySet[Enrolment]:
    """Everybody whom operations may decide on, each with `state`, `standing_id`, `judged_at` and `deferral_id`.

    Left out: who left, withdrew consent, or is suspended; `certification.certify` would refuse them.
    """
    standings = Standing.objects.filter(enrolment=OuterRef("pk"), policy_version=version).order_by("-as_of", "-pk")
    deferrals = Decision.objects.filter(
        enrolment=OuterRef("pk"), policy_version=version, verdict=Decision.Verdict.DEFER
    ).order_by("-pk")
    people = Enrolment.objects.filter(
        Exists(Consent.objects.filter(enrolment=OuterRef("pk"), withdrawn_at=None)),
        cohort__program_version__program__slug=program,
        left_at=None,
        user__is_active=True,
    )
    if search:
        people = people.filter(user__in=matching(search))
    return people.annotate(
        standing_id=Subquery(standings.values("pk")[:1]),
        verdict=Subquery(standings.values("verdict")[:1]),
        judged_at=Subquery(standings.values("as_of")[:1]),
        deferral_id=Subquery(deferrals.values("pk")[:1]),
        deferred_at=Subquery(deferrals.values("decided_at")[:1]),
        certified=Exists(Certificate.objects.filter(enrolment=OuterRef("pk"), policy_version=version)),
    ).annotate(state=_state())


def _state() -> Case:
    # A deferral stands until another module is completed; then the person is judged on that. (When a module was
    # scored says nothing: a decision looks at the answers themselves, scored yet or not.)
    deferral_stands = Q(deferred_at__isnull=False) & (Q(judged_at__isnull=True) | Q(deferred_at__gte=F("judged_at")))
    return Case(
        When(certified=True, then=Value(State.CERTIFIED)),
        When(deferral_stands, then=Value(State.DEFERRED)),
        When(verdict=Verdict.PASS, then=Value(State.READY)),
        When(verdict=Verdict.FAIL, then=Value(State.FAILED)),
        default=Value(State.PROGRESS),
        output_field=CharField(),
    )


def counts(people: QuerySet[Enrolment]) -> dict[State, int]:
    """How many of `candidates` are in each state, every state named. One query."""
    return {
        State(name): number
        for name, number in people.aggregate(**{state: Count("pk", filter=Q(state=state)) for state in State}).items()
    }


def page_of(people: QuerySet[Enrolment], state: State, number: str | int) -> Page[Enrolment]:
    """One page of the people in a state: who has waited longest comes first where waiting is ours to end."""
    order = F("judged_at").asc() if state == State.READY else F("judged_at").desc(nulls_last=True)
    chosen = people.filter(Q(state=state)).select_related("user", "cohort").order_by(order, "pk")
    return Paginator(chosen, PAGE_SIZE).get_page(number)


def entries(people: Iterable[Enrolment]) -> list[Entry]:
    """The people of one page with their gates and last deferral. Two queries."""
    people = list(people)
    standings = Standing.objects.in_bulk([p.standing_id for p in people if p.standing_id])  # type: ignore[attr-defined]
    deferrals = Decision.objects.select_related("decided_by").in_bulk(
        [p.deferral_id for p in people if p.deferral_id]  # type: ignore[attr-defined]
    )
    return [_entry(person, standings, deferrals) for person in people]


def _entry(person: Enrolment, standings: dict[int, Standing], deferrals: dict[int, Decision]) -> Entry:
    standing = standings.get(person.standing_id)  # type: ignore[attr-defined]  # annotated by candidates
    return Entry(
        enrolment=person,
        state=State(person.state),  # type: ignore[attr-defined]
        gates=gates_of(standing) if standing else [],
        judged_at=standing.as_of if standing else None,
        deferral=deferrals.get(person.deferral_id),  # type: ignore[attr-defined]
    )
