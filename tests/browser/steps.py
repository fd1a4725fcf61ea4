"""What a person does on the site, in the words of the tests. On attempt pages: modules/person.py."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, Request, expect

from tests.people import PASSWORD

# What is on the stage of a drill, once it is something else than before.
STAGE = """(before) => {
    const card = document.querySelector(".drill-overlay:not([hidden]) .drill-card:has(button)");
    const digit = document.querySelector(".drill-stimulus:not([data-off])");
    const now = !document.querySelector(".drill-stage") ? "over"
        : card ? `card: ${card.querySelector("h2").textContent}`
        : digit ? digit.textContent : "mask";
    return now !== before && now;
}"""


def fill_sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """The real form, from wherever the page is."""
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm_password(page: Page) -> None:
    """The step before a page that changes how the account is protected."""
    expect_path(page, "/accounts/reauthenticate/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def sign_out(page: Page) -> None:
    page.locator(".menu > summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def expect_path(page: Page, path: str) -> None:
    """The address without what follows a question mark."""
    expect(page).to_have_url(re.compile(rf"^https?://[^/]+{re.escape(path)}(\?.*)?$"))


def tab_to(page: Page, target: Locator, at_most: int = 60) -> None:
    """Press Tab until the target has the focus."""
    expect(target).to_be_visible()
    for _ in range(at_most):
        if target.evaluate("(node) => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached with {at_most} presses of Tab")


def next_on_stage(page: Page, before: str) -> str:
    """Wait until the stage changes; gives a digit, "mask", "card: <its heading>" or "over"."""
    return str(page.wait_for_function(STAGE, arg=before).json_value())


@contextmanager
def requests_to(page: Page, matches: Callable[[Request], bool]) -> Iterator[list[Request]]:
    """The page's requests that match, as they are made."""
    seen: list[Request] = []

    def note(request: Request) -> None:
        if matches(request):
            seen.append(request)

    page.on("request", note)
    yield seen
    page.remove_listener("request", note)


def is_answer(request: Request) -> bool:
    return request.method == "POST" and request.url.endswith("/answers/")
