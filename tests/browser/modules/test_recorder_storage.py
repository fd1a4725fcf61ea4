"""A browser that keeps nothing for the page, and the warning before leaving it."""

import pytest
from playwright.sync_api import expect

from tests.browser.modules import person
from tests.browser.modules.fake_site import FakeAttempt
from tests.browser.modules.steps import choice, feedback

NO_STORAGE = "Object.defineProperty(globalThis, 'indexedDB', {value: undefined});"
BROKEN_STORAGE = "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };"
FULL_DISK = "IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError'); };"


@pytest.fixture
def attempt():
    return FakeAttempt([choice("one"), choice("two")], {"one": feedback(), "two": feedback()})


@pytest.mark.parametrize("browser_without", [NO_STORAGE, BROKEN_STORAGE])
def test_without_storage_the_page_says_so_and_works(page, site, attempt, browser_without):
    page.add_init_script(browser_without)
    person.visit(page, site.add(attempt))
    expect(page.locator(".notice-warn")).to_contain_text("Keep this page open")
    person.answer_by_keyboard(page)
    expect(page.locator(".feedback")).to_contain_text("Matches the key")
    person.expect_state(page, "saved")


@pytest.mark.parametrize("browser_without", [NO_STORAGE, FULL_DISK])
def test_leaving_warns_while_an_answer_lives_in_memory_only(page, site, attempt, page_guard, browser_without):
    page_guard.expect("Failed to load resource")
    page.add_init_script(browser_without)
    person.visit(page, site.add(attempt))
    site.down = True
    person.answer_by_keyboard(page)
    person.expect_state(page, "queued", "Keep this page open.")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    site.down = False
    page.reload()
    assert asked == ["beforeunload"]


def test_leaving_does_not_warn_while_answers_are_kept(page, site, attempt, page_guard):
    page_guard.expect("Failed to load resource")
    person.visit(page, site.add(attempt))
    site.faults.append("drop before")
    person.answer_by_keyboard(page)
    person.expect_state(page, "queued")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    person.expect_state(page, "saved")
    assert asked == []


def test_without_locks_and_without_random_uuid(page, site, attempt):
    # As on plain http in a local network.
    page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'locks', {value: undefined});"
        "Object.defineProperty(Crypto.prototype, 'randomUUID', {value: undefined});"
    )
    person.visit(page, site.add(attempt))
    person.answer_by_keyboard(page)
    expect(page.locator(".feedback")).to_be_visible()
    assert len(attempt.stored) == 1
