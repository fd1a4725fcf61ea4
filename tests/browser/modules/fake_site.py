"""A site of a few dozen lines that keeps the answer protocol, for tests of the browser's side of it alone.

It serves the static files and attempt pages under the real policy, stores answers in memory, and can be told to
lose a connection before or after it has stored one.
"""

import json
import threading
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_RDWR

ROOT = Path(__file__).parents[3]
STATIC = [ROOT / "training" / "static", ROOT / "courseware" / "static"]
# As base.html and attempt.html link them; tokens.css fixes the order of the layers and comes first.
STYLESHEETS = [
    "tokens", "base", "layout", "components", "tables", "disclosure", "forms", "figures", "answering", "drills",
    "look", "judging", "pairs", "rationale", "nuance", "skill",
]  # fmt: skip
TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html; charset=utf-8", ".svg": "image/svg+xml"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; base-uri 'none'"
)

DROP_BEFORE = "drop before"  # the answer is lost on the way
DROP_AFTER = "drop after"  # the answer is stored, the reply is lost

Reply = tuple[int, dict]


@dataclass
class FakeAttempt:
    """One attempt page: its steps as the contract has them, and the feedback each answer gets."""

    steps: list[dict]
    feedback: dict[str, dict] = field(default_factory=dict)
    guideline: dict | None = None
    user: str = "ada"
    title: str = "Practice"
    uuid: str = "0b6c2c9e-7f0a-4c7e-9a55-000000000001"
    stored: dict[str, dict] = field(default_factory=dict)  # by uuid
    runs: dict[str, dict] = field(default_factory=dict)  # by uuid; blocks that were broken off
    takes_runs: bool = True  # and plans other drills; else the page has no addresses for that
    untimed: list[dict] = field(default_factory=list)  # what was asked of the road for devices that cannot time
    finished: bool = False

    @property
    def by_step(self) -> dict[str, dict]:
        return {body["step"]: body for body in self.stored.values()}


class FakeSite:
    """What the handler serves and remembers; `faults` are used up one per answer posted."""

    def __init__(self) -> None:
        self.url = ""
        self.attempts: dict[str, FakeAttempt] = {}
        self.posts: list[dict] = []
        self.faults: deque[str | Reply] = deque()
        self.down = False
        self.refuse_runs = False
        self.refuse_untimed: Reply | None = None
        self.csrf = "token-1"
        self.signed_in = True
        self.lock = threading.Lock()

    def add(self, attempt: FakeAttempt) -> str:
        """The address of the attempt's page."""
        self.attempts[attempt.uuid] = attempt
        return f"{self.url}/attempts/{attempt.uuid}/"

    def posts_by_uuid(self) -> Counter[str]:
        return Counter(body["uuid"] for body in self.posts)

    def answer(self, attempt: FakeAttempt, body: dict, token: str) -> Reply | None:
        """Store an answer as the real site does; None loses the connection."""
        with self.lock:
            self.posts.append(body)
            fault = self.faults.popleft() if self.faults else None
            if self.down or fault == DROP_BEFORE:
                return None
            if isinstance(fault, tuple):
                return fault
            if not self.signed_in:
                return error(401, "signed_out", "You are signed out.")
            if token != self.csrf:
                return error(403, "csrf", "The page is out of date.")
            reply = self.store(attempt, body)
            return None if fault == DROP_AFTER else reply

    def store(self, attempt: FakeAttempt, body: dict) -> Reply:
        known = attempt.stored.get(body["uuid"])
        if known is not None and known != body:
            return error(422, "uuid_reused", "This identifier belongs to another answer.")
        if known is None and body["step"] in attempt.by_step:
            earlier = attempt.by_step[body["step"]]
            return error(409, "already_answered", "Already answered.", feedback=self.feedback(attempt, earlier))
        attempt.stored[body["uuid"]] = body
        left = len(attempt.steps) - len(attempt.by_step)
        feedback = self.feedback(attempt, body)
        return 200, {"saved": True, "uuid": body["uuid"], "step": body["step"], "left": left, "feedback": feedback}

    def feedback(self, attempt: FakeAttempt, body: dict) -> dict | None:
        feedback = attempt.feedback.get(body["step"])
        return feedback and {"chosen": body["answer"].get("choice"), **feedback}

    def keep_run(self, attempt: FakeAttempt, body: dict) -> Reply | None:
        """A run that became no answer; the same again is the same."""
        if self.down:
            return None
        if self.refuse_runs:
            return error(409, "closed", "This attempt is over.")
        attempt.runs[body["uuid"]] = body
        return 200, {"saved": True, "uuid": body["uuid"]}

    def plan_untimed(self, attempt: FakeAttempt, body: dict) -> Reply | None:
        if self.down:
            return None
        if self.refuse_untimed:
            return self.refuse_untimed
        attempt.untimed.append(body)
        return 200, {"url": f"/attempts/{attempt.uuid}/untimed-planned/"}

    def finish(self, attempt: FakeAttempt) -> Reply:
        missing = len(attempt.steps) - len(attempt.by_step)
        if missing:
            return 409, {"error": {"code": "unfinished", "message": "Answers are missing.", "missing": missing}}
        attempt.finished = True
        return 200, {"url": f"/attempts/{attempt.uuid}/done/"}

    def page(self, attempt: FakeAttempt) -> str:
        here = f"/attempts/{attempt.uuid}/"
        data = {
            "attempt": attempt.uuid,
            "kind": "practice",
            "title": attempt.title,
            "todayUrl": "/today/",
            "guideline": attempt.guideline,
            "steps": attempt.steps,
            "answered": {step: attempt.feedback.get(step) for step in attempt.by_step},
        }
        roads = f' data-runs-url="{here}runs/" data-untimed-url="{here}untimed/"' if attempt.takes_runs else ""
        links = "".join(f'<link rel="stylesheet" href="/static/attune/css/{name}.css">' for name in STYLESHEETS)
        safe = json.dumps(data).replace("<", "\\u003C").replace(">", "\\u003E").replace("&", "\\u0026")
        return (
            f'<!doctype html><html lang="en" data-js><head><meta charset="utf-8"><title>{attempt.title}</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">{links}</head><body>'
            f'<header class="site-head"><a class="brand" href="/today/">Attune</a></header>'
            f'<main class="page" data-answers-url="{here}answers/" data-finish-url="{here}finish/"'
            f'{roads} data-csrf="{self.csrf}" data-user="{attempt.user}"><noscript>Scripts are off.</noscript></main>'
            f'<script type="application/json" id="attempt-data">{safe}</script>'
            f'<script type="module" src="/static/training/attempt.js"></script></body></html>'
        )


