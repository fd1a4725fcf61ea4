"""Work for later: queue it with the rows that cause it, run what is due.

Other code calls `enqueue` inside its own transaction, so that the work exists exactly if its cause does.
A thread of the serving process (`courseware.runner`) or Celery workers (`courseware.tasks`) run it, at least
once: whatever a job does must be safe to do twice.
"""

import logging
import threading
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from courseware.domain import leases
from courseware.models import Job

logger = logging.getLogger(__name__)

# Set when this process commits a job that is due, so that its runner need not wait for the next look.
arrived = threading.Event()


class PermanentFailure(Exception):
    """Raised by a job that no later run can save; it is dead at once."""


class KeyReused(ValueError):
    """One key, two different pieces of work: a mistake in the caller."""


def enqueue(
    name: str,
    *,
    key: str | None = None,
    run_at: datetime | None = None,
    now: datetime | None = None,
    **ids: int | str,
) -> Job:
    """Write down, in the caller's transaction, that the Celery task `name` must run with these ids.

    A second call with the same key returns the first one's job, whatever has become of it, and changes
    nothing: the key names the occasion (`score:<attempt id>`), not the kind of work. Without a key every call
    is a new job.
    Raises KeyReused if the key belongs to other work and TypeError if an id is neither int nor str.
    """
    for label, value in ids.items():
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise TypeError(f"{label}={value!r}: a job carries ids (int or str) and loads the rest.")
    now = now or timezone.now()
    job = Job(name=name, key=key, arguments=ids, run_at=run_at or now, created_at=now)
    if key is None:
        job.save(force_insert=True)
    else:
        # Not get_or_create: this is two queries without a savepoint, and waits for a rival's insert.
        Job.objects.bulk_create([job], ignore_conflicts=True)
        job = Job.objects.get(key=key)
        if (job.name, job.arguments) != (name, ids):
            raise KeyReused(f"The key {key!r} belongs to {job.name} {job.arguments}, not to {name} {ids}.")
    if job.run_at <= timezone.now():
        transaction.on_commit(arrived.set)
    return job


def run_one(now: datetime | None = None) -> bool:
    """Run the job that has been due longest; False: nothing is due."""
    job = leases.claim(now or timezone.now())
    if job is not None:
        _run(job)
    return job is not None


def run_job(job_id: int) -> bool:
    """Run this job if it is due and nobody has it; False otherwise, as when a message comes twice."""
    job = leases.claim(timezone.now(), job_id)
    if job is not None:
        _run(job)
    return job is not None


def run_due(limit: int | None = None, now: datetime | None = None) -> int:
    """Run what is due, at most `limit` jobs; returns how many ran. A failed one waits for its next turn."""
    ran = 0
    while (limit is None or ran < limit) and run_one(now):
        ran += 1
    return ran


def dead() -> QuerySet[Job]:
    """What no run will try again until a person decides so, latest first."""
    return Job.objects.filter(state=Job.State.DEAD).order_by("-finished_at")


def revive(job_id: int, now: datetime) -> bool:
    """Give a dead job a fresh set of tries from `now` on; False: it is not dead."""
    revived = Job.objects.filter(pk=job_id, state=Job.State.DEAD).update(
        state=Job.State.QUEUED, run_at=now, attempts=0, relayed_at=None, finished_at=None
    )
    if revived:
        transaction.on_commit(arrived.set)
    return revived == 1


def _run(job: Job) -> None:
    # Imported here: a process that only queues work need not load Celery.
    from courseware.celery import run_inline

    with leases.kept(job):
        error = run_inline(job.name, job.arguments)
    if error is None:
        held = leases.finish(job)
    else:
        permanent = isinstance(error, PermanentFailure)
        held = leases.fail(job, f"{type(error).__name__}: {error}", permanent=permanent)
        logger.warning("Job %s (%s) failed, run %s: %s", job.pk, job.name, job.attempts, type(error).__name__)
    if not held:
        logger.warning("Job %s (%s) ended after its lease was lost", job.pk, job.name)
