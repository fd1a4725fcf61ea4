"""The runner: where it starts, that it is woken, what it survives, and that a forking server keeps it."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from celery import shared_task
from django.core.management import call_command
from django.db import OperationalError, transaction
from django.utils import timezone

from courseware import runner
from courseware.domain import jobs, leases
from courseware.models import Job
from tests.faults import processes
from tests.services import free_port

pytestmark = pytest.mark.thorough

WAIT_SECONDS = 30


@shared_task(name="tests.runner_note")
def note() -> None:
    """Does nothing: that its job is done is the effect."""


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert condition()


def all_done() -> bool:
    return set(Job.objects.values_list("state", flat=True)) == {Job.State.DONE}


@pytest.fixture
def running(transactional_db, monkeypatch):
    """A runner that only ever looks when it is woken."""
    monkeypatch.setattr(runner, "POLL_SECONDS", 3600)
    begun = runner.Runner()
    begun.start()
    yield begun
    begun.stop()


def test_a_commit_wakes_it(running):
    with transaction.atomic():
        jobs.enqueue("tests.runner_note")
    wait_for(all_done)


def test_it_looks_by_itself_for_what_others_commit(transactional_db, monkeypatch):
    monkeypatch.setattr(runner, "POLL_SECONDS", 0.05)
    begun = runner.Runner()
    begun.start()
    Job.objects.create(name="tests.runner_note", run_at=timezone.now(), created_at=timezone.now())
    wait_for(all_done)
    begun.stop()


def test_it_goes_on_after_an_error_of_the_database(running, monkeypatch, caplog):
    sweep = leases.sweep
    failures = iter([OperationalError("database is locked")])

    def sweep_later(now):
        for failure in failures:
            raise failure
        return sweep(now)

    monkeypatch.setattr(leases, "sweep", sweep_later)
    jobs.enqueue("tests.runner_note")
    wait_for(lambda: "database is locked" in caplog.text)
    jobs.arrived.set()
    wait_for(all_done)


def test_stopping_ends_its_thread(transactional_db):
    begun = runner.Runner()
    begun.start()
    begun.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "jobs"]


def test_it_does_not_start_in_a_test_run():
    runner.start()
    assert runner._runner is None


@pytest.mark.parametrize(
    ("arguments", "serves"),
    [
        (["/srv/attune/.venv/bin/gunicorn", "courseware.wsgi"], True),
        (["/srv/attune/.venv/lib/gunicorn/__main__.py", "courseware.wsgi"], True),
        (["manage.py", "runserver"], True),
        (["manage.py", "migrate"], False),
        (["/srv/attune/manage.py"], False),
        (["/usr/bin/django-admin", "shell"], False),
        (["/usr/lib/python3/django/__main__.py", "check"], False),
    ],
)
def test_it_starts_only_where_requests_are_served(monkeypatch, arguments, serves):
    monkeypatch.delitem(sys.modules, "pytest")
    monkeypatch.setattr(sys, "argv", arguments)
    assert runner._serves() is serves


def test_it_does_not_start_where_celery_works(settings, monkeypatch):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(runner, "_serves", lambda: True)
    runner.start()
    assert runner._runner is None


@pytest.mark.django_db
def test_the_command_runs_what_is_due_once(capsys):
    jobs.enqueue("tests.runner_note")
    jobs.enqueue("tests.no_such")
    call_command("run_jobs")
    assert capsys.readouterr().out == "2 run, 0 dead.\n"


@pytest.mark.parametrize("options", [[], ["--preload"]])
def test_gunicorns_workers_run_jobs_and_its_master_does_not(transactional_db, options):
    """Once forked, the master has no thread but its own; its second worker has one too."""
    port = str(free_port())
    master = processes.start(
        *("-m", "gunicorn", "courseware.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1"),
        *("--worker-class", "gthread", "--no-control-socket", "--log-level", "error"),
        *options,
        PORT=port,
    )
    try:
        assert_jobs_are_run(master.pid)
        os.kill(workers_of(master.pid)[0], signal.SIGKILL)
        assert_jobs_are_run(master.pid)
        master.terminate()
        assert master.wait(WAIT_SECONDS) == 0
    finally:
        processes.kill(master)


def assert_jobs_are_run(master: int) -> None:
    # A real task of the site's own: the server does not know this file's.
    jobs.enqueue("courseware.send_mail", mail_id=0)
    wait_for(all_done)
    assert len(workers_of(master)) == 1
    assert len(list(Path(f"/proc/{master}/task").iterdir())) == 1


def workers_of(master: int) -> list[int]:
    children = Path(f"/proc/{master}/task/{master}/children").read_text()
    return [int(child) for child in children.split()]
