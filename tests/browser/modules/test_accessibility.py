"""Axe on the attempt page in its states, in both themes."""

from playwright.sync_api import expect

from tests.browser.axe import assert_no_axe_violations, both_themes
from tests.browser.modules import person
from tests.browser.modules.fake_site import FakeAttempt
from tests.browser.modules.steps import choice, feedback, lesson, pair, sart

GUIDELINE = {"title": "Severity", "html": "<p>Read the whole text first.</p>"}


def check(page) -> None:
    for _ in both_themes(page):
        assert_no_axe_violations(page)


def test_items_feedback_and_dialogs(page, site):
    steps = [choice("one"), pair("two"), lesson("three")]
    person.visit(page, site.add(FakeAttempt(steps, {"one": feedback(), "two": feedback(correct=False)}, GUIDELINE)))
    check(page)
    page.keyboard.press("?")
    check(page)
    page.keyboard.press("Escape")
    person.answer_by_keyboard(page)
    expect(page.locator(".feedback")).to_be_visible()
    check(page)
    page.keyboard.press("Enter")
    check(page)
    person.answer_by_keyboard(page, "1")
    person.go_on(page)
    check(page)


def test_the_end_of_the_list_with_trouble(page, site, page_guard):
    page_guard.expect("Failed to load resource")
    attempt = FakeAttempt([choice("one")], {"one": feedback()})
    person.visit(page, site.add(attempt))
    page.context.set_offline(True)
    person.answer_by_keyboard(page)
    person.go_on(page)
    expect(page.locator(".notice")).to_be_visible()
    check(page)


def test_the_card_before_a_drill(page, site):
    person.visit(page, site.add(FakeAttempt([sart("one", [1, 2, 3])])))
    expect(page.get_by_role("heading", name="Now it counts")).to_be_visible()
    check(page)
