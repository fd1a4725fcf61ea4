"""PostgreSQL and Redis for tests: throwaway processes on free loopback ports, from binaries found here."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 30


class ServiceMissing(Exception):
    """The machine has no binary for a service; the message is the reason to print when skipping."""


def free_port() -> int:
    """A loopback port that nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def unprivileged_user() -> str | None:
    """The account to run a server as when we are root (PostgreSQL refuses root), else None: as ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@contextmanager
def scratch_folder(name: str) -> Iterator[Path]:
    """A folder that the server's account may write to, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix=f"attune-{name}-"))
    if user := unprivileged_user():
        shutil.chown(folder, user)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Server:
    """One server process that can be stopped and started again, for tests of outages.

    `command` is what runs, in `folder`, as the unprivileged account; `is_ready` answers whether it serves.
    """

    def __init__(self, command: list[str], folder: Path, is_ready: Callable[[], bool]) -> None:
        self.command = command
        self.folder = folder
        self.is_ready = is_ready
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process and wait until it serves; RuntimeError carries its log when it does not."""
        log = self.folder / "log"
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                user=unprivileged_user(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C is for the tests; the server is stopped after them
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"{self.command[0]} did not start:\n{log.read_text(errors='replace')}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the process in order (SIGINT: PostgreSQL then drops its clients instead of waiting)."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(START_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
