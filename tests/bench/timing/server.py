"""The pages of the contestants on a free port of this machine: files, nothing else."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.bench.timing import jspsych
from tests.browser.modules.fake_site import STATIC, STYLESHEETS, TYPES

PAGES = Path(__file__).parent / "pages"


class Handler(BaseHTTPRequestHandler):
    """`/<contestant>/` is a page; the rest are the files of the first folder that has them."""

    protocol_version = "HTTP/1.1"
    timeout = 5  # s; browsers open connections in advance that they never use

    def do_GET(self) -> None:
        name = self.path.strip("/")
        if "." not in name:
            self._send(200, TYPES[".html"], _page(name).encode())
            return
        folder, _, rest = name.partition("/")
        roots = {"static": STATIC, "pages": [PAGES], "jspsych": [jspsych.MODULES]}.get(folder, [])
        path = next((root / rest for root in roots if (root / rest).is_file()), None)
        if path is None:
            self._send(404, "text/plain", b"")
        else:
            self._send(200, TYPES[path.suffix], path.read_bytes())

    def _send(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Silence: the table is all that is printed."""


@contextmanager
def running() -> Iterator[str]:
    """Serves until the block ends; gives the address, without a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _page(contestant: str) -> str:
    """Ours with the stylesheets of the attempt page, jsPsych with its own; the loop needs none."""
    sheets = {
        "ours": [f"/static/attune/css/{name}.css" for name in STYLESHEETS],
        "jspsych": ["/jspsych/jspsych/css/jspsych.css"],
    }.get(contestant, [])
    links = "".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in ["/pages/probe.css", *sheets])
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{contestant}</title>{links}</head>'
        '<body><script type="module" src="/pages/run.js"></script></body></html>'
    )
