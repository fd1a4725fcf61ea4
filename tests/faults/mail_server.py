"""A mail server on loopback that answers what the test wants."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Stands for: take the message and never answer.
SILENCE = ""


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks just enough SMTP. Each message's end is answered with the next of `answers`, then with 250.

    `received` has the accepted messages; `waiting` is set when one is met with SILENCE.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, answers: list[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.answers = answers
        self.received: list[str] = []
        self.waiting = threading.Event()
        self.closing = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 loopback")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "QUIT":
                self._say("221 bye")
                return
            if verb == "DATA":
                self._say("354 go on")
                self._take_message()
            else:
                self._say("250 ok")

    def _take_message(self) -> None:
        lines: list[str] = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        answer = self.server.answers.pop(0) if self.server.answers else "250 taken"
        if answer == SILENCE:
            self.server.waiting.set()
            self.server.closing.wait()
            return
        if answer.startswith("250"):
            self.server.received.append("\n".join(lines))
        self._say(answer)

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server(*answers: str) -> Iterator[MailServer]:
    """A running server that gives these answers, in turn, to the messages it is handed."""
    with MailServer(list(answers)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()
