"""One window for all tests of a process, as new for each: opening one costs more than most tests do in it."""

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from tests.browser.drill_device import STEADY_DEVICE


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
        for tab in self.tabs():
            tab.close()
        context.set_offline(False)
        context.clear_cookies()
        self._devtools.send("Storage.clearDataForOrigin", {"origin": site, "storageTypes": "all"})
        self._devtools.send("Network.clearBrowserCache")

    def close(self) -> None:
        """The next test gets another window."""
        if self._context:
            self._context.close()
        self._context = None


def take_pictures(tabs: list[Page], folder: str) -> None:
    """What each tab shows now."""
    for number, tab in enumerate(tabs, start=1):
        tab.screenshot(path=Path(folder) / f"test-failed-{number}.png")