def error(status: int, code: str, message: str, **details: object) -> Reply:
    return status, {"error": {"code": code, "message": message, "field": None, **details}}


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False


class Handler(BaseHTTPRequestHandler):
    site: FakeSite
    timeout = 5  # s; browsers open connections in advance that they never use

    def do_GET(self) -> None:
        parts = self.path.strip("/").split("/")
        if parts[0] == "static":
            self.send_static("/".join(parts[1:]))
        elif parts[0] == "attempts" and len(parts) == 2:
            self.send_page(self.site.page(self.site.attempts[parts[1]]))
        else:
            self.send_page(f'<!doctype html><html lang="en"><title>Elsewhere</title><main>{self.path}</main></html>')

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        _, uuid, action = self.path.strip("/").split("/")
        attempt = self.site.attempts[uuid]
        token = self.headers.get("X-CSRFToken", "")
        roads = {"runs": self.site.keep_run, "untimed": self.site.plan_untimed}
        if action == "answers":
            reply = self.site.answer(attempt, body, token)
        elif action in roads:
            reply = roads[action](attempt, body)
        else:
            reply = self.site.finish(attempt)
        if reply is None:
            self.drop()
        else:
            self.send(reply[0], "application/json", json.dumps(reply[1]).encode())

    def send_static(self, name: str) -> None:
        path = next((folder / name for folder in STATIC if (folder / name).is_file()), None)
        if path is None:
            self.send(404, "text/plain", b"")
        else:
            self.send(200, TYPES[path.suffix], path.read_bytes())

    def send_page(self, html: str) -> None:
        # A page that is not loaded again comes from nowhere: the connection is cut for it too.
        if self.site.down:
            self.drop()
        else:
            self.send(200, TYPES[".html"], html.encode())

    def send(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(content)

    def drop(self) -> None:
        with suppress(OSError):
            self.connection.shutdown(SHUT_RDWR)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Silence: pytest shows what fails."""


@contextmanager
def running() -> Iterator[FakeSite]:
    """A fake site on a free port."""
    site = FakeSite()
    server = Server(("127.0.0.1", 0), type("SiteHandler", (Handler,), {"site": site}))
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
