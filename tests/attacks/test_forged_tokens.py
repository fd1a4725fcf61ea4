"""Attack 20: forms from other sites that carry a token. Those without one are in test_state_change_on_get.py."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from courseware.models import User
from tests.attacks.entrances import LOGIN
from tests.clients import signed_in, text_of
from tests.people import PASSWORD, People
from tests.site import build, names

FORM = {"name": "Mallory", "time_zone": "UTC"}


def token_of(client: Client) -> str:
    text_of(client, "/settings/")
    return client.cookies["csrftoken"].value


def is_refused(reply: HttpResponse) -> bool:
    """By the check of the token, and not for another reason."""
    return reply.status_code == 403 and reply.templates[0].name == "403_csrf.html"


@pytest.fixture
def client(people: People) -> Client:
    """The trainee's browser, with a token of its own."""
    return signed_in(people.trainee, enforce_csrf_checks=True)


def test_no_view_is_let_off(people):
    site = build(people)
    assert [name for name in names() if getattr(resolve(site.path(name)).func, "csrf_exempt", False)] == []


def test_nobody_is_signed_in_as_somebody_else(people):
    """A form on another site that signs the victim in to the attacker's account."""
    form = {"login": people.stranger.email, "password": PASSWORD}
    assert is_refused(Client(enforce_csrf_checks=True).post(LOGIN, form))


def test_ones_own_token_is_accepted(people, client):
    reply = client.post("/settings/", FORM | {"csrfmiddlewaretoken": token_of(client)})
    assert reply.status_code == 302
    assert User.objects.get(pk=people.trainee.pk).name == "Mallory"


def test_somebody_elses_is_not(people, client):
    mallory = token_of(signed_in(people.stranger))
    token_of(client)
    assert is_refused(client.post("/settings/", FORM | {"csrfmiddlewaretoken": mallory}))
    assert is_refused(client.post("/settings/", FORM, headers={"x-csrftoken": mallory}))


def test_nor_one_in_the_address(client):
    assert is_refused(client.post("/settings/", FORM, query_params={"csrfmiddlewaretoken": token_of(client)}))


@pytest.mark.parametrize("end", [0, 8, 31])
def test_nor_a_part_of_it(client, end):
    assert is_refused(client.post("/settings/", FORM | {"csrfmiddlewaretoken": token_of(client)[:end]}))


def test_nor_one_from_before_signing_in(people):
    """A token that an attacker planted in the browser ends with the sign-in."""
    client = Client(enforce_csrf_checks=True)
    client.get(LOGIN)
    planted = client.cookies["csrftoken"].value
    client.post(LOGIN, {"login": people.trainee.email, "password": PASSWORD, "csrfmiddlewaretoken": planted})
    assert client.get("/settings/").status_code == 200
    assert is_refused(client.post("/settings/", FORM | {"csrfmiddlewaretoken": planted}))


def test_scripts_do_not_read_the_cookie(client):
    token_of(client)
    assert client.cookies["csrftoken"]["httponly"]
