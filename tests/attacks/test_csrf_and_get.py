"""Attack 20: making somebody's browser change something: by a form on another site, or by a link or a picture."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from courseware.models import User
from tests.attacks.entrances import LOGIN
from tests.clients import signed_in, text_of
from tests.people import PASSWORD, People
from tests.site import ANONYMOUS, VISITORS, Site, build, names

Tables = dict[str, list[tuple[object, ...]]]
UNSAFE = ("post", "put", "patch", "delete")


@pytest.fixture
def site(people: People) -> Site:
    return build(people)


def tables() -> Tables:
    """Every row of every table but the sessions, those that join two tables too."""
    found: Tables = {}
    for model in apps.get_models(include_auto_created=True):
        if not issubclass(model, Session):
            found[model._meta.label] = list(model._base_manager.order_by("pk").values_list())
    return found


@contextmanager
def nothing_changes(what: str) -> Iterator[None]:
    before = tables()
    yield
    after = tables()
    assert [label for label in after if after[label] != before[label]] == [], what


def browser(site: Site, visitor: str, **options: bool) -> Client:
    if visitor == ANONYMOUS:
        return Client(raise_request_exception=False, **options)
    return signed_in(site.people.by_name[visitor], raise_request_exception=False, **options)


def form_of(site: Site, name: str) -> dict[str, object]:
    """The form of an address with empty text in the place of nothing, which no form can send."""
    return {field: "" if value is None else value for field, value in site.forms().get(name, {}).items()}


def is_refused(reply: HttpResponse) -> bool:
    """By the check of the token, and not for another reason."""
    if reply["Content-Type"] == "application/json":
        return reply.status_code == 403 and reply.json()["error"]["code"] == "csrf"
    return reply.status_code == 403 and reply.templates[0].name == "403_csrf.html"


class TestWithoutAToken:
    @pytest.mark.parametrize("visitor", VISITORS)
    def test_every_address_refuses_every_form(self, site, visitor):
        client = browser(site, visitor, enforce_csrf_checks=True)
        with nothing_changes(visitor):
            let_through = [
                f"{method} {name}"
                for name in names()
                for method in UNSAFE
                if not is_refused(getattr(client, method)(site.path(name), form_of(site, name)))
            ]
        assert let_through == []

    def test_the_road_of_answers_says_so_in_its_own_words(self, site):
        client = signed_in(site.people.trainee, enforce_csrf_checks=True)
        body = json.dumps(site.forms()["attempt_answers"])
        for content_type in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
            for accept in ("application/json", "*/*"):
                reply = client.post(
                    site.path("attempt_answers"), body, content_type=content_type, headers={"accept": accept}
                )
                assert is_refused(reply), (content_type, accept)

    def test_no_view_is_let_off(self, site):
        assert [name for name in names() if getattr(resolve(site.path(name)).func, "csrf_exempt", False)] == []

    def test_nobody_is_signed_in_as_somebody_else(self, people):
        """A form on another site that signs the victim in to the attacker's account."""
        client = Client(enforce_csrf_checks=True)
        assert is_refused(client.post(LOGIN, {"login": people.stranger.email, "password": PASSWORD}))


class TestWithAnotherToken:
    FORM = {"name": "Mallory", "time_zone": "UTC"}

    def token(self, client: Client) -> str:
        text_of(client, "/settings/")
        return client.cookies["csrftoken"].value

    def test_ones_own_is_accepted(self, people):
        client = signed_in(people.trainee, enforce_csrf_checks=True)
        reply = client.post("/settings/", self.FORM | {"csrfmiddlewaretoken": self.token(client)})
        assert reply.status_code == 302
        assert User.objects.get(pk=people.trainee.pk).name == "Mallory"

    def test_somebody_elses_is_not(self, people):
        mallory = self.token(signed_in(people.stranger))
        client = signed_in(people.trainee, enforce_csrf_checks=True)
        self.token(client)
        assert is_refused(client.post("/settings/", self.FORM | {"csrfmiddlewaretoken": mallory}))
        assert is_refused(client.post("/settings/", self.FORM, headers={"x-csrftoken": mallory}))

    @pytest.mark.parametrize("place", ["query", "cookie alone", "empty", "short"])
    def test_nor_one_in_the_wrong_place_or_shape(self, people, place):
        client = signed_in(people.trainee, enforce_csrf_checks=True)
        token = self.token(client)
        query = {"csrfmiddlewaretoken": token} if place == "query" else {}
        form = {"csrfmiddlewaretoken": {"empty": "", "short": token[:8]}[place]} if place in ("empty", "short") else {}
        assert is_refused(client.post("/settings/", self.FORM | form, query_params=query))

    @pytest.mark.parametrize("origin", ["https://evil.example", "http://testserver.evil.example", "null"])
    def test_nor_the_right_one_from_another_site(self, people, origin):
        client = signed_in(people.trainee, enforce_csrf_checks=True)
        form = self.FORM | {"csrfmiddlewaretoken": self.token(client)}
        assert is_refused(client.post("/settings/", form, headers={"origin": origin}))

    def test_the_cookies_are_not_sent_along_by_other_sites_nor_read_by_scripts(self, people, client):
        client.get(LOGIN)
        client.post(LOGIN, {"login": people.trainee.email, "password": PASSWORD})
        for name in ("sessionid", "csrftoken"):
            assert (client.cookies[name]["samesite"], client.cookies[name]["httponly"]) == ("Lax", True), name


class TestGet:
    @pytest.mark.parametrize("visitor", VISITORS)
    def test_looking_at_every_page_changes_nothing(self, site, visitor):
        """With nothing in the query, and with all that the page's form would send."""
        client = browser(site, visitor)
        jar = dict(client.cookies)
        with nothing_changes(visitor):
            for name in names():
                client.cookies.clear()
                client.cookies.update(jar)
                for query in ({}, form_of(site, name) | {"action_add": "", "email": "x@attune.example"}):
                    client.get(site.path(name), query)
                client.head(site.path(name))
                client.options(site.path(name))

    def test_nor_does_saying_that_it_is_a_post(self, site):
        client = browser(site, "operations")
        with nothing_changes("overridden"):
            for name in site.forms():
                client.get(
                    site.path(name),
                    form_of(site, name) | {"_method": "POST"},
                    headers={"x-http-method-override": "POST"},
                )

    def test_signing_out_takes_a_form(self, people):
        client = signed_in(people.trainee)
        client.get("/accounts/logout/")
        assert client.get("/settings/").status_code == 200
