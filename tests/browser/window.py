"""One window for all tests of a process, as new for each: opening one costs more than most tests do in it."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from tests.browser.drill_device import STEADY_DEVICE

# A tab that is closed while its page goes elsewhere is, once in a thousand times, never reported closed.
CLOSING_S = 10


class Window:
    """A browser window with its own cookies, which is opened when it is first asked for."""

    def __init__(self, browser: Browser, timeout_ms: float, **options: object) -> None:
        self._browser = browser
        self._timeout_ms = timeout_ms
        self._options = options
        self._context: BrowserContext | None = None
        self._devtools: CDPSession

    def context(self) -> BrowserContext:
        if self._context is None:
            self._context = self._browser.new_context(**self._options)
            self._context.set_default_timeout(self._timeout_ms)
            self._context.add_init_script(STEADY_DEVICE)
            # Of a tab that stays: what clears the storage is asked by way of a tab.
            self._devtools = self._context.new_cdp_session(self._context.new_page())
        return self._context

    def tabs(self) -> list[Page]:
        """Those that the test has opened."""
        return self._context.pages[1:] if self._context else []

    def clean(self, site: str) -> None:
        """Leave nothing of this test to the next one: no tab, no cookie, nothing that `site` has stored or cached."""
        context = self.context()
        try:
            for tab in self.tabs():
                _within(tab, tab._impl_obj.close(reason=None, run_before_unload=False))
        except TimeoutError:
            self.close()
            return
        context.set_offline(False)
        context.clear_cookies()
        self._devtools.send("Storage.clearDataForOrigin", {"origin": site, "storageTypes": "all"})
        self._devtools.send("Network.clearBrowserCache")

    def close(self) -> None:
        """The next test gets another window."""
        context, self._context = self._context, None
        if context:
            with suppress(TimeoutError):  # the browser goes at the end, and the window with it
                _within(context, context._impl_obj.close(reason=None))


def _within(closed: Page | BrowserContext, closing: Coroutine[Any, Any, None]) -> None:
    """Wait for the closing, but not for ever: the sync interface has no limit of its own. Raises TimeoutError."""
    closed._sync(asyncio.wait_for(closing, CLOSING_S))


def take_pictures(tabs: list[Page], folder: str) -> None:
    """What each tab shows now."""
    for number, tab in enumerate(tabs, start=1):
        tab.screenshot(path=Path(folder) / f"test-failed-{number}.png")
