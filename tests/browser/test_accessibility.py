"""Axe on every page of the site, in both themes, as the people who can see it."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from playwright.sync_api import Route, expect

from courseware.models import Consent
from tests import site
from tests.browser.looking import check, look
from tests.browser.world import ACCOUNT_PAGES, NO_PAGES, PAGES, World, make_world
from tests.remembered import remembered

ERROR_PAGES = ("400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html")


@pytest.fixture
def world(transactional_db) -> World:
    return remembered(make_world)


def test_every_address_is_named():
    """Whoever adds an address says here who opens the page; test_accessibility_of_accounts.py has its own list."""
    pages = {name for names in PAGES.values() for name in names} | ACCOUNT_PAGES
    assert pages | NO_PAGES == set(site.names()), "tests/browser/world.py: a page is missing, or gone"
    assert not pages & NO_PAGES


def test_pages_of_visitors(page, world, page_guard):
    page_guard.expect("status of 404")
    for path in world.paths("visitor"):
        look(page, path)
    look(page, reverse("verify_certificate", args=[world.revoked.public_id]))
    look(page, reverse("verify_certificate", args=[world.people.cohort.public_id]))  # no such certificate
    look(page, reverse("join", args=[world.site.link.public_id, "cut-short"]))


def test_pages_of_trainees(page, world, sign_in):
    people = world.people
    sign_in(page, people.trainee)
    for path in world.paths("trainee"):
        look(page, path)
    sign_in(page, people.other_trainee)
    for path in (*world.paths("other_trainee"), *world.results()[:-1]):
        look(page, path)
    Consent.objects.filter(enrolment=people.other_enrolment).delete()
    look(page, "/today/")
    look(page, reverse("consent", args=[people.other_enrolment.public_id]))
    sign_in(page, people.stranger)
    for path in ("/today/", "/progress/", "/settings/", world.site.path("join")):
        look(page, path)


def test_pages_of_instructors(page, world, sign_in):
    sign_in(page, world.people.instructor)
    for path in world.paths("instructor"):
        look(page, path)


def test_pages_of_operations(page, world, sign_in):
    sign_in(page, world.people.operations)
    for path in world.paths("operations"):
        look(page, path)
    look(page, "/operations/?show=deferred")
    look(page, "/operations/?show=certified")
    look(page, reverse("certificate", args=[world.revoked.public_id]))


@pytest.mark.usefixtures("live_people")
def test_error_pages(page):
    # Without the trouble of causing each. The one for 500 is rendered without a request on the site, too.
    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        route.fulfill(body=render_to_string(name), content_type="text/html")

    page.route("**/trouble/*", answer)
    for name in ERROR_PAGES:
        page.goto(f"/trouble/{name}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        check(page)
