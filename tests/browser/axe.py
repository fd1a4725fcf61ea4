"""Axe on a page, as the page is: in light or dark, with its own content security policy."""

import json
from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import CDPSession, Page

# WCAG 2.2 AA and what came before it, and axe's own advice on top.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# One for each page, for as long as it is open.
_devtools: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()


def both_themes(page: Page) -> Iterator[str]:
    """Show the page as someone with a light, then a dark system sees it; yields "light" and "dark".

    for theme in both_themes(page): assert_no_axe_violations(page)
    """
    # Without motion, or a colour might be read half way through a transition.
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        yield theme
    page.emulate_media(color_scheme="null", reduced_motion="null")


def assert_no_axe_violations(page: Page, *, within: str | None = None, without: tuple[str, ...] = ()) -> None:
    """Fail with axe's report if the page breaks a rule not in `without`; `within` is a CSS selector."""
    options = {
        "runOnly": {"type": "tag", "values": RULES},
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
    }
    found = AxeResults(_run(page, within, options))
    assert not found.response["violations"], f"{page.url}\n{found.generate_report()}"


def _run(page: Page, within: str | None, options: dict) -> dict:
    """Axe's answer, from an isolated world: it sees the page's document, but is no script of the page.

    So the page's policy does not stop it, and the page cannot tell that it was there.
    """
    if page not in _devtools:
        _devtools[page] = page.context.new_cdp_session(page)
    devtools = _devtools[page]
    frame = devtools.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    # The same world as before, until another document is loaded.
    world = devtools.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})
    where = {"contextId": world["executionContextId"]}
    if not _evaluate(devtools, "'axe' in globalThis", where):
        _evaluate(devtools, f"{AXE_SCRIPT};0", where)
    call = f"axe.run({json.dumps(within) if within else 'document'}, {json.dumps(options)})"
    return _evaluate(devtools, call, where)


def _evaluate(devtools: CDPSession, expression: str, where: dict) -> Any:
    answer = devtools.send(
        "Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True, **where}
    )
    if "exceptionDetails" in answer:
        raise RuntimeError(f"axe did not run: {answer['exceptionDetails']}")
    return answer["result"].get("value")
