"""Who may run a job: one runner at a time, for as long as it shows that it is alive.

A lease is about processes, so it is counted in real time, however the work itself is dated.
"""

import logging
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import SystemRandom

from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.utils import timezone

from courseware.models import Job

logger = logging.getLogger(__name__)

# A killed runner's job waits this long; three renewals fit in, so one slow write loses nothing.
LEASE = timedelta(seconds=30)
RENEW_EVERY = timedelta(seconds=10)
# 5 s, 10 s, 20 s, ... 1 h: a busy mail server is met again soon, and twenty runs outlast a bad night.
FIRST_BACKOFF = timedelta(seconds=5)
MAX_BACKOFF = timedelta(hours=1)
MAX_ATTEMPTS = 20
# A job told to Celery and still not begun was lost by the broker; telling it twice is harmless.
RELAY_AGAIN_AFTER = timedelta(minutes=5)
ERROR_CHARACTERS = 2000

_jitter = SystemRandom()


def due(now: datetime) -> QuerySet[Job]:
    """The queued jobs whose time has come."""
    return Job.objects.filter(state=Job.State.QUEUED, run_at__lte=now)


def claim(now: datetime, job_id: int | None = None) -> Job | None:
    """Take the job that has been due longest, or the given one, under a new lease.

    None: nothing is due at `now`, or another runner was quicker. One statement decides between runners.
    """
    # Asked first because on SQLite even an UPDATE of nothing waits for the write lock.
    if not (due(now) if job_id is None else due(now).filter(pk=job_id)).exists():
        return None
    claimed = _update_due(
        "state = 'running', attempts = attempts + 1, lease = %s, leased_until = %s",
        [_bound("lease", uuid.uuid4()), _bound("leased_until", timezone.now() + LEASE)],
        "TRUE" if job_id is None else "id = %s",
        [] if job_id is None else [job_id],
        now,
        limit=1,
    )
    return claimed[0] if claimed else None


def take_for_relay(now: datetime, limit: int) -> list[int]:
    """Mark up to `limit` due jobs that Celery has not been told of, or too long ago; returns their ids."""
    again = _bound("relayed_at", now - RELAY_AGAIN_AFTER)
    taken = _update_due(
        "relayed_at = %s",
        [_bound("relayed_at", now)],
        "(relayed_at IS NULL OR relayed_at <= %s)",
        [again],
        now,
        limit,
    )
    return [job.pk for job in taken]


def renew(job: Job) -> bool:
    """Hold on to the job for another lease; False: it is no longer ours."""
    return _ours(job).update(leased_until=timezone.now() + LEASE) == 1


@contextmanager
def kept(job: Job) -> Iterator[None]:
    """Renew the job's lease from a thread while the block runs, however long that takes."""
    ended = threading.Event()
    threading.Thread(target=_renew_until, args=(job, ended), name=f"lease-{job.pk}", daemon=True).start()
    try:
        yield
    finally:
        ended.set()  # not joined: a late renewal finds the lease gone and changes nothing


def finish(job: Job) -> bool:
    """Mark the job done; False: the lease was lost, and the outcome is another runner's to record."""
    return _release(job, state=Job.State.DONE, finished_at=timezone.now(), last_error="")


def fail(job: Job, error: str, *, permanent: bool = False) -> bool:
    """Queue the job again after a pause, or bury it (permanent, or tried too often); False: lease lost."""
    now = timezone.now()
    error = error[:ERROR_CHARACTERS]
    if permanent or job.attempts >= MAX_ATTEMPTS:
        return _release(job, state=Job.State.DEAD, finished_at=now, last_error=error)
    run_at = now + backoff(job.attempts)
    return _release(job, state=Job.State.QUEUED, run_at=run_at, relayed_at=None, last_error=error)


def backoff(attempts: int) -> timedelta:
    """The pause after the `attempts`-th failed run: doubling up to `MAX_BACKOFF`, less up to half of it.

    The random part keeps jobs that failed together from coming back together.
    """
    doubled = FIRST_BACKOFF * 2 ** min(attempts - 1, 30)
    return min(doubled, MAX_BACKOFF) * _jitter.uniform(0.5, 1.0)


def sweep(now: datetime) -> int:
    """Queue again, at once, the jobs whose runner let the lease run out; returns how many were found."""
    lost = Job.objects.filter(state=Job.State.RUNNING, leased_until__lte=now)
    if not lost.exists():
        return 0
    let_go = {"lease": None, "leased_until": None, "last_error": "The runner stopped before the job ended."}
    # A job that kills its runner every time must not do so for ever.
    buried = lost.filter(attempts__gte=MAX_ATTEMPTS).update(state=Job.State.DEAD, finished_at=now, **let_go)
    return buried + lost.update(state=Job.State.QUEUED, run_at=now, relayed_at=None, **let_go)


def _ours(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, lease=job.lease)


def _release(job: Job, **changes: object) -> bool:
    return _ours(job).update(lease=None, leased_until=None, **changes) == 1


def _renew_until(job: Job, ended: threading.Event) -> None:
    while not ended.wait(RENEW_EVERY.total_seconds()):
        try:
            renew(job)
        except DatabaseError:
            logger.warning("Job %s: the lease was not renewed, trying again", job.pk, exc_info=True)
        finally:
            connection.close()


def _bound(field: str, value: object) -> object:
    """The value as the database's driver wants it for that column."""
    return Job._meta.get_field(field).get_db_prep_value(value, connection)  # type: ignore[union-attr]


def _update_due(
    change: str, changed: list[object], condition: str, conditions: list[object], now: datetime, limit: int
) -> list[Job]:
    """UPDATE ... RETURNING up to `limit` due rows that meet the condition; no two callers get the same."""
    table = connection.ops.quote_name(Job._meta.db_table)
    # PostgreSQL would queue behind a row another runner is taking; SQLite has one writer at a time anyway.
    lock = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    # Every value is bound: what is put together here is our own text.
    statement = (
        f"WITH due AS (SELECT id FROM {table} WHERE state = 'queued' AND run_at <= %s AND {condition}"  # noqa: S608
        f" ORDER BY run_at, id LIMIT %s {lock})"
        f" UPDATE {table} SET {change} WHERE id IN (SELECT id FROM due) RETURNING *"
    )
    return list(Job.objects.raw(statement, [_bound("run_at", now), *conditions, limit, *changed]))
