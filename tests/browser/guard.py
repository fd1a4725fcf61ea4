"""A browser test fails on whatever the page complained about, even if it looked right."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Request, WebError


class PageGuard:
    """Collects what pages of the watched contexts complain about.

    Complaints are console errors (among them refused requests and violations of the content security policy),
    uncaught exceptions, and requests to any address but the site's own.
    """

    def __init__(self, site: str) -> None:
        self.site = site
        self.complaints: list[str] = []
        self._expected: list[re.Pattern[str]] = []

    def watch(self, context: BrowserContext) -> None:
        """Listen to every page the context has and will have."""
        for event, heard in self._listeners():
            context.on(event, heard)

    def leave(self, context: BrowserContext) -> None:
        """Listen no more: what its pages say from now on is of another test."""
        for event, heard in self._listeners():
            context.remove_listener(event, heard)

    def expect(self, pattern: str) -> None:
        """Let complaints pass that this regular expression is found in, for tests that cause them on purpose.

        A refused request reads "Failed to load resource: the server responded with a status of 409 (Conflict)
        at http://...", a cut network "Failed to load resource: net::ERR_INTERNET_DISCONNECTED at http://...".
        """
        self._expected.append(re.compile(pattern))

    def settle(self, context: BrowserContext) -> None:
        """Wait until what the context's pages have said, or were about to say, has arrived here."""
        for page in context.pages:
            with suppress(Error):  # the page is closing or on its way elsewhere
                page.evaluate("() => new Promise((done) => setTimeout(done, 1))")

    def unexpected(self) -> list[str]:
        """The complaints that no call of `expect` covers."""
        return [text for text in self.complaints if not any(known.search(text) for known in self._expected)]

    def _listeners(self) -> tuple[tuple[str, Callable[[Any], None]], ...]:
        return ("console", self._on_console), ("weberror", self._on_error), ("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        where = message.location
        # The browser asks for this by itself on pages that name no icon, such as plain text.
        by_itself = where["url"].endswith("/favicon.ico")
        if message.type in ("error", "assert") and not by_itself:
            self.complaints.append(f"{message.text} at {where['url']}:{where['lineNumber']}")

    def _on_error(self, error: WebError) -> None:
        self.complaints.append(f"uncaught {error.error.name}: {error.error.message}\n{error.error.stack}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", "data:", "blob:", "about:")):
            self.complaints.append(f"asked for an address outside the site: {request.url}")
