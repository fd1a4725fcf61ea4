"""An item of an exposure that somebody was shown, as rows: what a report is about."""

from datetime import datetime, timedelta

from courseware.models import Enrolment, ItemVersion
from tests.ladder_course import TUESDAY_9, charged, rung_module
from training.models import Attempt, ExposureEntry, Step


def seen_step(
    enrolment: Enrolment, slug: str = charged(2)[0], *, revealed: bool = True, now: datetime = TUESDAY_9
) -> Step:
    """A step of an open sitting; with its entry in the ledger, closed after ten seconds, unless told otherwise."""
    attempt, _ = Attempt.objects.get_or_create(
        enrolment=enrolment,
        module=rung_module(2),
        kind="exposure",
        completed_at=None,
        defaults={
            "program_version": enrolment.cohort.program_version,
            "seed": 1,
            "length": 4,
            "started_at": now,
        },
    )
    version = ItemVersion.objects.get(item__slug=slug)
    step = Step.objects.create(attempt=attempt, position=attempt.steps.count(), item_version=version)
    if revealed:
        ExposureEntry.objects.create(
            user=enrolment.user,
            step=step,
            rung=2,
            charged=True,
            revealed_at=now,
            hidden_at=now + timedelta(seconds=10),
            seconds=10,
        )
    return step
