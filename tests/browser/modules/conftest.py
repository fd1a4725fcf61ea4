"""The browser modules by themselves: a real Chromium on a fake site, without Django.

`page` and `context` replace the ones of the real site here; `run_js` calls into a module from an empty page.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.guard import PageGuard
from tests.browser.modules.fake_site import FakeSite, running

TIMEOUT_MS = 10_000


@pytest.fixture
def site() -> Iterator[FakeSite]:
    with running() as site:
        yield site


@pytest.fixture
def page_guard(site: FakeSite) -> PageGuard:
    return PageGuard(site.url)


@pytest.fixture
def context(browser: Browser, page_guard: PageGuard) -> Iterator[BrowserContext]:
    with watched(browser, page_guard) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="module")
def quiet_page(browser: Browser) -> Iterator[Page]:
    """An empty page for all tests of a file that only compute: a page of one's own costs half a second."""
    with running() as site, watched(browser, PageGuard(site.url)) as context:
        page = context.new_page()
        page.goto(f"{site.url}/empty/")
        yield page


@pytest.fixture
def run_js(quiet_page: Page) -> Callable[..., Any]:
    """run_js("drill/clock.js", "(m, ms) => m.framesFor(ms, 16.7)", 250): call into a module."""

    def run(module: str, function: str, argument: Any = None) -> Any:
        call = f"async ([path, argument]) => ({function})(await import(path), argument)"
        return quiet_page.evaluate(call, [f"/static/training/{module}", argument])

    return run


@contextmanager
def watched(browser: Browser, guard: PageGuard) -> Iterator[BrowserContext]:
    """A context whose pages must not complain."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/Zurich")
    context.set_default_timeout(TIMEOUT_MS)
    guard.watch(context)
    yield context
    guard.settle(context)
    context.close()
    assert not guard.unexpected(), "\n".join(guard.unexpected())
