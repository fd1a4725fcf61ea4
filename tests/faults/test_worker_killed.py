"""Faults 11 and 12: a worker is killed in mid-job, a job is delivered twice. The work is done once."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db.models import F
from django.utils import timezone

from courseware.domain import jobs, leases, mail
from courseware.models import Job, OutgoingMail
from tests.faults import processes
from tests.faults.mail_server import SILENCE, MailServer, mail_server

START_SECONDS = 60
CELERY = ("-m", "celery", "-A", "courseware", "worker", "--beat", "--pool=solo", "--loglevel=WARNING")


@pytest.fixture
def silent_server() -> Iterator[MailServer]:
    """Leaves whoever hands it the first message waiting; later ones it takes."""
    with mail_server(SILENCE) as server:
        yield server


@contextmanager
def worker(*command: str, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    process = processes.start(*command, **variables)
    try:
        yield process
    finally:
        processes.kill(process)


def kill_in_mid_job(process: subprocess.Popen[bytes], server: MailServer) -> None:
    wait_for(lambda: server.waiting.is_set() or process.poll() is not None)
    assert process.poll() is None, "the worker ended by itself"
    processes.kill(process)


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert condition()


def lease_runs_out() -> None:
    """Half a minute goes by for the job that is being run."""
    running = Job.objects.filter(state=Job.State.RUNNING)
    assert running.update(leased_until=F("leased_until") - leases.LEASE) == 1


def assert_sent_once(server: MailServer) -> None:
    assert len(server.received) == 1
    assert OutgoingMail.objects.get().sent_at
    assert (Job.objects.get().state, Job.objects.get().attempts) == (Job.State.DONE, 2)


def test_worker_killed(transactional_db, settings, silent_server):
    mail.queue_message("tara@example.org", "greeting", "Hello", "Welcome.", timezone.now())
    address = f"smtp://127.0.0.1:{silent_server.port}"
    with worker("manage.py", "run_jobs", "--forever", EMAIL_URL=address) as process:
        kill_in_mid_job(process, silent_server)

    job = Job.objects.get()
    assert job.state == Job.State.RUNNING
    assert leases.sweep(timezone.now()) == 0
    assert not jobs.run_one(), "the lease still stands"

    lease_runs_out()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", silent_server.port
    assert leases.sweep(timezone.now()) == 1
    assert jobs.run_job(job.pk)
    assert not jobs.run_job(job.pk), "delivered twice, run once"
    mail.deliver(OutgoingMail.objects.get().pk)
    assert_sent_once(silent_server)


@pytest.mark.services
def test_celery_worker_killed(transactional_db, silent_server, redis_server):
    mail.queue_message("tara@example.org", "greeting", "Hello", "Welcome.", timezone.now())
    variables = {"EMAIL_URL": f"smtp://127.0.0.1:{silent_server.port}", "REDIS_URL": redis_server[1]}
    with worker(*CELERY, **variables) as process:
        kill_in_mid_job(process, silent_server)
    assert OutgoingMail.objects.get().sent_at is None

    lease_runs_out()
    with worker(*CELERY, **variables):
        wait_for(lambda: Job.objects.get().state == Job.State.DONE)
    assert_sent_once(silent_server)
