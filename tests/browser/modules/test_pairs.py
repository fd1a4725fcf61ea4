"""Pairs as annotation teams judge them: strength, ratings, reasons, and Markdown in the responses; by keys alone."""

import random

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_no_axe_violations, both_themes
from tests.browser.modules import person
from tests.browser.modules.fake_site import FakeAttempt
from tests.browser.modules.steps import PAYLOAD
from tests.training.pair_steps import grade, present, step
from training.activities import ACTIVITIES
from training.activities.base import SimulatedPerson

CODE = 'Use the shell:\n\n```sh\nfor name in *; do echo "$name" | tr a-z A-Z | tr -d " "; done\n```\n\n- One'
EVERYTHING = {"strength": True, "ratings": True, "reasons": True}
VIEW = step(
    key={"side": "a", "strength": "slight", "category": "helpful"},
    body={"response_a": CODE, "response_b": f"**By hand.** {PAYLOAD}"},
    **EVERYTHING,
)
WIDTHS = pytest.mark.parametrize("width", [360, 1280])


def visit(page: Page, site, width: int, *, graded: bool = False) -> FakeAttempt:
    """The page with that one step, as the server presents it and would grade a simulated answer."""
    page.set_viewport_size({"width": width, "height": 800})
    feedback = {}
    if graded:
        value = ACTIVITIES["preference"].simulate(VIEW, SimulatedPerson(), random.Random(4)).value
        feedback = {"one": grade(VIEW, "left_slight", **value["parts"]).feedback}
    attempt = FakeAttempt([{"step": "one", **present(VIEW)}], feedback)
    person.visit(page, site.add(attempt))
    return attempt


def fill(page: Page) -> None:
    """Everything but the confirmation, by keys alone."""
    for key in ("3", *"54443322", "1", "6", "t"):
        page.keyboard.press(key)
    page.keyboard.type("It can be run as it is.")
    page.keyboard.press("Tab")
    page.keyboard.press("8")


def confirm(page: Page) -> None:
    page.keyboard.press("Enter")
    if page.locator(".nudge:not(:empty)").count():
        page.keyboard.press("Enter")


@WIDTHS
def test_the_whole_judgement_by_keys_alone(page: Page, site, width: int):
    attempt = visit(page, site, width, graded=True)
    fill(page)
    confirm(page)
    expect(page.locator(".feedback")).to_be_focused()
    expect(page.locator(".feedback")).to_contain_text("The key calls it slightly better too.")
    expect(page.locator(".option.is-key")).to_contain_text("Left is slightly better")
    [body] = attempt.stored.values()
    assert body["answer"] == {
        "choice": "left_slight",
        "parts": {
            "ratings": {
                "left": {"helpful": 5, "honest": 4, "harmless": 3, "instruction": 2},
                "right": {"helpful": 4, "honest": 4, "harmless": 3, "instruction": 2},
            },
            "reasons": {"categories": ["helpful", "length"], "text": "It can be run as it is."},
        },
    }
    assert body["confidence"] == 80
    # What the page sends is what the server takes.
    assert grade(VIEW, **{"choice": body["answer"]["choice"], **body["answer"]["parts"]}).correct


@WIDTHS
def test_it_fits_and_is_accessible_with_and_without_feedback(page: Page, site, width: int):
    visit(page, site, width, graded=True)
    tops = {round(box["y"]) for box in (one.bounding_box() for one in page.locator(".option").all()) if box}
    assert len(tops) == (8 if width == 360 else 1)
    for part in ("answering", "feedback"):
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, part
        for _ in both_themes(page):
            assert_no_axe_violations(page)
        if part == "answering":
            fill(page)
            confirm(page)
            expect(page.locator(".feedback")).to_be_focused()


