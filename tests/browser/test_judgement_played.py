"""Exercises of judgement on the real site, by keyboard alone: from the page to what is stored and scored."""

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Score
from courseware.domain import jobs
from tests.browser.attempts import address, expect_finished
from tests.browser.axe import assert_no_axe_violations
from tests.browser.modules import person
from tests.browser.short_course import PRACTICE, begin, shorten
from training.models import Attempt, Response

on_both_widths = pytest.mark.parametrize("width", [360, 1280])


def opened(page: Page, attempt: Attempt, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    person.visit(page, address(attempt))


def sound(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert_no_axe_violations(page)


@on_both_widths
def test_two_records_are_named_and_scored(page, sign_in, live_people, tmp_path, width):
    config = {"records": 2, "rows": 12}
    people = shorten(live_people, tmp_path, configs={PRACTICE: config}, kinds={PRACTICE: "naming"}, in_order=False)
    sign_in(page, people.trainee)
    attempt = begin(people.enrolment, PRACTICE)
    opened(page, attempt, width)
    for step, right in zip(attempt.steps.order_by("position"), (True, False), strict=True):
        options = step.plan["options"]
        chosen = step.plan["bias"] if right else next(slug for slug in options if slug != step.plan["bias"])
        person.answer_by_keyboard(page, str(1 + options.index(chosen)), "7")
        expect(page.locator(".feedback")).to_contain_text("Right" if right else "The right answer is:")
        sound(page)
        page.keyboard.press("Enter")
    expect_finished(page, attempt)
    jobs.run_due()
    score = Score.objects.get(attempt=attempt, measure="naming_accuracy")
    assert (score.value, score.n) == (0.5, 2)
    page.reload()
    expect(page.get_by_text("Biases named rightly").first).to_be_visible()


@on_both_widths
def test_an_answer_pauses_is_stepped_back_from_and_earns_points(page, sign_in, live_people, tmp_path, width):
    config = {"guideline": "severity", "items": ["sev-001"], "pauses": 1.0, "points": True}
    people = shorten(live_people, tmp_path, configs={PRACTICE: config}, in_order=False)
    sign_in(page, people.trainee)
    attempt = begin(people.enrolment, PRACTICE)
    opened(page, attempt, width)
    person.answer_by_keyboard(page, "1", "9")
    pause = page.locator(".pause")
    expect(pause).to_be_visible()
    sound(page)
    page.keyboard.press("c")
    expect(pause).to_be_hidden()
    person.answer_by_keyboard(page, "2", "5")
    expect(page.locator(".feedback")).to_contain_text("of 100.")
    sound(page)
    page.keyboard.press("Enter")
    person.expect_done(page)
    response = Response.objects.get(attempt=attempt)
    assert response.first["choice"] != response.answer["choice"]
    assert (response.first["confidence"], response.confidence) == (0.9, 0.5)
    assert response.answer["parts"]["pauses"]["question"] == attempt.steps.get().plan["pause"]
