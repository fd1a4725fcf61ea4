"""Background work without a broker: a thread of the serving process runs the jobs that are due."""

import atexit
import logging
import os
import sys
import threading
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections, connections
from django.utils import timezone

from courseware.domain import jobs, leases

logger = logging.getLogger(__name__)

# Work committed by this process is begun at once; what others commit, and what falls due, waits this long.
POLL_SECONDS = 1.0
# At the end of the process the job in hand gets this long; then its lease runs out and another has it.
STOP_SECONDS = 5.0


class Runner:
    """Runs due jobs one after another, in its own thread (`start`, `stop`) or in the caller's (`run`)."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self.run, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin in a thread of its own; a runner starts once."""
        self._thread.start()

    def end(self) -> None:
        """Take no more jobs; safe to call from a signal handler, and seen within `POLL_SECONDS`."""
        self._stopping.set()

    def stop(self) -> None:
        """Take no more jobs, and wait a while for the one in hand."""
        self.end()
        jobs.arrived.set()
        if self._thread.is_alive() and not self.is_current():
            self._thread.join(STOP_SECONDS)

    def is_current(self) -> bool:
        """Whether the caller is this runner's own thread: a job."""
        return threading.current_thread() is self._thread

    def run(self) -> None:
        """Look for due jobs until stopped."""
        # It waits before the first look: under gunicorn's --preload the thread is begun in the master and
        # ends at the first fork, before it has touched the database.
        while not self._stopping.is_set():
            jobs.arrived.wait(POLL_SECONDS)
            jobs.arrived.clear()
            if not self._stopping.is_set():
                self._look()
        connections.close_all()

    def _look(self) -> None:
        close_old_connections()
        try:
            leases.sweep(timezone.now())
            while not self._stopping.is_set() and jobs.run_one():
                close_old_connections()
        except Exception:  # the thread outlives a locked, restarted or full database
            logger.exception("Background work met an error and goes on in %s s", POLL_SECONDS)
        finally:
            close_old_connections()


_runner: Runner | None = None


def start() -> None:
    """Start the process's runner; nothing happens where jobs are Celery's or no requests are served."""
    if settings.REDIS_URL or not _serves() or _runner is not None:
        return
    _begin()
    atexit.register(stop)
    os.register_at_fork(before=_before_fork, after_in_child=_after_fork_in_child)


def stop() -> None:
    """Stop the process's runner, if there is one."""
    global _runner
    if _runner is not None:
        _runner.stop()
        _runner = None


def _begin() -> None:
    global _runner
    _runner = Runner()
    _runner.start()


def _serves() -> bool:
    """Whether this process is a web server: not a test run, not a management command other than runserver."""
    if "pytest" in sys.modules:
        return False
    program = Path(sys.argv[0])
    command = program.name in {"manage.py", "django-admin"} or program.parts[-2:] == ("django", "__main__.py")
    return not command or sys.argv[1:2] == ["runserver"]


# A thread does not survive a fork, and a lock it held stays locked in the child. A server that forks is the
# master of its workers: it gives its runner up for good, and each worker begins its own. A job that forks is
# left alone.
_resumes_in_child = False


def _before_fork() -> None:
    global _resumes_in_child
    if _runner is None:
        return  # given up at an earlier fork
    _resumes_in_child = not _runner.is_current()
    if _resumes_in_child:
        stop()


def _after_fork_in_child() -> None:
    jobs.arrived = threading.Event()
    if _resumes_in_child:
        _begin()
