"""What a trainee has done, and so what is open to them: the mapping between rows and the pure schedule."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from courseware.domain.programs import program_of
from courseware.models import Consent, Enrolment, User
from training.domain import schedule
from training.models import Attempt


def enrolments_of(user: User) -> QuerySet[Enrolment]:
    """Standing enrolments, newest first, each with `consented` (whether consent stands)."""
    standing = Consent.objects.filter(enrolment=OuterRef("pk"), withdrawn_at__isnull=True)
    return (
        Enrolment.objects.filter(user=user, left_at__isnull=True, cohort__archived_at__isnull=True)
        .select_related("cohort")
        .annotate(consented=Exists(standing))
        .order_by("-joined_at", "-pk")
    )


def chosen_enrolment(enrolments: Sequence[Enrolment], wanted: str) -> Enrolment | None:
    """The one whose public id an address names, or the newest."""
    for enrolment in enrolments:
        if str(enrolment.public_id) == wanted:
            return enrolment
    return enrolments[0] if enrolments else None


def schedule_of(enrolment: Enrolment, attempts: Iterable[Attempt], *, now: datetime) -> schedule.Schedule:
    """The schedule of one enrolment from its attempts. `enrolment.user` and `.cohort` must be loaded."""
    completed: dict[str, datetime] = {}
    dates: dict[str, date] = {}
    for attempt in attempts:
        at = attempt.completed_at
        if at is not None and at <= completed.get(attempt.module, at):
            completed[attempt.module] = at
            if attempt.completed_on is not None:
                dates[attempt.module] = attempt.completed_on
    program = program_of(enrolment.cohort.program_version_id)
    return schedule.plan(program, enrolment.cohort.starts_on, completed, now=now, zone=enrolment.user.zone, dates=dates)


def offered_again(attempts: Iterable[Attempt]) -> dict[str, Attempt]:
    """Module -> its newest completed attempt, where that was offered again: done, and may be done once more. No query.

    All attempts of one enrolment; an attempt at it that is open now does not use the offer up.
    """
    newest: dict[str, Attempt] = {}
    for attempt in attempts:
        if attempt.completed_at is not None and (
            attempt.module not in newest or attempt.number > newest[attempt.module].number
        ):
            newest[attempt.module] = attempt
    return {module: attempt for module, attempt in newest.items() if attempt.reoffered_at is not None}
