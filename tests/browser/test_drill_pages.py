"""A drill after it is done, in the browser: the trainee's page, the instructor's, and a run set aside between them."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.looking import check
from tests.browser.steps import expect_path
from tests.browser.test_layout import PHONE, TOO_WIDE
from tests.evidence import load_general_policy
from tests.faults.answering import DRILL
from tests.people import MONDAY_9
from tests.practised import attempt_of, drill_on, practise
from training.models import Attempt

REASON = "There was a fire alarm in the middle of it."


def instructors_page(attempt: Attempt) -> str:
    enrolment = attempt.enrolment
    path = reverse("trainee", args=[enrolment.cohort.public_id, enrolment.public_id])
    return f"{path}?attempt={attempt.public_id}"


def fits_a_phone(page: Page) -> None:
    before = page.viewport_size
    page.set_viewport_size(PHONE)
    assert page.evaluate(TOO_WIDE) == []
    page.set_viewport_size(before)


def test_an_instructor_sets_a_run_aside_and_the_trainee_sees_why(page, live_people, sign_in):
    people = live_people
    load_general_policy()
    attempt = drill_on(people.enrolment, DRILL, now=MONDAY_9, void=3)

    sign_in(page, people.trainee)
    done = reverse("attempt_done", args=[attempt.public_id])
    page.goto(done)
    expect(page.get_by_role("heading", name="The whole run")).to_be_visible()
    page.get_by_text("The same numbers as a table").click()
    check(page)
    fits_a_phone(page)

    sign_in(page, people.instructor)
    page.goto(instructors_page(attempt))
    expect(page.get_by_role("img", name="Response time over trial number")).to_be_visible()
    page.get_by_text("Every trial as a table").click()
    page.get_by_text("Block 1: 45 trials").click()
    check(page)
    fits_a_phone(page)
    page.get_by_role("button", name="Store this ruling").click()
    page.get_by_label("Set this run aside and offer it again").check()
    page.get_by_label("Why").fill(REASON)
    page.get_by_role("button", name="Store this ruling").click()
    expect_path(page, instructors_page(attempt).partition("?")[0])
    expect(page.get_by_text("Set aside, and offered again")).to_be_visible()
    check(page)

    sign_in(page, people.trainee)
    page.goto(done)
    expect(page.get_by_text("Your instructor set this run aside")).to_be_visible()
    expect(page.get_by_text(REASON)).to_be_visible()
    check(page)
    fits_a_phone(page)
    page.get_by_role("link", name="Today page").click()
    expect(page.get_by_role("heading", name="Offered again")).to_be_visible()


@pytest.mark.parametrize("module", ["w1d2-dot", "w1d3-city", "w1d5-look"])
def test_every_drill_has_its_page_for_both(page, live_people, sign_in, module):
    people = live_people
    practise(people.enrolment, 5)
    attempt = attempt_of(people.enrolment, module)
    sign_in(page, people.trainee)
    page.goto(reverse("attempt_done", args=[attempt.public_id]))
    expect(page.get_by_role("heading", name="The whole run")).to_be_visible()
    check(page)
    fits_a_phone(page)
    sign_in(page, people.instructor)
    page.goto(instructors_page(attempt))
    expect(page.get_by_role("heading", name="Set aside or offer again")).to_be_visible()
    check(page)
    fits_a_phone(page)
