"""From 360 px on: nothing scrolls sideways, one clear next action, and pages that can be read without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from courseware.models import Consent
from tests.browser.steps import expect_path, fill_sign_in
from tests.browser.world import World, make_world
from tests.practised import days_in_all
from tests.remembered import remembered

PHONE = {"width": 360, "height": 740}
# What reaches over the edge, where anything makes the page scroll sideways.
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.body.querySelectorAll("*")]
        .filter((node) => node.getBoundingClientRect().right > width + 0.5)
        .map((node) => `<${node.localName} class="${node.className}">`);
}"""


@pytest.fixture
def world(transactional_db) -> World:
    return remembered(make_world)


def test_nothing_scrolls_sideways_on_a_phone(page, world, sign_in):
    page.set_viewport_size(PHONE)
    wide = {path: found for path in world.paths("visitor") if (found := too_wide(page, path))}
    for person in ("trainee", "other_trainee", "instructor", "operations"):
        sign_in(page, world.people.by_name[person])
        wide |= {path: found for path in world.paths(person) if (found := too_wide(page, path))}
    assert wide == {}


def too_wide(page: Page, path: str) -> list[str]:
    page.goto(path)
    return page.evaluate(TOO_WIDE)


def test_one_clear_next_action(page, world, sign_in):
    people = world.people
    Consent.objects.filter(enrolment=people.foreign_enrolment).delete()
    for person in (people.trainee, people.other_trainee, people.other_cohorts_trainee, people.stranger):
        sign_in(page, person)
        page.goto("/today/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.locator(".button-primary:visible").count() <= 1


@pytest.fixture
def page_without_scripts(browser, site) -> Iterator[Page]:
    """Not watched by `page_guard`: without scripts nothing complains, nor could it be asked."""
    context = browser.new_context(java_script_enabled=False, base_url=site, locale="en-GB")
    yield context.new_page()
    context.close()


def test_pages_read_without_scripts(page_without_scripts, world):
    page = page_without_scripts
    fill_sign_in(page, world.people.other_trainee.email)
    expect_path(page, "/today/")
    expect(page.get_by_role("heading", name="The course")).to_be_visible()
    page.goto("/progress/")
    expect(page.get_by_text(f"1 of {days_in_all(world.people.enrolment)}")).to_be_visible()
    # What cannot do without scripts says so (Playwright passes over what is in <noscript>, so it is not `expect`).
    page.goto("/today/")
    page.get_by_role("button", name="Start", exact=True).click()
    page.locator("main noscript").wait_for(state="attached")
    assert "This page needs JavaScript" in str(page.locator("main noscript").text_content())
