"""A long look in the real page, by keyboard and by touch: what is marked is what reaches the server."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import check
from tests.browser.modules import person
from tests.browser.short_course import DRILL, begin, shorten
from training.activities.drills.documents import Line, document
from training.activities.drills.long_look import PRACTICE_LINES
from training.models import Attempt, Response, Step

LOOK: dict[str, Any] = {
    "drill": "long_look",
    "sections": 2,
    "lines_per_section": 10,
    "planted_per_section": 2,
    "practice_sections": 2,
}
PRACTICE, SECOND_PRACTICE, FIRST, LAST = range(4)  # by position


@pytest.fixture
def attempt(page, sign_in, live_people, tmp_path) -> Attempt:
    people = shorten(live_people, tmp_path, configs={DRILL: LOOK}, in_order=False)
    sign_in(page, people.trainee)
    return begin(people.enrolment, DRILL)


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": 360, "height": 740})
    return page


def visit(page: Page, attempt: Attempt) -> None:
    page.goto(f"/attempts/{attempt.public_id}/")
    expect(page.locator(".look-card, .look")).to_be_visible()


def lines_of(step: Step) -> tuple[Line, ...]:
    lines = PRACTICE_LINES if step.plan["practice"] else 10
    return document(step.plan["theme"], step.plan["seed"], lines, step.plan["planted"]).lines


def wrong_lines(attempt: Attempt, position: int) -> list[int]:
    """Where the planted lines of a section are, from 0."""
    step = attempt.steps.get(position=position)
    return [index for index, line in enumerate(lines_of(step)) if line.planted]


def answers(attempt: Attempt) -> list[Response]:
    return list(Response.objects.filter(attempt=attempt).order_by("step__position"))


def line(page: Page, index: int) -> Locator:
    return page.locator("button.look-line").nth(index)


def expect_marked(page: Page, indices: list[int]) -> None:
    pressed = page.locator("button.look-line").evaluate_all(
        "(lines) => lines.flatMap((line, n) => line.getAttribute('aria-pressed') === 'true' ? [n] : [])"
    )
    assert pressed == sorted(indices)


def expect_card(page: Page, title: str) -> None:
    expect(page.locator("h2.card-title")).to_have_text(title)


def mark_by_keys(page: Page, indices: list[int], down: str = "ArrowDown", mark: str = "Space") -> None:
    """From the head of the document line by line to the last one to mark."""
    expect(page.locator("h2.look-title")).to_be_focused()
    for index in range(max(indices) + 1):
        page.keyboard.press(down)
        expect(line(page, index)).to_be_focused()
        if index in indices:
            page.keyboard.press(mark)


def finish_by_keys(page: Page) -> None:
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Finish this section":
            return page.keyboard.press("Enter")
    raise AssertionError("Tab does not reach the button")


def test_by_keyboard_with_a_reload_in_the_middle_of_a_section(page, attempt):
    visit(page, attempt)
    expect_card(page, "A long look")
    page.keyboard.press("Enter")
    mark_by_keys(page, wrong_lines(attempt, PRACTICE))
    finish_by_keys(page)
    expect_card(page, "You have it")
    page.keyboard.press("Enter")

    expect_card(page, "Now it counts")
    page.keyboard.press("Enter")
    wrong = wrong_lines(attempt, FIRST)
    mark_by_keys(page, [0, wrong[0]], "j", "x")
    page.reload()
    expect(page.get_by_text("You are back in this section, with your marks.")).to_be_visible()
    expect_marked(page, [0, wrong[0]])
    page.keyboard.press("j")
    page.keyboard.press("x")  # takes the mark away from the first line
    expect_marked(page, wrong[:1])
    finish_by_keys(page)

    expect_card(page, "Section 2 of 2")
    page.keyboard.press("Enter")
    mark_by_keys(page, [0])
    page.keyboard.press("k")  # there is no line before the first
    expect(line(page, 0)).to_be_focused()
    finish_by_keys(page)
    person.expect_done(page)

    practice, skipped, first, last = answers(attempt)
    assert (practice.answer["hits"], practice.answer["false_alarms"]) == (practice.answer["planted"], 0)
    assert skipped.answer["skipped"]
    assert (first.answer["hits"], first.answer["false_alarms"]) == (1, 0)
    assert [(mark["line"], mark["on"]) for mark in first.recording["marks"]] == [
        ("l1", True),
        (f"l{wrong[0] + 1}", True),
        ("l1", False),
    ]
    times = [mark["atMs"] for mark in first.recording["marks"]]
    assert times == sorted(times)
    assert (last.answer["hits"], last.answer["false_alarms"]) == (0, 1)
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('attune-look-'))") == []


def test_by_touch_on_a_phone_with_practice_until_the_criterion_is_met(phone, attempt):
    visit(phone, attempt)
    phone.get_by_role("button", name="Start the practice").click()
    line(phone, 0).click()
    phone.get_by_role("button", name="Finish this section").click()
    expect_card(phone, "Look again")
    wrong = wrong_lines(attempt, PRACTICE)
    expect(phone.get_by_text(f"You found 0 of {len(wrong)} and marked 1 line that is in order.")).to_be_visible()
    told = phone.locator("[data-told]")
    expect(told).to_have_count(PRACTICE_LINES)
    for index, truth in enumerate(lines_of(attempt.steps.get(position=PRACTICE))):
        expected = "missed" if index in wrong else "needless" if index == 0 else "clean"
        assert told.nth(index).get_attribute("data-told") == expected
        assert truth.why in told.nth(index).text_content()

    phone.get_by_role("button", name="Practise once more").click()
    expect_card(phone, "Another practice section")
    phone.get_by_role("button", name="Start").click()
    for index in wrong_lines(attempt, SECOND_PRACTICE):
        line(phone, index).click()
    phone.get_by_role("button", name="Finish this section").click()
    expect_card(phone, "You have it")
    phone.get_by_role("button", name="Go on").click()
    for position, name in ((FIRST, "Start"), (LAST, "Go on")):
        phone.get_by_role("button", name=name).click()
        for index in wrong_lines(attempt, position):
            line(phone, index).click()
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360
        # Nothing is told, and what is in view is the document with its facts.
        expect(phone.locator("[data-told]")).to_have_count(0)
        expect(phone.get_by_role("complementary", name="Facts to check against")).to_be_in_viewport()
        phone.get_by_role("button", name="Finish this section").click()
    person.expect_done(phone)
    missed, *found = answers(attempt)
    assert (missed.answer["block"], missed.answer["hits"]) == (0, 0)
    assert [one.answer["block"] for one in found] == [0, 1, 2]
    assert all(one.answer["hits"] == one.answer["planted"] for one in found)


def test_a_line_under_the_facts_is_never_the_one_in_focus(phone, attempt):
    visit(phone, attempt)
    phone.get_by_role("button", name="Start the practice").click()
    for _ in range(PRACTICE_LINES):
        phone.keyboard.press("ArrowDown")
    for _ in range(PRACTICE_LINES - 1):
        phone.keyboard.press("ArrowUp")
        facts = phone.locator(".look-facts").bounding_box()
        focused = phone.locator("button.look-line:focus").bounding_box()
        assert focused["y"] >= facts["y"] + facts["height"] - 1


def test_practice_met_before_a_reload_is_not_asked_for_again(page, attempt):
    visit(page, attempt)
    page.keyboard.press("Enter")
    mark_by_keys(page, wrong_lines(attempt, PRACTICE))
    finish_by_keys(page)
    expect_card(page, "You have it")
    page.reload()
    expect_card(page, "Now it counts")


def test_without_a_connection_it_goes_on_without_feedback_and_says_so(page, page_guard, attempt):
    page_guard.expect("ERR_INTERNET_DISCONNECTED|Failed to load resource")
    visit(page, attempt)
    page.keyboard.press("Enter")
    page.context.set_offline(True)
    page.get_by_role("button", name="Finish this section").click()
    expect_card(page, "Practice done")
    expect(page.get_by_text("so you cannot see which lines were inconsistent")).to_be_visible()
    page.keyboard.press("Enter")
    expect_card(page, "Now it counts")
    page.context.set_offline(False)
    for _ in range(2):
        page.locator("section.look-card button").click()
        page.get_by_role("button", name="Finish this section").click()
    person.expect_done(page)
    assert [one.answer.get("skipped", False) for one in answers(attempt)] == [False, True, False, False]


def test_character_keys_can_be_switched_off(page, attempt):
    visit(page, attempt)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Keys").click()
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.get_by_label("Use single-character keys").uncheck()
    page.keyboard.press("Escape")
    page.locator("h2.look-title").focus()
    page.keyboard.press("j")
    expect(page.locator("h2.look-title")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    expect_marked(page, [])
    page.keyboard.press("Space")
    expect_marked(page, [0])


def test_every_view_is_accessible_in_both_themes(page, attempt):
    visit(page, attempt)
    check(page)
    page.get_by_role("button", name="Start the practice").click()
    line(page, 0).click()
    check(page)
    for index in wrong_lines(attempt, PRACTICE)[:1]:
        line(page, index).click()
    page.set_viewport_size({"width": 360, "height": 740})
    check(page)
    page.get_by_role("button", name="Finish this section").click()
    expect_card(page, "Look again")
    check(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    check(page)
