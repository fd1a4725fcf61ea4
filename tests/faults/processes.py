"""Processes of the site's own, on the database of the test, to be killed."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)


def database_url() -> str:
    """The address of the database that this test writes to."""
    chosen = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{chosen['NAME']}"
    account = f"{chosen['USER']}:{chosen['PASSWORD']}".rstrip(":")
    return f"postgres://{account}@{chosen['HOST']}:{chosen['PORT']}/{chosen['NAME']}"


def site_environment(**variables: str) -> dict[str, str]:
    """The environment of a development site on the test's database, without Redis unless it is given."""
    environment = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    environment.update(DJANGO_ENV="development", DATABASE_URL=database_url(), VAR_DIR=str(settings.VAR_DIR))
    return environment | variables


def start(*command: str, **variables: str) -> subprocess.Popen[bytes]:
    """Start `python COMMAND...` on the test's database; the caller ends it, with `kill` at the latest."""
    environment = site_environment(**variables)
    # A group of its own, so that its children (a worker's beat, a server's workers) die with it.
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, start_new_session=True)


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL for the process and its children, as when the machine's power fails; fine when it is dead."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
