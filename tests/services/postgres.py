"""A throwaway PostgreSQL."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

import psycopg

from tests.services import Server, ServiceMissing, free_port, scratch_folder, unprivileged_user

# Nothing here has to survive the machine, so no write waits for a disk.
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "64MB",
}


def binaries() -> Path:
    """The folder of the newest server on this machine; ServiceMissing when there is none."""
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    if found:
        return max(found, key=lambda path: float(re.sub(r"[^\d.]", "", path.parent.name) or 0))
    on_path = which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise ServiceMissing("no PostgreSQL server binaries here (initdb); set ATTUNE_TEST_DATABASE_URL to use another")


@contextmanager
def postgres() -> Iterator[tuple[Server, str]]:
    """Run a PostgreSQL for the length of the block; yields it and its postgres:// address."""
    where = binaries()
    with scratch_folder("postgres") as folder:
        data = str(folder / "data")
        port = free_port()
        url = f"postgres://attune@127.0.0.1:{port}/attune"
        subprocess.run(
            [where / "initdb", "-D", data, "-A", "trust", "-U", "attune", "-E", "UTF8", "--locale=C.UTF-8",
             "--no-sync"],
            cwd=folder, user=unprivileged_user(), check=True, stdin=subprocess.DEVNULL, capture_output=True,
        )  # fmt: skip
        command = [str(where / "postgres"), "-D", data, "-p", str(port)]
        for name, value in OPTIONS.items():
            command += ["-c", f"{name}={value}"]
        server = Server(command, folder, lambda: _answers(port))
        server.start()
        try:
            with psycopg.connect(f"postgres://attune@127.0.0.1:{port}/postgres", autocommit=True) as connection:
                connection.execute("CREATE DATABASE attune")
            yield server, url
        finally:
            server.stop()


def _answers(port: int) -> bool:
    try:
        psycopg.connect(f"postgres://attune@127.0.0.1:{port}/postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
