"""Saying why and marking the text, by keyboard alone and with the mouse."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import assert_no_axe_violations, both_themes
from tests.browser.modules import person
from tests.browser.modules.fake_site import FakeAttempt
from tests.browser.modules.steps import choice, feedback

TEXT = "The tap 🚰 drips. Nobody has called a plumber. It has dripped since May."
LIMITS = {"shortest": 20, "longest": 800, "mostSpans": 2}
WHY = "Nothing here hurts anyone at all."
SAID = {"mentions": ["named harm"], "others": ["no threat"], "counts": False, "estimator": "words-1"}


def step(**more):
    return choice("one", TEXT, parts={"rationale": LIMITS}, **more)


def sent(attempt: FakeAttempt) -> dict:
    [body] = attempt.stored.values()
    return body["answer"]["parts"]["rationale"]


def marked(rationale: dict) -> list[str]:
    return [TEXT[span["start"] : span["end"]] for span in rationale["spans"]]


@pytest.mark.parametrize("width", [360, 1280])
def test_by_keyboard_alone(page, site, width):
    page.set_viewport_size({"width": width, "height": 800})
    told = feedback(correct=False) | {"parts": {"rationale": SAID}}
    attempt = FakeAttempt([step()], {"one": told})
    person.visit(page, site.add(attempt))
    page.keyboard.press("1")
    expect(page.get_by_label("Why?")).to_be_focused()
    page.keyboard.type("Too short")
    page.keyboard.press("Control+a")
    page.keyboard.type(WHY)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens the list of sentences
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="Nobody has called a plumber.")).to_be_checked()
    expect(page.locator(".passage mark")).to_have_text("Nobody has called a plumber.")
    for _ in both_themes(page):
        assert_no_axe_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    while not page.evaluate("document.activeElement.name === 'confidence'"):
        page.keyboard.press("Tab")
    page.keyboard.press("8")
    page.keyboard.press("Enter")
    if page.locator(".nudge:not(:empty)").count():
        page.keyboard.press("Enter")
    expect(page.locator(".rationale-said")).to_contain_text("seem to mention: named harm.")
    expect(page.locator(".rationale-said")).to_contain_text("count only where the answer matches the key")
    assert sent(attempt)["text"] == WHY
    assert marked(sent(attempt)) == ["Nobody has called a plumber."]


def test_what_is_selected_with_the_mouse_is_marked_and_what_overlaps_is_one_mark(page, site):
    attempt = FakeAttempt([step()])
    person.visit(page, site.add(attempt))
    select(page, "drips")
    page.get_by_role("button", name="Mark the selected words").click()
    expect(page.locator(".passage mark")).to_have_text(["drips"])
    select(page, "ips. Nobody")
    page.keyboard.press("m")
    expect(page.locator(".passage mark")).to_have_text(["drips. Nobody"])
    page.get_by_text("Or choose whole sentences").click()
    page.get_by_role("checkbox", name="It has dripped since May.").check()
    select(page, "plumber")
    page.keyboard.press("m")  # one more than there may be
    expect(page.get_by_text("There are 2 marks already.")).to_be_visible()
    expect(page.locator(".passage-text")).to_have_text(TEXT)
    page.get_by_role("radio", name="Mild").check()
    page.get_by_label("Why?").fill(WHY)
    page.get_by_label("80 %").check()
    confirm(page)
    person.expect_done(page)
    assert marked(sent(attempt)) == ["drips. Nobody", "It has dripped since May."]


def test_a_mark_can_be_taken_back(page, site):
    person.visit(page, site.add(FakeAttempt([step()])))
    page.get_by_text("Or choose whole sentences").click()
    page.get_by_role("checkbox", name="It has dripped since May.").check()
    page.get_by_role("checkbox", name="Nobody has called a plumber.").check()
    page.get_by_role("button", name="Remove the mark: Nobody").press("Enter")
    expect(page.get_by_role("button", name="Remove the mark: It has dripped")).to_be_focused()
    expect(page.get_by_role("checkbox", name="Nobody has called a plumber.")).not_to_be_checked()
    expect(page.locator(".passage mark")).to_have_text(["It has dripped since May."])


def test_a_sentence_is_taken_out_of_a_mark_and_the_rest_stays(page, site):
    person.visit(page, site.add(FakeAttempt([step()])))
    mark = page.locator(".passage mark")
    select(page, "drips. Nobody has called a plumber. It has")
    page.keyboard.press("m")
    page.get_by_text("Or choose whole sentences").click()
    page.get_by_role("checkbox", name="Nobody has called").uncheck()
    expect(mark).to_have_text(["drips.", "It has"])
    page.get_by_role("button", name="Remove the mark: drips.").click()
    select(page, TEXT)
    page.keyboard.press("m")
    page.get_by_role("checkbox", name="The tap").uncheck()
    expect(mark).to_have_text(["Nobody has called a plumber. It has dripped since May."])
    expect(page.get_by_role("checkbox", name="Nobody has called")).to_be_checked()


def test_no_more_is_left_of_a_mark_than_there_may_be_marks(page, site):
    limits = {**LIMITS, "mostSpans": 1}
    person.visit(page, site.add(FakeAttempt([choice("one", TEXT, parts={"rationale": limits})])))
    select(page, "drips. Nobody has called a plumber. It has dripped")
    page.keyboard.press("m")
    page.get_by_text("Or choose whole sentences").click()
    page.get_by_role("checkbox", name="Nobody has called").uncheck()
    expect(page.locator(".passage mark")).to_have_text(["It has dripped"])


def test_in_the_list_of_sentences_a_digit_chooses_an_answer(page, site):
    person.visit(page, site.add(FakeAttempt([step()])))
    page.get_by_text("Or choose whole sentences").click()
    page.get_by_role("checkbox", name="The tap").check()
    page.keyboard.press("3")
    expect(page.get_by_role("radio", name="Severe")).to_be_checked()
    expect(page.get_by_label("Why?")).to_be_focused()


def test_the_words_outlive_a_reload(page, site):
    person.visit(page, site.add(FakeAttempt([step()])))
    page.get_by_label("Why?").fill(WHY)
    page.reload()
    person.ready(page)
    expect(page.get_by_label("Why?")).to_have_value(WHY)
    expect(page.get_by_text(f"{len(WHY)} so far")).to_be_visible()


def test_too_few_words_are_asked_for_more_and_a_second_thought_keeps_them(page, site):
    attempt = FakeAttempt([step()])
    person.visit(page, site.add(attempt))
    page.keyboard.press("3")
    page.keyboard.type("Too short")
    page.get_by_label("80 %").check()
    confirm(page)
    expect(page.get_by_role("alert").first).to_have_text("Say why, in at least 20 characters.")
    page.get_by_label("Why?").fill(WHY)
    page.get_by_role("button", name="I caught myself").click()
    expect(page.get_by_label("Why?")).to_have_value(WHY)
    page.get_by_role("radio", name="None").check()
    page.get_by_label("90 %").check()
    confirm(page)
    person.expect_done(page)
    [body] = attempt.stored.values()
    assert body["first"]["parts"]["rationale"]["text"] == WHY
    assert sent(attempt) == {"text": WHY, "spans": []}


def confirm(page) -> None:
    page.get_by_role("button", name="Confirm").click()
    if page.locator(".nudge:not(:empty)").count():
        page.get_by_role("button", name="Confirm").click()


def select(page, words: str) -> None:
    """As if dragged over with the mouse, whatever marks the text has by now."""
    page.evaluate(
        """(words) => {
            const node = document.querySelector(".passage-text");
            const start = node.textContent.indexOf(words);
            const at = (place) => {
                const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
                for (let text; (text = walk.nextNode()); place -= text.length) {
                    if (place <= text.length) return [text, place];
                }
            };
            getSelection().setBaseAndExtent(...at(start), ...at(start + words.length));
        }""",
        words,
    )
