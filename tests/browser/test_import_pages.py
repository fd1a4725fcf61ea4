"""Importing a file as operations do it: by keyboard, with the page telling when the work is done."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from courseware.models import Item
from tests.browser.looking import check
from tests.imports import imports_dir  # noqa: F401
from tests.people import make_person
from tests.rows_of_items import ROWS, row, text_of_rows


@pytest.fixture
def operator(transactional_db, imports_dir):  # noqa: F811
    return make_person("oki@attune.example", "Oki Operations", is_operations=True)


def fits(page: Page) -> None:
    """Nothing makes the page scroll sideways on a small phone."""
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1280, "height": 720})


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")


def test_a_file_is_imported_by_keyboard(page, operator, sign_in, background_work):
    sign_in(page, operator)
    page.goto(reverse("bank_imports"))
    page.get_by_role("link", name="Import a file").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Import a file")
    page.get_by_label("Name of a new bank").fill("tone")
    long_name = "a-rather-long-name-of-a-file-that-somebody-exported-" * 3 + ".jsonl"
    bad = row(7, label="tepid")
    like = row(8, text=ROWS[0]["body"]["text"])
    page.get_by_label("File", exact=True).set_input_files(
        {"name": long_name, "mimeType": "application/json", "buffer": text_of_rows(*ROWS, bad, like).encode()}
    )
    check(page)
    fits(page)
    press(page, "Look through it")
    # The page asks again by itself until the file is looked through.
    store = page.get_by_role("button", name="Store the 5 good rows, leave out 1")
    expect(store).to_be_visible()
    expect(page.locator("#import-news")).to_have_text("Looked through.")
    check(page)
    fits(page)
    press(page, "Store the 5 good rows, leave out 1")
    expect(page.get_by_text("1 rejected row was left out")).to_be_visible()
    assert Item.objects.filter(bank="tone").count() == 5
    check(page)
    page.goto(reverse("bank_imports"))
    expect(page.get_by_role("cell", name="Stored")).to_be_visible()
    check(page)
    fits(page)
