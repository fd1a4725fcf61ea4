"""Axe on pages by their address, and on what a page shows now."""

from playwright.sync_api import Page

from tests.browser.axe import assert_no_axe_violations, both_themes
from tests.browser.steps import expect_path


def look(page: Page, path: str) -> None:
    """The page is shown under its own address, without a violation in either theme."""
    page.goto(path)
    expect_path(page, path.partition("?")[0])
    check(page)


def check(page: Page) -> None:
    for _ in both_themes(page):
        assert_no_axe_violations(page)