def test_what_is_missing_is_asked_for_in_its_place(page: Page, site):
    attempt = visit(page, site, 1280)
    alert = page.get_by_role("alert").first
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    expect(alert).to_have_text("Rate the left response: helpful.")
    for digit in "33333333":
        page.keyboard.press(digit)
    expect(page.locator(".reasons > legend")).to_have_text("I prefer this because…")
    page.keyboard.press("Enter")
    expect(alert).to_have_text("Pick at least one reason.")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(alert).to_have_text("Say in a sentence what decides.")
    page.keyboard.type("It is right.")
    page.keyboard.press("Enter")  # what comes next is no mistake yet
    expect(page.get_by_label("25 %")).to_be_focused()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(alert).to_have_text("Say how sure you are.")
    page.keyboard.press("7")
    confirm(page)
    person.expect_done(page)
    [body] = attempt.stored.values()
    assert body["answer"]["choice"] == "left_slight"
    assert body["answer"]["parts"]["reasons"] == {"categories": ["honest"], "text": "It is right."}


@pytest.mark.parametrize(("digit", "choice"), [("4", "tie"), ("8", "both_bad")])
def test_who_prefers_neither_says_why_and_need_not_pick(page: Page, site, digit: str, choice: str):
    attempt = visit(page, site, 1280)
    page.keyboard.press(digit)
    for rating in "33333333":
        page.keyboard.press(rating)
    expect(page.locator(".reasons > legend")).to_have_text("I prefer neither because…")
    expect(page.get_by_text("the sentence is enough")).to_be_visible()
    expect(page.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("Both say the same.")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("7")
    confirm(page)
    person.expect_done(page)
    [body] = attempt.stored.values()
    assert body["answer"]["choice"] == choice
    assert body["answer"]["parts"]["reasons"] == {"categories": [], "text": "Both say the same."}
    assert grade(VIEW, choice, **body["answer"]["parts"]).stored["parts"]["reasons"]["categories"] == []


def test_stepping_back_keeps_all_of_the_first_answer_and_clears_all_but_the_words(page: Page, site):
    attempt = visit(page, site, 1280)
    fill(page)
    page.keyboard.press("c")
    expect(page.locator("form input:checked")).to_have_count(0)
    expect(page.locator("textarea")).to_have_value("It can be run as it is.")
    for key in ("3", *"54443322", "1", "8"):  # with the words, one category is enough to go on
        page.keyboard.press(key)
    page.get_by_role("checkbox", name="Its length").check()
    confirm(page)
    person.expect_done(page)
    [body] = attempt.stored.values()
    assert body["first"]["choice"] == "left_slight"
    assert body["first"]["parts"] == body["answer"]["parts"]


def test_a_slip_in_a_rating_does_not_change_the_answer(page: Page, site):
    visit(page, site, 1280)
    page.keyboard.press("3")
    page.keyboard.press("6")  # ratings end at 5; the sixth answer is another one
    expect(page.get_by_role("radio", name="Left is slightly better")).to_be_checked()
    expect(page.locator(".rating input").first).to_be_focused()


def test_the_sentence_outlives_a_reload_and_goes_with_the_answer(page: Page, site):
    visit(page, site, 1280)
    fill(page)
    page.reload()
    person.ready(page)
    expect(page.locator("textarea")).to_have_value("It can be run as it is.")
    for key in ("3", *"54443322", "1", "Tab"):
        page.keyboard.press(key)
    page.get_by_label("80 %").check()
    confirm(page)
    person.expect_done(page)
    assert page.evaluate("sessionStorage.length") == 0


def test_markdown_is_shown_and_nothing_in_it_runs(page: Page, site):
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    visit(page, site, 360)
    left, right = page.locator("[data-side=left]"), page.locator("[data-side=right]")
    expect(left.locator("pre code")).to_contain_text("tr a-z A-Z")
    expect(left.locator("li")).to_have_text("One")
    expect(right.locator("strong")).to_have_text("By hand.")
    expect(right).to_contain_text(PAYLOAD)
    assert page.locator("main :is(img, script, a)").count() == 0
    assert dialogs == []


def test_keys_of_its_own_are_in_the_list(page: Page, site):
    visit(page, site, 1280)
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    for words in ("“Both are bad”", "in a rating", "in the reasons", "to the sentence"):
        expect(keys).to_contain_text(words)
