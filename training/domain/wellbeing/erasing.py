"""Erasing what is kept for a stated time: a job of every night, which writes down that it ran and nothing of whom.

A rating goes in the night after its `erase_at`, a rest a week after its end: until then it is what the page says the
ladder rests for, and after that it would only tell that somebody once asked for one.

The job runs whether there is anything to erase or not: that it ran tells nothing of anybody. Each queues the nights
that follow before it does anything else, and stored by itself, so that a night that fails, or dies, stops no other.
Loading a course begins it, and whatever stores a rating or a rest sees that the coming nights are queued.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from courseware.domain import jobs
from courseware.models import Job
from training.domain.wellbeing import weeks
from training.models import Erasure, ExposureRest, MoodCheck

logger = logging.getLogger(__name__)

JOB = "training.erase_moods"
KIND = "mood"
AT_NIGHT = time(2, 30)
DAY = timedelta(days=1)
# Two, so that one that dies before it has begun is followed by another.
NIGHTS_AHEAD = 2
KEEP_RESTS = timedelta(days=7)
LATE = timedelta(days=2)


@dataclass(frozen=True)
class Runs:
    """When the erasing last ran (None: not yet), and whether it should have since."""

    last: datetime | None
    late: bool


def night_after(moment: datetime) -> datetime:
    """The night in which what is due at this moment is erased: the first half past two (UTC) that comes after it."""
    night = datetime.combine(moment.astimezone(UTC).date(), AT_NIGHT, UTC)
    return night if night > moment else night + DAY


def plan(*, now: datetime) -> None:
    """Queue the erasing for the coming nights; once for each.

    To be called last in a transaction: whoever plans the same nights at the same moment waits for its end.
    """
    for ahead in range(NIGHTS_AHEAD):
        night = night_after(now) + ahead * DAY
        jobs.enqueue(JOB, key=f"erase-moods-{night.date()}", run_at=night, now=now)


def run(*, now: datetime) -> None:
    """What a night has to do: queue the next ones and the weeks, whatever comes of the rest; then erase."""
    with transaction.atomic():
        plan(now=now)
        weeks.plan(now=now)
    erase(now=now)


@transaction.atomic
def erase(*, now: datetime) -> None:
    """Delete what is due, and write down that it ran. Safe to run twice."""
    MoodCheck.objects.filter(erase_at__lte=now).delete()
    ExposureRest.objects.filter(until__lt=now - KEEP_RESTS).delete()
    Erasure.objects.create(kind=KIND, ran_at=now)
    logger.info("Erased what was due")  # not how much: a count of one would tell of somebody


def runs(*, now: datetime) -> Runs:
    """One query; two where it has never run."""
    last = Erasure.objects.filter(kind=KIND).order_by("-ran_at").values_list("ran_at", flat=True).first()
    since = last or Job.objects.filter(name=JOB).order_by("pk").values_list("created_at", flat=True).first()
    return Runs(last, late=since is not None and now - since > LATE)
