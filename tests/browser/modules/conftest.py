"""The browser modules by themselves: a real Chromium on a fake site, without Django.

`page` and `context` know nothing of the real site here; `run_js` calls into a module from an empty page.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.guard import PageGuard
from tests.browser.modules.fake_site import FakeSite, running
from tests.browser.window import Window

TIMEOUT_MS = 10_000
OPTIONS = {"locale": "en-GB", "timezone_id": "Europe/Zurich"}


@pytest.fixture
def site() -> Iterator[FakeSite]:
    with running() as site:
        yield site


@pytest.fixture
def page_guard(site: FakeSite) -> PageGuard:
    return PageGuard(site.url)


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[Window]:
    window = Window(browser, TIMEOUT_MS, **OPTIONS)
    yield window
    window.close()


@pytest.fixture(scope="session")
def quiet_page(browser: Browser) -> Iterator[tuple[Page, PageGuard]]:
    """An empty page for all tests that only compute: a page of one's own costs half a second."""
    with running() as site:
        guard = PageGuard(site.url)
        context = browser.new_context(**OPTIONS)
        guard.watch(context)
        page = context.new_page()
        page.goto(f"{site.url}/empty/")
        yield page, guard
        context.close()


@pytest.fixture
def run_js(quiet_page: tuple[Page, PageGuard]) -> Iterator[Callable[..., Any]]:
    """run_js("drill/clock.js", "(m, ms) => m.framesFor(ms, 16.7)", 250): call into a module."""
    page, guard = quiet_page

    def run(module: str, function: str, argument: Any = None) -> Any:
        call = f"async ([path, argument]) => ({function})(await import(path), argument)"
        return page.evaluate(call, [f"/static/training/{module}", argument])

    yield run
    guard.settle(page.context)
    complaints, guard.complaints = guard.complaints, []
    assert not complaints, "\n".join(complaints)
