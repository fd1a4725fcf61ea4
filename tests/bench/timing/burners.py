"""Other work on the machine: processes that do nothing but use a core each."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# Ends by itself when whoever started it is gone, however that went.
BURN = """
import os
parent = os.getppid()
while os.getppid() == parent:
    sum(range(200_000))
"""


@contextmanager
def burning(processes: int) -> Iterator[None]:
    """So many cores' worth of work until the block ends."""
    started = [subprocess.Popen([sys.executable, "-c", BURN]) for _ in range(processes)]
    try:
        yield
    finally:
        for process in started:
            process.kill()
        for process in started:
            process.wait()
