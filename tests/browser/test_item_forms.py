"""Operations build a form, look at it and take it apart, by keyboard, in both themes and on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from courseware.models import Form
from tests.browser.looking import check
from tests.browser.test_layout import PHONE, TOO_WIDE
from tests.people import People

LONG = "Autumn-" + "x" * 60


def seen_well(page: Page) -> None:
    """Axe in both themes, and nothing reaches over the edge, at the width that the page has."""
    check(page)
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 900}], ids=["phone", "desk"])
def test_a_form_is_built_looked_at_and_dissolved(page: Page, sign_in, live_people: People, viewport: dict):
    page.set_viewport_size(viewport)
    sign_in(page, live_people.operations)
    page.goto(reverse("bank_forms"))
    expect(page.get_by_role("heading", name="No forms yet")).to_be_visible()
    page.goto(reverse("bank_form_new"))
    page.get_by_label("Name").fill(LONG)
    page.get_by_label("Number of forms").fill("2")
    page.get_by_label("Items in each").fill("6")
    page.get_by_label("Also items that a course asks in practice").press("Space")
    page.get_by_label("Name").press("Enter")
    expect(page.get_by_role("heading", name="What it comes to")).to_be_visible()
    seen_well(page)
    page.get_by_role("button", name="Save 2 forms").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Saved")
    seen_well(page)
    page.get_by_role("link", name=f"{LONG} A").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{LONG} A")
    page.get_by_text("Take this form apart").press("Enter")
    seen_well(page)
    page.get_by_label("Type “dissolve” to confirm").fill("dissolve")
    page.get_by_label("Type “dissolve” to confirm").press("Enter")
    expect(page.get_by_text("6 items are free for other forms")).to_be_visible()
    assert Form.objects.count() == 1
