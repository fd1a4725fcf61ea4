"""Run a command with a throwaway PostgreSQL and Redis: python -m tests.services COMMAND...

The command finds them in ATTUNE_TEST_DATABASE_URL and ATTUNE_TEST_REDIS_URL; what is already set there is
used instead of a process of our own. Without the binaries the command is not run and the reason is printed.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack

from tests.services import ServiceMissing
from tests.services.postgres import postgres
from tests.services.redis import redis

SERVICES = {"ATTUNE_TEST_DATABASE_URL": postgres, "ATTUNE_TEST_REDIS_URL": redis}


def main(command: list[str]) -> int:
    """Return the command's exit code, or 0 when the services are missing."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    environment = dict(os.environ)
    with ExitStack() as stack:
        begin = time.monotonic()
        try:
            for variable, service in SERVICES.items():
                if not environment.get(variable):
                    _, environment[variable] = stack.enter_context(service())
        except ServiceMissing as reason:
            print(f"SKIPPED {' '.join(command)}: {reason}")
            return 0
        print(f"PostgreSQL and Redis are up after {time.monotonic() - begin:.1f} s")
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    # A terminated run still stops its servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))
