"""The site as a process of its own (gunicorn, as `make run` starts it), and a browser that talks to it."""

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client

from courseware.models import User
from tests.faults import processes
from tests.services import free_port

# Generous: the machine of the test may be busy with other tests.
WAIT_SECONDS = 60
CSRF = "0123456789abcdefghijklmnopqrstuv"


class Unreachable(Exception):
    """The request brought no answer: what became of it, nobody knows."""


@dataclass(frozen=True)
class Reply:
    status: int
    body: Any


class Website:
    """A running site. `kill` ends it like a power cut; a new one may then be started."""

    def __init__(self, **variables: str) -> None:
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        options = ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "1", "--threads", "8"]
        options += ["--log-level", "critical", "--no-control-socket"]
        self.process = processes.start("-m", "gunicorn", "courseware.wsgi", *options, PORT=str(port), **variables)

    def kill(self) -> None:
        processes.kill(self.process)

    def is_up(self) -> bool:
        """Whether it serves; RuntimeError when it has ended by itself."""
        if self.process.poll() is not None:
            raise RuntimeError("the site did not start")
        try:
            return self.request("/healthz", {}).status == http.client.OK
        except Unreachable:
            return False

    def request(self, path: str, headers: dict[str, str], body: object = None) -> Reply:
        """GET the path, or POST the body as JSON. Raises Unreachable when no whole reply comes back."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Accept": "application/json", "Content-Type": "application/json", **headers}
        asked = urllib.request.Request(self.address + path, data, headers)
        try:
            with urllib.request.urlopen(asked, timeout=WAIT_SECONDS) as reply:
                return Reply(reply.status, _decoded(reply.read()))
        except urllib.error.HTTPError as refused:
            return Reply(refused.code, _decoded(refused.read()))
        except (OSError, http.client.HTTPException) as broken:
            raise Unreachable(str(broken)) from broken


class Browser:
    """One person's browser, signed in by a session that is in the database already."""

    def __init__(self, user: User) -> None:
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: CSRF}
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.headers = {"Cookie": cookie, "X-CSRFToken": CSRF}

    def get(self, site: Website, path: str) -> Reply:
        return site.request(path, self.headers)

    def post(self, site: Website, path: str, body: object) -> Reply:
        return site.request(path, self.headers, body)


@contextmanager
def website(**variables: str) -> Iterator[Website]:
    """A site that serves, on the test's database unless DATABASE_URL is given; killed at the end."""
    site = Website(**variables)
    try:
        wait_for(site.is_up, "the site serves")
        yield site
    finally:
        site.kill()


def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Poll until the condition holds; a generous limit, so that a slow machine fails nothing."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited {WAIT_SECONDS} s in vain: {what}"
        time.sleep(0.05)


def _decoded(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return content.decode(errors="replace")
