"""Acknowledged means stored, nothing is stored twice, and the person is told the truth."""

import pytest
from playwright.sync_api import expect

from tests.browser.modules import person
from tests.browser.modules.fake_site import DROP_AFTER, DROP_BEFORE, FakeAttempt, error
from tests.browser.modules.steps import choice, feedback

REFUSED = "Failed to load resource"  # what Chromium's console says of every failed request


@pytest.fixture
def attempt():
    return FakeAttempt([choice("one"), choice("two")], {"one": feedback(), "two": feedback()})


def stored_choices(attempt) -> dict[str, str]:
    return {step: body["answer"]["choice"] for step, body in attempt.by_step.items()}


def test_double_click_sends_one_answer(page, site, attempt):
    person.visit(page, site.add(attempt))
    page.get_by_label("Mild").check()
    page.get_by_label("80 %").check()
    page.get_by_role("button", name="Confirm").dblclick()
    expect(page.locator(".feedback")).to_contain_text("Matches the key")
    assert list(site.posts_by_uuid().values()) == [1]
    assert len(attempt.stored) == 1


@pytest.mark.parametrize("fault", [DROP_BEFORE, DROP_AFTER])
def test_a_lost_connection_stores_the_answer_once(page, site, attempt, page_guard, fault):
    page_guard.expect(REFUSED)
    site.faults.append(fault)
    person.visit(page, site.add(attempt))
    person.answer_by_keyboard(page)
    # The first try fails and says so, the second comes by itself and brings the feedback.
    expect(page.locator(".feedback")).to_contain_text("Kept, not sent yet")
    person.expect_state(page, "queued", "no connection to the server")
    expect(page.locator(".feedback")).to_contain_text("Matches the key")
    person.expect_state(page, "saved")
    assert list(site.posts_by_uuid().values()) == [2]
    assert len(attempt.stored) == 1
    assert person.kept_on_device(page) == []


def test_offline_one_can_go_on_and_feedback_comes_at_the_end(page, site, attempt, page_guard):
    page_guard.expect(REFUSED)
    person.visit(page, site.add(attempt))
    page.context.set_offline(True)
    person.answer_by_keyboard(page, "2")
    person.go_on(page)
    expect(page.locator(".items-left")).to_have_text("1 item left")
    person.answer_by_keyboard(page, "3")
    person.expect_state(page, "queued", "2 answers queued")
    person.go_on(page)
    expect(page.locator("main")).to_contain_text("2 answers are kept and wait to be sent")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Feedback that came later")).to_be_visible()
    expect(page.locator(".feedback")).to_have_count(2)
    page.get_by_role("button", name="Finish").click()
    person.expect_done(page)
    assert stored_choices(attempt) == {"one": "mild", "two": "severe"}
    assert attempt.finished


def test_a_reload_goes_on_sending_what_was_queued(page, site, attempt, page_guard):
    page_guard.expect(REFUSED)
    person.visit(page, site.add(attempt))
    site.faults.extend([DROP_BEFORE] * 3)
    person.answer_by_keyboard(page)
    person.expect_state(page, "queued")
    [kept] = person.kept_on_device(page)
    site.faults.clear()
    page.reload()
    expect(page.locator(".items-left")).to_have_text("1 item left")
    person.expect_state(page, "saved")
    assert list(attempt.stored) == [kept["uuid"]]
    assert person.kept_on_device(page) == []


def test_a_closed_tab_loses_nothing(context, site, attempt, page_guard):
    page_guard.expect(REFUSED)
    site.faults.append(DROP_BEFORE)
    page = context.new_page()
    person.visit(page, site.add(attempt))
    person.answer_by_keyboard(page)
    person.expect_state(page, "queued")
    page.close()
    again = context.new_page()
    person.visit(again, site.add(attempt))
    person.expect_state(again, "saved")
    assert stored_choices(attempt) == {"one": "mild"}


def test_signed_out_keeps_the_answer_until_signed_in_again(page, site, attempt, page_guard):
    page_guard.expect("status of 401")
    site.signed_in = False
    person.visit(page, site.add(attempt))
    person.answer_by_keyboard(page)
    person.expect_state(page, "queued", "you are signed out")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    tries = len(site.posts)
    page.wait_for_timeout(2500)  # longer than the first wait: nothing knocks at a closed door by itself
    assert len(site.posts) == tries
    site.signed_in = True
    site.csrf = "token-2"  # signing in changes it
    page.get_by_role("button", name="Send now").click()
    person.expect_state(page, "saved")
    assert stored_choices(attempt) == {"one": "mild"}


