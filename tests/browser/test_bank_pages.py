"""The item bank in a browser: an item is corrected from the keyboard alone; axe and a phone on every page of it."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from courseware.models import ItemVersion
from tests.browser.looking import check, look
from tests.browser.test_layout import PHONE, too_wide

LIST = "/operations/bank/"
ITEM = ["foundations", "sev-001"]


@pytest.fixture
def operations(page: Page, live_people, sign_in) -> Page:
    sign_in(page, live_people.operations)
    return page


def press_on(page: Page, role: str, name: str, *, last: bool = False) -> None:
    found = page.get_by_role(role, name=name)
    (found.last if last else found.first).focus()
    page.keyboard.press("Enter")


def type_into(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def test_an_item_is_found_corrected_and_compared_by_keyboard(operations: Page):
    page = operations
    page.goto(LIST)
    type_into(page, "Search texts", "harvest supper")
    page.keyboard.press("Enter")
    press_on(page, "link", "sev-001")
    press_on(page, "link", "Edit")
    page.get_by_label("One label").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("group", name="Accepted answers")).to_be_visible()
    expect(page.get_by_role("group", name="Soft gold", exact=True)).to_be_hidden()
    page.keyboard.press("ArrowUp")
    page.get_by_label("The label").select_option("severe")
    type_into(page, "What you changed, and why", "The label was too low")
    # Enter in a field previews; it never saves.
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="As the trainee sees it")).to_be_visible()
    check(page)
    press_on(page, "button", "Save as version 2")
    expect(page.get_by_text("Saved as version 2")).to_be_visible()
    assert ItemVersion.objects.get(item__slug="sev-001", number=2).key == {"label": "severe"}
    look(page, reverse("bank_compare", args=ITEM))
    expect(page.locator("ins", has_text="Severe")).to_be_visible()


def test_every_page_holds_in_both_themes_and_on_a_phone(operations: Page):
    page = operations
    paths = [
        LIST,
        f"{LIST}?q=harvest&state=retired",
        *(reverse(f"bank_{name}", args=ITEM) for name in ("item", "edit")),
    ]
    for path in (*paths, reverse("bank_edit", args=["foundations", "pref-001"])):
        look(page, path)
    page.get_by_role("button", name="Preview").last.click()
    expect(page.get_by_text("Some answers need another look").or_(page.get_by_text("One thing needs"))).to_be_visible()
    check(page)
    page.set_viewport_size(PHONE)
    assert {path: found for path in paths if (found := too_wide(page, path))} == {}
