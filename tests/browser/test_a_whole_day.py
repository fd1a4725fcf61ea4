"""A whole day without a pointer: lesson, drill, practice, pairs, and what they come to."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from assessments.models import Score, Standing
from tests.browser.modules import person
from tests.browser.short_course import DRILL, LESSON, PAIRS, PRACTICE, shorten
from tests.browser.steps import expect_path, next_on_stage, tab_to
from tests.people import PASSWORD, People
from training.models import Attempt, Response

TARGET = "3"
REACTION_MS = 120
# Narrow enough for the phone layout, and without the practice block: the way is the same, the drill shorter.
WIDTHS = {1280: {}, 360: {"practice_trials": 0, "stimulus_ms": 100, "mask_ms": 300}}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.usefixtures("background_work")
def test_a_whole_day_by_keyboard(page, live_people, tmp_path, width):
    call_command("load_policy")
    people = shorten(live_people, tmp_path, items=2 if width == 1280 else 1, drill=WIDTHS[width])
    page.set_viewport_size({"width": width, "height": 740})
    sign_in_by_keyboard(page, people)
    for module in (do_lesson, do_drill, do_judgements, do_judgements):
        start_by_keyboard(page)
        module(page)
        see_results(page)
    expect(page.get_by_text("Day 2 is open")).to_be_visible()
    assert_everything_is_stored_once(people)


def sign_in_by_keyboard(page: Page, people: People) -> None:
    page.goto("/today/")
    tab_to(page, page.get_by_label("E-mail address"))
    page.keyboard.type(people.trainee.email)
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect_path(page, "/today/")


def start_by_keyboard(page: Page) -> None:
    """From the results of the module before, or from /today/ itself."""
    if "/today/" not in page.url:
        tab_to(page, page.get_by_role("link", name="Go on"))
        page.keyboard.press("Enter")
        expect_path(page, "/today/")
    tab_to(page, page.get_by_role("button", name="Start", exact=True))
    page.keyboard.press("Enter")
    person.ready(page)


def do_lesson(page: Page) -> None:
    person.answer_by_keyboard(page, "1", confidence=None)
    person.go_on(page)


def do_drill(page: Page) -> None:
    """Enter on each card, Space for each digit but the target."""
    shown = next_on_stage(page, before="")
    while shown != "over":
        if shown == "card: Practice done":
            tab_to(page, page.get_by_role("button", name="Go on"))  # the first button, unless it went badly
        if shown.startswith("card"):
            page.keyboard.press("Enter")
        elif shown not in ("mask", TARGET):
            # A program would press before the frame with the digit is on the screen, which answers the digit before.
            page.wait_for_timeout(REACTION_MS)
            page.keyboard.press("Space")
        shown = next_on_stage(page, before=shown)


def do_judgements(page: Page) -> None:
    """Each item once: an answer, how sure, and on from the feedback."""
    for left in range(items_left(page), 0, -1):
        expect(page.locator(".items-left")).to_have_text(f"{left} item left" if left == 1 else f"{left} items left")
        person.answer_by_keyboard(page, option="1", confidence="7")
        expect(page.locator(".feedback")).to_be_focused()
        person.expect_state(page, "saved", "Saved")
        person.go_on(page)


def items_left(page: Page) -> int:
    return int(page.locator(".items-left").inner_text().split()[0])


def see_results(page: Page) -> None:
    person.expect_done(page)
    done = page.locator("#results .number-card, #results .notice-good, #results .notice-warn")
    expect(done.first).to_be_visible()
    expect(page.get_by_text("being worked out")).to_have_count(0)


def assert_everything_is_stored_once(people: People) -> None:
    attempts = {attempt.module: attempt for attempt in Attempt.objects.filter(enrolment=people.enrolment)}
    assert sorted(attempts) == sorted([LESSON, DRILL, PRACTICE, PAIRS])
    for attempt in attempts.values():
        assert attempt.completed_at is not None
        answered = list(Response.objects.filter(attempt=attempt).values_list("step__position", flat=True))
        assert sorted(answered) == list(range(attempt.length))
    measures = {attempt.module: set() for attempt in attempts.values()}
    for score in Score.objects.select_related("attempt"):
        measures[score.attempt.module].add(score.measure)
    assert measures[LESSON] == set()
    assert "accuracy" in measures[PRACTICE]
    assert measures[PAIRS]
    block = Response.objects.filter(attempt=attempts[DRILL]).latest("step__position")
    assert any(trial["responded"] for trial in block.recording["trials"])
    # Void trials are left out: on a machine too busy to show the one target in time nothing can be measured.
    assert ("sart_d_prime" in measures[DRILL]) == (block.answer["go"] > 0 and block.answer["nogo"] > 0)
    assert Standing.objects.filter(enrolment=people.enrolment).exists()
