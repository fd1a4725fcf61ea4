"""What a person does on an attempt page, in the words of the tests."""

import re

from playwright.sync_api import Locator, Page, expect


def visit(page: Page, address: str) -> None:
    """Open an attempt page and wait until its scripts have taken over."""
    page.goto(address)
    ready(page)


def ready(page: Page) -> None:
    """An item, a card or the end of the list is shown; the end may at once go on to what has come in meanwhile."""
    expect(page.locator(".attempt-foot, .drill-card, main .notice")).not_to_have_count(0)


def answer_by_keyboard(page: Page, option: str = "2", confidence: str | None = "8") -> None:
    """Choose, rate and confirm with keys alone; and again where the page asks whether that was not too quick."""
    rush(page, option, confidence)
    if page.locator(".nudge:not(:empty)").count():
        page.keyboard.press("Enter")


def rush(page: Page, option: str = "2", confidence: str | None = "8") -> None:
    """Choose, rate and confirm with keys alone, as fast as it goes."""
    expect(page.locator(".options")).to_be_visible()
    page.keyboard.press(option)
    if confidence is not None:
        page.keyboard.press(confidence)
    page.keyboard.press("Enter")


def go_on(page: Page) -> None:
    """Enter, once there is something to go on from."""
    expect(page.get_by_role("button", name="Next")).to_be_visible()
    page.keyboard.press("Enter")


def save_state(page: Page) -> Locator:
    return page.locator(".attempt-bar .save-state")


def expect_state(page: Page, state: str, words: str = "") -> None:
    expect(save_state(page)).to_have_attribute("data-state", state)
    expect(save_state(page)).to_contain_text(words)


def expect_done(page: Page, timeout: float = 30_000) -> None:
    expect(page).to_have_url(re.compile(r"/done/$"), timeout=timeout)


def kept_on_device(page: Page) -> list[dict]:
    """What the page's IndexedDB holds, whoever's it is."""
    return page.evaluate(
        """() => new Promise((resolve, reject) => {
            const open = indexedDB.open("attune-answers", 2);
            open.onerror = () => reject(open.error);
            open.onsuccess = () => {
                const all = open.result.transaction("answers").objectStore("answers").getAll();
                all.onsuccess = () => { open.result.close(); resolve(all.result); };
            };
        })"""
    )
