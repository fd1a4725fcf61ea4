"""Attack 20: a change of state by GET, and forms from other sites. Looking changes nothing; forms need their token."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from courseware.domain.enrolments import withdraw_consent
from tests.people import MONDAY_9, PASSWORD, People
from tests.rows import all_rows, changes
from tests.site import ANONYMOUS, JSON_ADDRESSES, VISITORS, Site, build, names
from training.models import Attempt

pytestmark = pytest.mark.thorough


@pytest.fixture
def site(people: People) -> Site:
    return build(people)


def client_of(site: Site, visitor: str, **options: bool) -> Client:
    client = Client(raise_request_exception=False, **options)
    if visitor != ANONYMOUS:
        client.force_login(site.people.by_name[visitor])
    return client


def form_of(site: Site, name: str) -> dict[str, Any]:
    """A form that the address accepts, as fields of a form can be sent."""
    return {field: value for field, value in site.forms().get(name, {}).items() if value is not None}


@pytest.mark.parametrize("visitor", VISITORS)
def test_looking_at_every_address_leaves_the_database_as_it_was(site, visitor):
    client, before = client_of(site, visitor), all_rows()
    for name in names():
        for ask in (client.get, client.head, client.options):
            ask(site.path(name))
    assert changes(before, all_rows()) == set()


@pytest.mark.parametrize("visitor", ["trainee", "instructor", "operations"])
def test_a_form_sent_by_get_changes_nothing(site, visitor):
    client, before = client_of(site, visitor), all_rows()
    for name in names():
        client.get(site.path(name), form_of(site, name) | {"action": "withdraw", "_method": "POST"})
        client.get(site.path(name), headers={"x-http-method-override": "POST"})
    assert changes(before, all_rows()) == set()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_other_method_changes_anything(site, method):
    clients = [client_of(site, visitor) for visitor in ("trainee", "instructor", "operations")]
    before = all_rows()
    for client in clients:
        for name in names():
            reply = getattr(client, method)(site.path(name), json.dumps(site.forms().get(name, {}), default=str))
            assert reply.status_code < 500, f"{method} {name}"
    assert changes(before, all_rows()) == set()


def test_links_in_mails_may_be_opened_by_machines(site):
    """Scanners of mail open every link: joining, confirming and resetting still take a press of a button."""
    client, before = client_of(site, ANONYMOUS), all_rows()
    for name in ("join", "invitation"):
        assert client.get(site.path(name)).status_code == 200
    assert changes(before, all_rows()) == set()


class TestForgedForms:
    @pytest.mark.parametrize("visitor", ["anonymous", "trainee", "instructor", "operations"])
    def test_without_the_token_every_form_is_refused(self, site, visitor):
        client, before = client_of(site, visitor, enforce_csrf_checks=True), all_rows()
        accepted = []
        for name in names():
            if client.post(site.path(name), form_of(site, name)).status_code != 403:
                accepted.append(name)
        assert accepted == []
        assert changes(before, all_rows()) == set()

    def test_answers_too_and_the_recorder_is_told_what_is_wrong(self, site):
        client = client_of(site, "trainee", enforce_csrf_checks=True)
        for name in (*JSON_ADDRESSES, "attempt_finish"):
            for content_type in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
                reply = client.post(
                    site.path(name),
                    json.dumps(site.forms()["attempt_answers"]),
                    content_type=content_type,
                    headers={"accept": "application/json"},
                )
                assert (reply.status_code, reply.json()["error"]["code"]) == (403, "csrf")

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example"])
    def test_a_token_sent_from_another_site_does_not_help(self, site, origin):
        client = client_of(site, "trainee", enforce_csrf_checks=True)
        token = _token_in(client.get(site.path("settings")).content.decode())
        form = site.forms()["settings"] | {"csrfmiddlewaretoken": token}
        assert client.post(site.path("settings"), form, headers={"origin": origin}).status_code == 403
        assert client.post(site.path("settings"), form).status_code == 302

    def test_the_tokens_of_the_pages_open_what_the_pages_offer(self, site):
        """The form on /today/ and the token of the attempt page, as a browser sends them."""
        client = client_of(site, "trainee", enforce_csrf_checks=True)
        start = site.forms()["attempt_start"] | {
            "csrfmiddlewaretoken": _token_in(client.get("/today/").content.decode())
        }
        assert client.post("/attempts/start/", start).status_code == 302
        token = client.get(site.path("attempt")).context["csrf"]
        reply = client.post(
            site.path("attempt_answers"),
            json.dumps(site.forms()["attempt_answers"]),
            content_type="application/json",
            headers={"x-csrftoken": str(token)},
        )
        assert reply.status_code == 200

    def test_cookies_do_not_travel_with_forms_of_other_sites(self, site):
        client = Client()
        client.get("/accounts/login/")
        client.post("/accounts/login/", {"login": site.people.trainee.email, "password": PASSWORD})
        assert client.get(site.path("settings")).status_code == 200
        assert {"sessionid", "csrftoken"} <= client.cookies.keys()
        assert {cookie["samesite"] for cookie in client.cookies.values()} == {"Lax"}
        assert client.cookies["sessionid"]["httponly"]


def test_who_is_signed_out_by_a_picture_is_not(site):
    client = client_of(site, "trainee")
    for path in ("/accounts/logout/", "/accounts/logout/?next=/"):
        client.get(path)
    assert client.get("/today/").status_code == 200


def test_a_page_opened_before_consent_was_withdrawn_starts_nothing(site, people):
    client = client_of(site, "other_trainee")
    page = client.get("/today/").content.decode()
    assert str(people.other_enrolment.public_id) in page
    withdraw_consent(people.other_enrolment, now=MONDAY_9)
    client.post("/attempts/start/", {"enrolment": people.other_enrolment.public_id, "module": "w1d1-lesson"})
    assert not Attempt.objects.filter(enrolment=people.other_enrolment).exists()


def _token_in(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    return found[1]
