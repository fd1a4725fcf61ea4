"""Choice, pair and lesson steps as a person does them, by keyboard and by touch."""

import pytest
from playwright.sync_api import expect

from tests.browser.modules import person
from tests.browser.modules.fake_site import FakeAttempt
from tests.browser.modules.steps import PAYLOAD, choice, feedback, lesson, pair

GUIDELINE = {"title": "Severity", "html": "<p>Read the <em>whole</em> text first.</p>"}


def test_a_whole_list_by_keyboard(page, site):
    attempt = FakeAttempt(
        [lesson("lesson"), choice("choice"), pair("pair")],
        {"lesson": feedback(key="b", name="Checking"), "choice": feedback(correct=False, key="severe", name="Severe")},
    )
    person.visit(page, site.add(attempt))
    expect(page.locator(".items-left")).to_be_focused()
    expect(page.locator(".items-left")).to_have_text("3 items left")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator(".feedback")).to_contain_text("Right")
    expect(page.locator(".feedback")).to_be_focused()
    page.keyboard.press("Enter")

    person.answer_by_keyboard(page, "1", "0")
    expect(page.locator(".feedback")).to_contain_text("The key is: Severe")
    expect(page.locator(".option.is-key")).to_contain_text("Severe")
    expect(page.locator(".option.is-chosen")).to_contain_text("Your answer")
    expect(page.locator(".factors")).to_contain_text("One person is meant.")
    page.keyboard.press("Enter")

    # Without feedback the list goes on, and ends, by itself.
    person.answer_by_keyboard(page, "2", "5")
    person.expect_done(page)
    answers = attempt.by_step
    assert answers["lesson"]["answer"] == {"choice": "b"}
    assert answers["lesson"]["confidence"] is None
    assert answers["choice"]["confidence"] == 100
    assert (answers["pair"]["answer"], answers["pair"]["confidence"]) == ({"choice": "right"}, 50)
    for body in answers.values():
        assert set(body) == {"uuid", "step", "answer", "confidence", "first", "timing"}
        assert body["first"] is None
        assert 0 < body["timing"]["activeMs"] <= body["timing"]["rtMs"] + 1
        assert body["timing"]["hidden"] is False


def test_the_first_unanswered_step_comes_first(page, site):
    attempt = FakeAttempt([choice("one", "First text."), choice("two", "Second text.")])
    attempt.stored["u"] = {"uuid": "u", "step": "one", "answer": {"choice": "none"}}
    person.visit(page, site.add(attempt))
    expect(page.locator(".passage")).to_contain_text("Second text.")
    expect(page.locator(".items-left")).to_have_text("1 item left")


def test_i_caught_myself_keeps_the_first_answer(page, site):
    attempt = FakeAttempt([choice("one")])
    person.visit(page, site.add(attempt))
    caught = page.get_by_role("button", name="I caught myself")
    expect(caught).to_be_disabled()
    page.keyboard.press("c")  # nothing to step back from yet
    page.keyboard.press("3")
    page.keyboard.press("9")
    page.keyboard.press("c")
    expect(page.get_by_text("Your first answer is kept")).to_be_visible()
    expect(page.locator("form input:checked")).to_have_count(0)
    page.keyboard.press("2")
    page.keyboard.press("c")  # once more: the first one stays the first
    person.answer_by_keyboard(page, "1", "6")
    person.expect_done(page)
    [body] = attempt.stored.values()
    assert (body["answer"], body["confidence"]) == ({"choice": "none"}, 60)
    assert (body["first"]["choice"], body["first"]["confidence"]) == ("severe", 90)
    assert 0 < body["first"]["atMs"] < body["timing"]["rtMs"]


def test_confirming_needs_an_answer_and_a_confidence(page, site):
    person.visit(page, site.add(FakeAttempt([choice("one")])))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_have_text("Choose an answer first.")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_have_text("Say how sure you are.")
    assert site.posts == []


def test_digits_belong_to_the_group_with_the_focus(page, site):
    person.visit(page, site.add(FakeAttempt([choice("one")])))
    page.keyboard.press("1")
    page.keyboard.press("7")
    expect(page.get_by_label("70 %")).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("80 %")).to_be_checked()
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    expect(page.get_by_role("radio", name="Severe")).to_be_checked()
    expect(page.get_by_label("80 %")).to_be_checked()


def test_arrows_walk_the_answers_without_leaving_them(page, site):
    person.visit(page, site.add(FakeAttempt([choice("one")])))
    page.get_by_role("radio", name="None").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Severe")).to_be_focused()


def test_help_and_guideline_are_one_key_away(page, site):
    person.visit(page, site.add(FakeAttempt([choice("one")], guideline=GUIDELINE)))
    page.keyboard.press("g")
    guideline = page.get_by_role("dialog", name="Severity")
    expect(guideline.locator("em")).to_have_text("whole")
    page.keyboard.press("1")  # keys of the page rest while a dialog is open
    page.keyboard.press("Escape")
    expect(guideline).to_be_hidden()
    expect(page.locator("form input:checked")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("I caught myself")


def test_single_character_keys_can_be_switched_off(page, site):
    address = site.add(FakeAttempt([choice("one")]))
    person.visit(page, address)
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Use single-character keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    page.reload()
    person.ready(page)
    page.keyboard.press("2")
    expect(page.locator("form input:checked")).to_have_count(0)


@pytest.mark.parametrize("make", [choice, pair])
def test_texts_are_text(page, site, make):
    step = make("one")
    for field in ("question", "prompt", "left", "right"):
        if field in step:
            step[field] = PAYLOAD
    step["options"] = [{"id": option["id"], "name": PAYLOAD, "help": PAYLOAD} for option in step["options"]]
    if "passages" in step:
        step["passages"] = [{"label": PAYLOAD, "text": PAYLOAD}]
    reply = {**feedback(), "keyName": PAYLOAD, "rationale": PAYLOAD, "factors": [{"name": PAYLOAD, "text": PAYLOAD}]}
    attempt = FakeAttempt([step], {"one": {**reply, "correct": False}}, title="Safe")
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    person.visit(page, site.add(attempt))
    expect(page.locator(".passage").first).to_contain_text(PAYLOAD)
    person.answer_by_keyboard(page, "1")
    expect(page.locator(".feedback")).to_contain_text(PAYLOAD)
    assert page.locator("main img, main script").count() == 0
    assert dialogs == []


def test_on_a_narrow_phone_nothing_sticks_out(page, site):
    page.set_viewport_size({"width": 360, "height": 740})
    person.visit(page, site.add(FakeAttempt([pair("one"), choice("two")], {"one": feedback(key="left", name="Left")})))
    for step in ("one", "two"):
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 360, step
        small = page.locator("main :is(button, label)").evaluate_all(
            "nodes => nodes.filter((node) => { const box = node.getBoundingClientRect();"
            " return box.width && Math.min(box.width, box.height) < 24; }).map((node) => node.outerHTML)"
        )
        assert small == []
        person.answer_by_keyboard(page, "1")
        if step == "one":
            person.go_on(page)


def test_a_finish_that_does_not_get_through_can_be_tried_again(page, site, page_guard):
    page_guard.expect("Failed to load resource")
    attempt = FakeAttempt([choice("one")], {"one": feedback()})
    person.visit(page, site.add(attempt))
    person.answer_by_keyboard(page)
    expect(page.locator(".feedback")).to_be_visible()
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("no connection to the server")
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    person.expect_done(page)
