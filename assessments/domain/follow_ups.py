"""What is worked out anew after an attempt was scored: where its person stands, and what their judgement is like."""

from datetime import UTC, datetime, time, timedelta

from assessments.domain.abilities import update_ability
from assessments.domain.profiles import make_profile
from courseware.domain import jobs
from training.domain.regrading import GRADED_KINDS
from training.models import Attempt

AT_NIGHT = time(3, 0)


def follow_up(attempt: Attempt, *, now: datetime) -> None:
    """The person's level and profile now, and the items' difficulties once in the night that follows."""
    if attempt.kind not in GRADED_KINDS:
        return
    if not _others_wait(attempt):
        update_ability(attempt.enrolment, now=now)
        make_profile(attempt.enrolment, now=now)
    bank, tomorrow = attempt.program_version.program.slug, now.date() + timedelta(days=1)
    jobs.enqueue(
        "assessments.calibrate_items",
        key=f"calibrate-items-{bank}-{tomorrow}",
        run_at=datetime.combine(tomorrow, AT_NIGHT, UTC),
        now=now,
        bank=bank,
    )


def _others_wait(attempt: Attempt) -> bool:
    """Whether a later attempt of the person is still to be scored: it brings level and profile up to date for both."""
    return Attempt.objects.filter(
        enrolment=attempt.enrolment_id,
        kind__in=GRADED_KINDS,
        pk__gt=attempt.pk,
        length__gt=0,
        completed_at__isnull=False,
        scores__isnull=True,
    ).exists()
