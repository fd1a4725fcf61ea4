"""Attempts in the browser and in the database: where they are, what is stored of them, and how they end."""

from playwright.sync_api import Page, expect

from tests.browser.modules import person
from tests.faults.invariants import check_invariants
from training.models import Attempt, Response

# What Chromium's console says of a request that did not get through.
CUT = "net::ERR_(INTERNET_DISCONNECTED|FAILED)"


def address(attempt: Attempt) -> str:
    return f"/attempts/{attempt.public_id}/"


def stored(attempt: Attempt) -> list[tuple[int, str]]:
    """(position, choice) of every stored answer, in order."""
    rows = Response.objects.filter(attempt=attempt).order_by("step__position")
    return [(response.step.position, response.answer["choice"]) for response in rows.select_related("step")]


def finish(page: Page, attempt: Attempt, option: str = "1") -> None:
    """The items that are left; then every step has one answer, and whatever hangs on it is right."""
    while Response.objects.filter(attempt=attempt).count() < attempt.length:
        person.answer_by_keyboard(page, option)
        person.go_on(page)
        expect(page.locator(".feedback")).to_have_count(0)
    expect_finished(page, attempt)


def expect_finished(page: Page, attempt: Attempt) -> None:
    person.expect_done(page)
    assert person.kept_on_device(page) == []
    assert [position for position, _ in stored(attempt)] == list(range(attempt.length))
    check_invariants()
