"""A real Chromium on a real server: the site as a person meets it.

`page` is an empty tab whose addresses begin at the site ("/today/"), `context` the window it is in, `new_context()`
another one with its own cookies, `sign_in(page, person)` the short way in. After each test `page_guard` fails it on
what the pages complained about.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.browser import chromium
from tests.browser.guard import PageGuard
from tests.browser.window import Window, take_pictures

HERE = Path(__file__).parent
# For whatever a test waits for. What is slower than this is broken; a machine shared with others is not.
TIMEOUT_MS = 15_000
expect.set_options(timeout=TIMEOUT_MS)
HAS_FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here `browser`, and skip it where there is no Chromium."""
    missing = chromium.find() is None
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # One more try, printed as a rerun: real browsers on a busy two-core machine time out now and then. What
            # fails twice fails. Nothing else in the suite is ever run again.
            item.add_marker(pytest.mark.flaky(reruns=1))
            if missing:
                item.add_marker(pytest.mark.skip(reason=chromium.WHY_SKIPPED))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Fixtures that end after a failed test can tell."""
    report = yield
    # A rerun begins with its own setup.
    item.stash[HAS_FAILED] = report.failed or (report.when != "setup" and item.stash[HAS_FAILED])
    return report


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return {**browser_type_launch_args, "executable_path": chromium.find(), "args": chromium.ARGUMENTS}


@pytest.fixture(scope="session")
def base_url(live_server) -> str:
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "UTC"}


@pytest.fixture
def site(live_server, settings) -> str:
    """The site's address without a slash at the end; links in mails begin with it too."""
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def page_guard(site: str) -> PageGuard:
    """What the pages complained about so far; `page_guard.expect(pattern)` lets some of it pass."""
    return PageGuard(site)


@pytest.fixture(scope="session")
def window(browser: Browser, browser_context_args: dict) -> Iterator[Window]:
    window = Window(browser, TIMEOUT_MS, **browser_context_args)
    yield window
    window.close()


@pytest.fixture
def context(
    window: Window, page_guard: PageGuard, request: pytest.FixtureRequest, output_path: str
) -> Iterator[BrowserContext]:
    """The window, with nothing open or stored. After a failure it leaves pictures of its tabs and goes."""
    page_guard.watch(window.context())
    yield window.context()
    page_guard.settle(window.context())
    page_guard.leave(window.context())
    if request.node.stash[HAS_FAILED] or page_guard.unexpected():
        with suppress(Error):
            take_pictures(window.tabs(), output_path)
        window.close()
    else:
        window.clean(page_guard.site)
    assert not page_guard.unexpected(), "\n".join(page_guard.unexpected())


@pytest.fixture
def new_context(new_context, page_guard: PageGuard) -> Iterator[Callable[..., BrowserContext]]:
    contexts: list[BrowserContext] = []

    def make(**options) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(TIMEOUT_MS)
        page_guard.watch(context)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        page_guard.settle(context)
    assert not page_guard.unexpected(), "\n".join(page_guard.unexpected())


@pytest.fixture
def sign_in(site: str) -> Callable[..., None]:
    """sign_in(page, person): the page's browser is this person's from now on, without the form."""

    def sign_in(page: Page, person) -> None:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        name = django_settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [
                {
                    "name": name,
                    "value": client.cookies[name].value,
                    "url": site,
                    "httpOnly": True,
                    "sameSite": "Lax",
                }
            ]
        )

    return sign_in
