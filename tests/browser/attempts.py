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


def finish(page: Page, attempt: Attempt, *, left: int = 1, late_feedback: bool = False) -> None:
    """Answer the items that are left; `late_feedback`: some came when the person had gone on, and is shown now."""
    for _ in range(left):
        person.answer_by_keyboard(page, "1")
        person.go_on(page)
        expect(page.get_by_role("button", name="Next")).to_have_count(0)
    if late_feedback:
        expect(page.get_by_role("heading", name="Feedback that came later")).to_be_visible()
        page.get_by_role("button", name="Finish").click()
    expect_finished(page, attempt)


def expect_finished(page: Page, attempt: Attempt) -> None:
    """The results are there, every step has one answer, and what hangs on the answers is right."""
    person.expect_done(page)
    assert person.kept_on_device(page) == []
    answered = Response.objects.filter(attempt=attempt).order_by("step__position")
    assert list(answered.values_list("step__position", flat=True)) == list(range(attempt.length))
    check_invariants()
