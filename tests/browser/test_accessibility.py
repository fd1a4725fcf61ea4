"""Axe on every page of the site, in both themes, as the people who can see it."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from playwright.sync_api import Route, expect

from courseware.models import Consent
from tests.browser import world as pages
from tests.browser.looking import check, look
from tests.browser.world import NOT_PAGES, PAGES, World

ERROR_PAGES = ("400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html")
# Need a state of their own: test_accessibility_of_accounts.py and test_accessibility_of_attempts.py.
ELSEWHERE = {"attempt", "mfa_authenticate", "account_reset_password_from_key"}


@pytest.fixture
def world(live_people) -> World:
    return pages.build(live_people)


def test_every_address_is_named():
    visited = {name for names in PAGES.values() for name in names}
    others = set().union(*NOT_PAGES.values())
    assert visited | others == pages.url_names(), "tests/browser/world.py: a page is missing, or gone"
    assert not visited & others


def test_pages_of_visitors(page, world, page_guard):
    page_guard.expect("status of 404")
    for name in PAGES["visitor"]:
        if name not in ELSEWHERE:
            look(page, world.path(name))
    look(page, reverse("verify_certificate", args=[world.revoked.public_id]))
    look(page, reverse("verify_certificate", args=[world.people.cohort.public_id]))  # no such certificate
    look(page, reverse("join", args=[world.link.public_id, "cut-short"]))


def test_pages_of_trainees(page, world, sign_in):
    people = world.people
    sign_in(page, people.trainee)
    for name in ("today", "progress", "settings", "consent", "account_logout"):
        look(page, world.path(name))
    for path in world.results():
        look(page, path)
    sign_in(page, people.other_trainee)
    look(page, "/progress/")
    sign_in(page, people.stranger)
    for path in ("/today/", "/progress/", "/settings/", world.path("join")):
        look(page, path)
    Consent.objects.filter(enrolment=people.other_enrolment).delete()
    sign_in(page, people.other_trainee)
    look(page, "/today/")
    look(page, reverse("consent", args=[people.other_enrolment.public_id]))


def test_pages_of_instructors(page, world, sign_in):
    sign_in(page, world.people.instructor)
    for name in PAGES["instructor"]:
        look(page, world.path(name))


def test_pages_of_operations(page, world, sign_in):
    sign_in(page, world.people.operations)
    for name in PAGES["operations"]:
        look(page, world.path(name))
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