def test_another_person_at_the_same_browser_sends_nothing_of_mine(page, site, attempt, page_guard):
    page_guard.expect(REFUSED)
    site.faults.append(DROP_BEFORE)
    person.visit(page, site.add(attempt))
    person.answer_by_keyboard(page)
    person.expect_state(page, "queued")
    other = FakeAttempt([choice("three")], user="ben", uuid="0b6c2c9e-7f0a-4c7e-9a55-000000000002")
    person.visit(page, site.add(other))
    person.answer_by_keyboard(page)
    person.expect_done(page)
    assert attempt.stored == {}
    assert list(other.by_step) == ["three"]
    assert [kept["user"] for kept in person.kept_on_device(page)] == ["ada"]


def test_my_own_answers_of_another_attempt_are_sent_along(page, site, attempt, page_guard):
    page_guard.expect(REFUSED)
    site.faults.append(DROP_BEFORE)
    person.visit(page, site.add(attempt))
    person.answer_by_keyboard(page)
    person.expect_state(page, "queued")
    other = FakeAttempt([choice("three")], uuid="0b6c2c9e-7f0a-4c7e-9a55-000000000002")
    person.visit(page, site.add(other))
    person.answer_by_keyboard(page)
    person.expect_done(page)
    assert stored_choices(attempt) == {"one": "mild"}


def test_two_tabs_store_one_answer_and_both_know(context, site, attempt, page_guard):
    page_guard.expect("status of 409")
    address = site.add(attempt)
    first, second = context.new_page(), context.new_page()
    person.visit(first, address)
    person.visit(second, address)
    person.answer_by_keyboard(first, "1")
    expect(first.locator(".feedback")).to_be_visible()
    person.answer_by_keyboard(second, "3")
    expect(second.locator(".feedback")).to_contain_text("Already answered, perhaps in another tab")
    expect(second.locator(".option.is-chosen")).to_contain_text("None")
    person.expect_state(second, "saved")
    assert stored_choices(attempt) == {"one": "none"}
    assert person.kept_on_device(second) == []


def test_an_invalid_answer_is_kept_shown_and_not_retried(page, site, attempt, page_guard):
    page_guard.expect("status of 400")
    site.faults.append(error(400, "invalid", "Confidence is missing."))
    person.visit(page, site.add(attempt))
    person.answer_by_keyboard(page)
    expect(page.locator(".feedback")).to_contain_text("Not saved")
    person.expect_state(page, "failed", "Confidence is missing.")
    page.wait_for_timeout(2500)
    assert len(site.posts) == 1
    [kept] = person.kept_on_device(page)
    assert (kept["state"], kept["reason"]["message"]) == ("refused", "Confidence is missing.")
    page.reload()
    person.expect_state(page, "failed", "Confidence is missing.")
    assert len(site.posts) == 1
    # The rest of the list first, then the refused one once more.
    person.answer_by_keyboard(page)
    person.go_on(page)
    page.get_by_role("button", name="Answer again").click()
    person.answer_by_keyboard(page, "1")
    person.go_on(page)
    person.expect_done(page)
    assert stored_choices(attempt) == {"one": "none", "two": "mild"}
    assert person.kept_on_device(page) == []


def test_a_closed_attempt_says_so_and_leads_back(page, site, attempt, page_guard):
    page_guard.expect("status of 409")
    site.faults.extend([error(409, "closed", "This attempt was closed at noon.")] * 2)
    person.visit(page, site.add(attempt))
    for _ in attempt.steps:
        person.answer_by_keyboard(page)
        person.go_on(page)
    expect(page.locator(".notice-bad")).to_have_count(2)
    expect(page.locator(".notice-bad").first).to_contain_text("This attempt was closed at noon.")
    expect(page.get_by_role("button", name="Answer again")).to_have_count(0)
    expect(page.get_by_role("link", name="Back to today")).to_be_visible()


def test_a_server_error_is_tried_again(page, site, attempt, page_guard):
    page_guard.expect("status of 503")
    site.faults.append(error(503, "busy", "Try later."))
    person.visit(page, site.add(attempt))
    person.answer_by_keyboard(page)
    person.expect_state(page, "queued", "the server cannot store it just now")
    person.expect_state(page, "saved")
    assert list(site.posts_by_uuid().values()) == [2]
