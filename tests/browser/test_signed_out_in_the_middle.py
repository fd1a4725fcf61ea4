"""Somebody signs out, or somebody else signs in, while answers wait: they are kept, and go out as their owner's."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.attempts import CUT, address, finish, stored
from tests.browser.modules import person
from tests.browser.short_course import PRACTICE, begin, shorten
from tests.browser.steps import expect_path, fill_sign_in, is_answer, requests_to, sign_out
from tests.people import PASSWORD, People
from training.models import Attempt, Response


@pytest.fixture
def people(live_people, tmp_path) -> People:
    return shorten(live_people, tmp_path, in_order=False)


@pytest.fixture
def attempt(people) -> Attempt:
    return begin(people.enrolment, PRACTICE)


@pytest.fixture
def open_attempt(page, people, attempt) -> Page:
    fill_sign_in(page, people.trainee.email)
    expect_path(page, "/today/")
    person.visit(page, address(attempt))
    return page


def sign_out_beside(page: Page) -> Page:
    """In another tab of the same browser."""
    beside = page.context.new_page()
    beside.goto("/today/")
    sign_out(beside)
    return beside


def test_signed_out_answers_wait_for_the_sign_in(open_attempt, attempt, page_guard):
    page_guard.expect("status of 401")
    page = open_attempt
    sign_out_beside(page).close()
    person.answer_by_keyboard(page, "2")
    person.expect_state(page, "queued", "1 answer queued, will be sent: you are signed out.")
    assert stored(attempt) == []
    assert len(person.kept_on_device(page)) == 1

    page.locator(".attempt-bar").get_by_role("link", name="Sign in").click()
    page.get_by_label("E-mail address").fill(attempt.enrolment.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    person.ready(page)
    expect_path(page, address(attempt))
    person.expect_state(page, "saved", "Saved")
    assert stored(attempt) == [(0, "mild")]
    finish(page, attempt, late_feedback=True)


def test_another_person_on_the_same_browser_does_not_send_them(open_attempt, people, attempt, page_guard):
    page_guard.expect(CUT)
    page = open_attempt
    page.context.set_offline(True)
    person.answer_by_keyboard(page, "2")
    person.expect_state(page, "queued")
    page.close()
    page.context.set_offline(False)

    theirs = begin(people.other_enrolment, PRACTICE)
    other = sign_out_beside(page)
    fill_sign_in(other, people.other_trainee.email)
    expect_path(other, "/today/")
    with requests_to(other, is_answer) as sent:
        person.visit(other, address(theirs))
        expect(person.save_state(other)).to_have_text("")
        person.answer_by_keyboard(other, "1")
        person.expect_state(other, "saved", "Saved")
        person.go_on(other)
        person.answer_by_keyboard(other, "1")
        person.go_on(other)
        person.expect_done(other)
    assert {request.url.split("/")[-3] for request in sent} == {str(theirs.public_id)}
    assert stored(attempt) == []
    assert [kept["attempt"] for kept in person.kept_on_device(other)] == [str(attempt.public_id)]

    sign_out(other)
    fill_sign_in(other, people.trainee.email)
    expect_path(other, "/today/")
    person.visit(other, address(attempt))
    person.expect_state(other, "saved", "Saved")
    assert stored(attempt) == [(0, "mild")]
    finish(other, attempt, late_feedback=True)


def test_a_page_left_open_while_another_person_signs_in(open_attempt, people, attempt, page_guard):
    page_guard.expect("status of 40[34]")
    page = open_attempt
    other = sign_out_beside(page)
    fill_sign_in(other, people.other_trainee.email)
    expect_path(other, "/today/")
    person.answer_by_keyboard(page, "2")
    person.expect_state(page, "queued")
    page.get_by_role("button", name="Send now").click()
    person.expect_state(page, "queued")
    assert not Response.objects.exists()

    sign_out(other)
    fill_sign_in(other, people.trainee.email)
    expect_path(other, "/today/")
    page.get_by_role("button", name="Send now").click()
    person.expect_state(page, "saved", "Saved")
    assert stored(attempt) == [(0, "mild")]
    person.go_on(page)
    finish(page, attempt)
