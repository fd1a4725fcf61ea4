"""Faults 1 to 4: each answer is stored once, and the person is told how it stands."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.attempts import CUT, address, expect_finished, finish, stored
from tests.browser.modules import person
from tests.browser.modules.drilling import after_block, to_the_end, wait_for_digit
from tests.browser.short_course import DRILL, PRACTICE, begin, shorten
from tests.browser.steps import is_answer, requests_to
from tests.people import People
from training.models import Attempt, DrillRun, Response


@pytest.fixture
def people(live_people, tmp_path) -> People:
    drill = {"practice_trials": 0, "blocks": 2, "stimulus_ms": 100, "mask_ms": 100}
    return shorten(live_people, tmp_path, drill=drill, in_order=False)


@pytest.fixture
def attempt(people) -> Attempt:
    """Two items to judge."""
    return begin(people.enrolment, PRACTICE)


@pytest.fixture
def open_attempt(page, sign_in, people, attempt) -> Page:
    sign_in(page, people.trainee)
    person.visit(page, address(attempt))
    return page


def test_an_answer_sent_twice(open_attempt, attempt, page_guard):
    page = open_attempt
    with requests_to(page, is_answer) as sent, page.expect_response("**/answers/") as first:
        page.get_by_label("Mild").check()
        page.get_by_label("80 %").check()
        page.get_by_role("button", name="Confirm").click()
        expect(page.locator(".nudge")).to_contain_text("That was quick")
        page.get_by_role("button", name="Confirm").dblclick()
        person.expect_state(page, "saved", "Saved")
    assert len(sent) == 1
    headers = {name: sent[0].headers[name] for name in ("x-csrftoken", "content-type", "accept")}
    again = page.request.post(sent[0].url, data=sent[0].post_data, headers=headers)
    assert (again.status, again.json()) == (200, first.value.json())
    other = sent[0].post_data_json | {"answer": {"choice": "severe"}}
    assert page.request.post(sent[0].url, data=other, headers=headers).status == 422
    assert stored(attempt) == [(0, "mild")]
    person.go_on(page)
    finish(page, attempt)


def test_the_network_is_cut_and_comes_back(open_attempt, attempt, page_guard):
    page_guard.expect(CUT)
    page = open_attempt
    page.context.set_offline(True)
    person.answer_by_keyboard(page, "2")
    person.expect_state(page, "queued", "1 answer queued, will be sent: there is no connection to the server.")
    expect(page.locator(".feedback")).to_contain_text("Kept, not sent yet")
    assert stored(attempt) == []
    assert len(person.kept_on_device(page)) == 1
    page.context.set_offline(False)
    person.expect_state(page, "saved", "Saved")
    assert stored(attempt) == [(0, "mild")]
    person.go_on(page)
    finish(page, attempt)


def test_the_reply_is_lost_after_the_answer_was_stored(open_attempt, attempt, page_guard):
    page_guard.expect(CUT)
    page = open_attempt

    def lose_reply(route: Route) -> None:
        assert route.fetch().status == 200
        route.abort()

    page.route("**/answers/", lose_reply, times=1)
    with requests_to(page, is_answer) as sent:
        person.answer_by_keyboard(page, "2")
        person.expect_state(page, "queued", "no connection to the server")
        assert stored(attempt) == [(0, "mild")]
        person.expect_state(page, "saved", "Saved")
    # The feedback comes with the second reply, to the same answer under the same identifier.
    expect(page.locator(".feedback .verdict")).not_to_contain_text("Kept")
    assert [request.post_data for request in sent] == [sent[0].post_data] * 2
    person.go_on(page)
    finish(page, attempt)


def test_a_closed_tab_is_resumed_where_it_was_left(open_attempt, attempt, page_guard):
    page_guard.expect(CUT)
    context = open_attempt.context
    person.answer_by_keyboard(open_attempt, "2")
    person.expect_state(open_attempt, "saved")
    open_attempt.close()

    second = context.new_page()
    person.visit(second, address(attempt))
    expect(second.locator(".items-left")).to_have_text("1 item left")
    context.set_offline(True)
    person.answer_by_keyboard(second, "3")
    person.expect_state(second, "queued")
    second.close()
    assert stored(attempt) == [(0, "mild")]
    context.set_offline(False)

    third = context.new_page()
    person.visit(third, address(attempt))
    finish(third, attempt, left=0, late_feedback=True)
    assert stored(attempt) == [(0, "mild"), (1, "moderate")]


def test_a_drill_is_resumed_at_the_block_boundary(page, sign_in, people):
    attempt = begin(people.enrolment, DRILL)
    sign_in(page, people.trainee)
    person.visit(page, address(attempt))
    page.keyboard.press("Enter")
    assert after_block(page) == "Block 2 of 2"
    expect(page.locator(".drill-card .save-state")).to_have_text("Saved")
    page.keyboard.press("Enter")
    wait_for_digit(page)
    page.close()
    first = Response.objects.get(attempt=attempt)
    spoilt = DrillRun.objects.filter(step__attempt=attempt).count()

    again = page.context.new_page()
    person.visit(again, address(attempt))
    expect(again.get_by_role("heading", name="The last block was not finished")).to_be_visible()
    again.keyboard.press("Enter")
    to_the_end(again)
    expect_finished(again, attempt)
    closed = DrillRun.objects.filter(step__attempt=attempt).order_by("pk")[spoilt]
    assert (closed.ending, closed.step_id) == ("closed", blocks_of(attempt)[1].step_id)
    assert len(closed.trials) < 9
    blocks = blocks_of(attempt)
    assert [block.answer["block"] for block in blocks] == [1, 2]
    assert blocks[0] == first
    assert len(blocks[1].recording["trials"]) == 9


def blocks_of(attempt) -> list[Response]:
    return list(Response.objects.filter(attempt=attempt).order_by("step__position"))


def test_two_tabs_answer_the_same_items(open_attempt, attempt, page_guard):
    page_guard.expect("status of 409")
    first = open_attempt
    second = first.context.new_page()
    person.visit(second, address(attempt))
    person.answer_by_keyboard(first, "1")
    person.expect_state(first, "saved")
    person.answer_by_keyboard(second, "3")
    expect(second.locator(".feedback")).to_contain_text("Already answered, perhaps in another tab")
    person.expect_state(second, "saved")
    assert stored(attempt) == [(0, "none")]
    second.close()
    first.bring_to_front()
    person.go_on(first)
    finish(first, attempt)
