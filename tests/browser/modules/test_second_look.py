"""The guard against rushed answers: it asks once, and never stands in the way a second time."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.modules import person
from tests.browser.modules.fake_site import FakeAttempt
from tests.browser.modules.steps import choice, feedback, lesson, pair

WORDS = "That was quick for a text of this length."
LONG = 600_000  # ms: no test reads that long
SHORT = 1


def nudge(page):
    return page.get_by_role("alert").filter(has_text=WORDS)


def the_answer(attempt: FakeAttempt) -> dict:
    [body] = attempt.stored.values()
    return body


@pytest.mark.parametrize("make", [choice, pair])
def test_a_quick_answer_is_asked_about_once_and_then_goes_through(page, site, make):
    attempt = FakeAttempt([make("one", floorMs=LONG)])
    person.visit(page, site.add(attempt))
    expect(nudge(page)).to_have_count(0)
    person.rush(page, "1", "7")
    expect(nudge(page)).to_be_in_viewport()
    expect(nudge(page)).to_contain_text("Read it once more, or confirm again to keep your answer.")
    assert attempt.stored == {}
    page.keyboard.press("Enter")
    person.expect_done(page)
    body = the_answer(attempt)
    assert body["confidence"] == 70
    assert body["timing"]["nudged"] is True
    assert body["timing"]["idleMs"] == 0


def test_by_mouse_the_second_click_goes_through(page, site):
    attempt = FakeAttempt([choice("one", floorMs=LONG)], {"one": feedback()})
    person.visit(page, site.add(attempt))
    page.get_by_text("Mild", exact=True).click()
    page.get_by_role("radio", name="80 %").click()
    page.get_by_role("button", name="Confirm").click()
    expect(nudge(page)).to_be_visible()
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".feedback")).to_be_focused()
    expect(nudge(page)).to_have_count(0)


def test_who_answers_otherwise_after_it_is_not_asked_again(page, site):
    attempt = FakeAttempt([choice("one", floorMs=LONG)])
    person.visit(page, site.add(attempt))
    person.rush(page, "1", "7")
    expect(nudge(page)).to_be_visible()
    page.keyboard.press("c")
    person.rush(page, "3", "9")
    person.expect_done(page)
    body = the_answer(attempt)
    assert (body["answer"], body["first"]["choice"]) == ({"choice": "severe"}, "none")
    assert body["timing"]["nudged"] is True


def test_an_answer_that_took_its_time_is_not_asked_about(page, site):
    attempt = FakeAttempt([choice("one", floorMs=SHORT)])
    person.visit(page, site.add(attempt))
    person.rush(page, "2", "6")
    person.expect_done(page)
    assert the_answer(attempt)["timing"]["nudged"] is False


def test_a_step_without_a_floor_is_never_asked_about(page, site):
    attempt = FakeAttempt([lesson("one")])
    person.visit(page, site.add(attempt))
    person.rush(page, "2", None)
    person.expect_done(page)
    assert the_answer(attempt)["timing"]["nudged"] is False


def test_what_is_missing_is_asked_for_first(page, site):
    person.visit(page, site.add(FakeAttempt([choice("one", floorMs=LONG)])))
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Say how sure you are.")).to_be_visible()
    expect(nudge(page)).to_have_count(0)


def test_a_held_key_and_a_double_click_do_not_confirm_what_was_not_read(page, site):
    attempt = FakeAttempt([choice("one", floorMs=LONG)])
    person.visit(page, site.add(attempt))
    page.keyboard.press("2")
    page.keyboard.press("8")
    for _ in range(5):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    expect(nudge(page)).to_be_visible()
    page.reload()
    person.ready(page)
    page.keyboard.press("2")
    page.keyboard.press("8")
    page.get_by_role("button", name="Confirm").click(click_count=3)
    expect(nudge(page)).to_be_visible()
    assert attempt.stored == {}
    page.get_by_role("button", name="Confirm").click()
    person.expect_done(page)


def test_a_refused_answer_that_is_given_again_is_not_asked_about_again(page, site, page_guard):
    page_guard.expect(r"status of 400")
    attempt = FakeAttempt([choice("one", floorMs=LONG)])
    site.faults.append((400, {"error": {"code": "invalid", "message": "No.", "field": None}}))
    person.visit(page, site.add(attempt))
    person.rush(page, "1", "7")
    expect(nudge(page)).to_be_visible()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Answer again").click()
    person.rush(page, "2", "8")
    person.expect_done(page)
    assert the_answer(attempt)["timing"]["nudged"] is True


@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits_a_phone_and_is_accessible(page, site, width):
    page.set_viewport_size({"width": width, "height": 740})
    long = "The tap in the east wing drips. " * 12
    person.visit(page, site.add(FakeAttempt([choice("one", long, floorMs=LONG)])))
    person.rush(page, "1", "7")
    expect(nudge(page)).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    for _ in axe.both_themes(page):
        axe.assert_no_axe_violations(page)
