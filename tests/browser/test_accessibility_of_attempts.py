"""Axe on the attempt page of each kind: as it opens, and with feedback."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.attempts import address
from tests.browser.looking import check
from tests.browser.modules import person
from tests.browser.short_course import DRILL, LESSON, PAIRS, PRACTICE, begin, shorten


@pytest.fixture
def open_module(page, sign_in, live_people, tmp_path):
    """open_module(slug): the page of a new attempt at the module."""
    people = shorten(live_people, tmp_path, in_order=False)
    sign_in(page, people.trainee)

    def open_module(slug: str) -> Page:
        person.visit(page, address(begin(people.enrolment, slug)))
        return page

    return open_module


def test_items_and_their_feedback(open_module):
    for slug, confidence in ((LESSON, None), (PRACTICE, "7"), (PAIRS, "7")):
        page = open_module(slug)
        check(page)
        person.answer_by_keyboard(page, "1", confidence)
        expect(page.locator(".feedback")).to_be_visible()
        check(page)


def test_the_guideline_and_help(open_module):
    page = open_module(PRACTICE)
    for key in ("g", "?"):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()
        check(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_cards_and_the_stage_of_a_drill(open_module):
    page = open_module(DRILL)
    expect(page.get_by_role("heading", name="Practice first")).to_be_visible()
    check(page)
    page.keyboard.press("Enter")
    stimulus = page.locator(".drill-stimulus:not([data-off])")
    expect(stimulus).to_have_text(re.compile("[1-9]"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Stopped")).to_be_visible()
    check(page)
