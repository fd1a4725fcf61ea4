"""A throwaway Redis."""

from collections.abc import Iterator
from contextlib import contextmanager
from shutil import which

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from tests.services import Server, ServiceMissing, free_port, scratch_folder


@contextmanager
def redis() -> Iterator[tuple[Server, str]]:
    """Run a Redis that keeps nothing on disk while the block runs; yields it and its redis:// address."""
    binary = which("redis-server") or which("valkey-server")
    if binary is None:
        raise ServiceMissing("no redis-server here; set ATTUNE_TEST_REDIS_URL to use another")
    port = free_port()
    command = [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with scratch_folder("redis") as folder:
        server = Server(command, folder, lambda: _answers(port))
        server.start()
        try:
            yield server, f"redis://127.0.0.1:{port}"
        finally:
            server.stop()


def _answers(port: int) -> bool:
    try:
        with Redis(port=port, socket_timeout=2, retry=Retry(NoBackoff(), 0)) as client:
            return bool(client.ping())
    except RedisError:
        return False
