"""Erasing what is kept for a stated time: a job of the night, which writes down that it ran and nothing of whom.

A rating goes in the night after its `erase_at`, a rest a week after its end: until then it is what the page says the
ladder rests for, and after that it would only tell that somebody once asked for one.
"""

import logging
from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.db.models import Min

from courseware.domain import jobs
from training.models import Erasure, ExposureRest, MoodCheck

logger = logging.getLogger(__name__)

JOB = "training.erase_moods"
KIND = "mood"
AT_NIGHT = time(2, 30)
KEEP_RESTS = timedelta(days=7)


def night_after(moment: datetime) -> datetime:
    """The night in which what is due at this moment is erased: half past two (UTC) of the next day."""
    return datetime.combine(moment.astimezone(UTC).date() + timedelta(days=1), AT_NIGHT, UTC)


def plan(due: datetime, *, now: datetime) -> None:
    """Queue the erasing for the night after `due`, or for the coming one; once for each night."""
    night = night_after(max(due, now))
    jobs.enqueue(JOB, key=f"erase-moods-{night.date()}", run_at=night, now=now)


@transaction.atomic
def erase(*, now: datetime) -> None:
    """Delete what is due, write down that it ran, and queue the night of what is due next. Safe to run twice."""
    MoodCheck.objects.filter(erase_at__lte=now).delete()
    ExposureRest.objects.filter(until__lt=now - KEEP_RESTS).delete()
    Erasure.objects.create(kind=KIND, ran_at=now)
    due = _next_due()
    if due is not None:
        plan(due, now=now)
    logger.info("Erased what was due")  # not how much: a count of one would tell of somebody


def last_run() -> datetime | None:
    """When the erasing last ran; None: it has had nothing to do yet."""
    return Erasure.objects.filter(kind=KIND).order_by("-ran_at").values_list("ran_at", flat=True).first()


def _next_due() -> datetime | None:
    check = MoodCheck.objects.aggregate(first=Min("erase_at"))["first"]
    rest = ExposureRest.objects.aggregate(first=Min("until"))["first"]
    due = [check] if check else []
    if rest:
        due.append(rest + KEEP_RESTS)
    return min(due, default=None)
