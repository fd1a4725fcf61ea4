"""An exercise with plants, by keyboard alone: a stance, a text with a rating before it and a suggestion, a guess."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import assert_no_axe_violations, both_themes
from tests.browser.modules import person
from tests.browser.modules.fake_site import FakeAttempt
from tests.browser.modules.steps import feedback
from tests.training.biases.a_course import TEXT_CONFIG, TEXTS
from tests.training.biases.exercises import SEVERITY, steps_of
from training.activities import ACTIVITIES


def sent_steps() -> list[dict]:
    """The first stance, a text with a suggestion and the guess, as the server sends them."""
    steps = steps_of(TEXT_CONFIG, TEXTS, SEVERITY, 1)
    suggested = next(step for step in steps if step.plan.get("bias") == "anchoring" and step.plan["arm"] == "shown")
    chosen = {"stance": steps[0], "text": suggested, "guess": steps[-1]}
    return [{"step": name, **ACTIVITIES["practice"].present(step)} for name, step in chosen.items()]


def sound(page) -> None:
    for _ in both_themes(page):
        assert_no_axe_violations(page)
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_whole_exercise_by_keyboard_alone(page, site, width):
    page.set_viewport_size({"width": width, "height": 800})
    attempt = FakeAttempt(sent_steps(), {"text": feedback()})
    person.visit(page, site.add(attempt))
    expect(page.get_by_role("group", name="Do you agree?")).to_be_visible()
    sound(page)
    page.keyboard.press("2")
    page.keyboard.press("Enter")

    before = page.get_by_role("group", name="How warm is it?")
    expect(before).to_be_visible()
    expect(page.get_by_text("A colleague's answer")).to_be_visible()
    sound(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("Answer the first question too.")
    expect(before.get_by_role("radio", name="1, Cold")).to_be_focused()
    page.keyboard.press("4")
    expect(before.get_by_role("radio", name="4")).to_be_checked()
    page.keyboard.press("3")  # that rating was the last thing missing there: digits are the answers' now
    page.keyboard.press("8")
    page.keyboard.press("Enter")
    if page.locator(".nudge:not(:empty)").count():
        page.keyboard.press("Enter")
    expect(page.locator(".feedback")).to_be_visible()
    person.go_on(page)

    expect(page.get_by_role("group", name="Which of these do you think moved you?")).to_be_visible()
    sound(page)
    page.keyboard.press("3")
    page.keyboard.press("6")
    page.keyboard.press("Enter")
    person_done = {"stance": {"choice": "disagree"}, "guess": {"choice": "anchoring,halo"}}
    page.wait_for_function("() => !document.querySelector('form.attempt')")
    assert {step: attempt.by_step[step]["answer"] for step in person_done} == person_done
    text = attempt.by_step["text"]
    assert text["answer"] == {"choice": "moderate", "parts": {"before": 4}}
    assert text["confidence"] == 80
