"""Attack 21: a link to this site that leads on to another one."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.attacks.entrances import (
    CODE,
    LOGIN,
    NEW_PASSWORD,
    choose_password,
    code_of,
    give_second_factor,
    is_signed_in,
    reset_path,
)
from tests.clients import signed_in
from tests.people import PASSWORD, People
from tests.site import Site, build, names

pytestmark = pytest.mark.thorough

PLAIN = (
    "//evil.example",
    "///evil.example",
    "////evil.example/",
    "\\evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "https://evil.example",
    "http:evil.example",
    "https:///evil.example",
    "hTTps://evil.example",
    "https://testserver@evil.example",
    "https://testserver.evil.example/",
    "https://evil.example\\@testserver/",
    "https://evil.example#@testserver/",
    "http://127.0.0.1:8000@evil.example/",
    "//evil.example/%2e%2e/today/",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\n//evil.example",
    "/\r\n/evil.example",
    "\x00//evil.example",
    "\u2028//evil.example",
    "/today/\r\nLocation: https://evil.example",
    "javascript:alert(1)//evil.example",
    "JaVaScRiPt:alert(1)//evil.example",
    "\x01javascript:alert(1)//evil.example",
    "java\nscript:alert(1)//evil.example",
    "data:text/html,evil.example",
    "vbscript:evil.example",
    "ftp://evil.example/",
    "．//evil.example",
    "//evil。example",
    "https://[evil.example",
)
VALUES = (*PLAIN, *(quote(value, safe="") for value in PLAIN[:6]), quote(quote("//evil.example", safe=""), safe=""))
# One of each kind, for what is asked at every door.
FIRST = (
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "http:evil.example",
    "javascript:alert(1)//evil.example",
    "\t//evil.example",
    "https://[evil.example",
    "%2F%2Fevil.example",
)
OUR_HOSTS = ("", "testserver", "127.0.0.1:8000")
# Each asked with every value: the pages that lead on to what the query names.
DOORS = (
    "account_login", "account_logout", "account_signup", "account_reauthenticate", "account_reset_password",
    "account_confirm_email", "account_reset_password_from_key", "mfa_authenticate", "mfa_reauthenticate",
    "mfa_login_webauthn", "join", "invitation", "consent", "settings",
)  # fmt: skip
# Not the hidden field of a form: what it holds is looked at when the form is sent.
LINKS = re.compile(r'(?:href|src|action|formaction|content)="([^"]*)"')


@pytest.fixture
def site(people: People) -> Site:
    return build(people)


def leads_off(address: str) -> bool:
    """As browsers read addresses: blanks and control characters dropped, backslashes taken for slashes."""
    read = re.sub(r"[\x00-\x20\u2028\u2029]", "", address).replace("\\", "/")
    try:
        parts = urlsplit(read)
    except ValueError:
        return True
    if parts.scheme and (parts.scheme not in ("http", "https") or not parts.netloc):
        return True
    return parts.netloc not in OUR_HOSTS or read.startswith("//")


def assert_stays(reply: HttpResponse, what: str) -> None:
    """The reply leads nowhere else, and no link or form of its page does."""
    if "Location" in reply:
        assert not leads_off(reply["Location"]), f"{what} leads to {reply['Location']}"
        assert "\n" not in reply["Location"]
    if reply["Content-Type"].startswith("text/html"):
        found = [link for link in LINKS.findall(reply.content.decode()) if "evil" in link and leads_off(link)]
        assert found == [], what


def test_the_judge_of_this_test():
    assert not any(
        leads_off(fine) for fine in ("/today/", "/accounts/login/?next=//evil.example", "http://testserver/")
    )
    harmless = {"\\evil.example"}  # one backslash is one slash: a path of ours
    assert [value for value in PLAIN if not leads_off(value) and value not in harmless] == [
        "/today/\r\nLocation: https://evil.example",
        "．//evil.example",
    ]


@contextmanager
def fresh() -> Iterator[None]:
    """What is done inside is taken back; the limits of tries begin anew."""
    cache.clear()
    savepoint = transaction.savepoint()
    yield
    transaction.savepoint_rollback(savepoint)


def browser(site: Site, who: str) -> Client:
    return Client() if who == "anonymous" else signed_in(site.people.by_name[who])


@pytest.mark.parametrize("who", ["anonymous", "trainee"])
@pytest.mark.parametrize("value", FIRST, ids=ascii)
def test_the_doors(site, value, who):
    for name in DOORS:
        path, form = site.path(name), site.forms().get(name, {})
        with fresh():
            assert_stays(browser(site, who).get(path, {"next": value}), f"GET {name}")
        with fresh():
            assert_stays(browser(site, who).post(path, form, query_params={"next": value}), f"POST {name}?next")
        with fresh():
            assert_stays(browser(site, who).post(path, form | {"next": value}), f"POST {name} with next")


@pytest.mark.parametrize("value", ["https://evil.example", "//evil.example"])
def test_every_other_address_and_other_names_of_the_field(site, value):
    fields = ("next", "url", "to", "return", "redirect", "redirect_to", "continue", "REDIRECT_URL", "policy", "show")
    client = signed_in(site.people.operations, raise_request_exception=False)
    for name in names():
        if name != "account_logout":
            assert_stays(client.get(site.path(name), dict.fromkeys(fields, value)), f"GET {name}")


class TestWhoDoesWhatTheFormAsks:
    """With every value, and with a form that is right: here the site does lead on."""

    def leads_on(self, reply: HttpResponse, value: str) -> None:
        assert reply.status_code == 302, ascii(value)
        assert_stays(reply, ascii(value))

    def test_signs_in(self, people):
        for value in VALUES:
            with fresh():
                form = {"login": people.trainee.email, "password": PASSWORD}
                self.leads_on(Client().post(LOGIN, form | {"next": value}), value)
                self.leads_on(Client().post(LOGIN, form, query_params={"next": value}), value)

    def test_signs_in_with_a_code(self, people):
        secret = give_second_factor(people.trainee)
        for value in VALUES:
            with fresh():
                client = Client()
                reply = client.post(LOGIN, {"login": people.trainee.email, "password": PASSWORD, "next": value})
                self.leads_on(reply, value)
                self.leads_on(client.post(reply["Location"], {"code": code_of(secret), "next": value}), value)
                assert is_signed_in(client)

    def test_is_signed_in_already(self, people):
        client = signed_in(people.trainee)
        for value in VALUES:
            self.leads_on(client.get(LOGIN, {"next": value}), value)

    def test_signs_out(self, people):
        for value in VALUES:
            with fresh():
                self.leads_on(signed_in(people.trainee).post("/accounts/logout/", {"next": value}), value)

    def test_signs_up(self, site):
        form = {"name": "Ivo", "time_zone": "UTC", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        for value in VALUES:
            with fresh():
                client = Client()
                client.get(site.path("invitation"))
                self.leads_on(client.post("/accounts/signup/", form | {"next": value}), value)

    def test_gives_the_password_again(self, people):
        for value in VALUES:
            with fresh():
                client = signed_in(people.trainee)
                reply = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": value})
                self.leads_on(reply, value)


def test_a_reset_link_leads_to_our_form(people):
    path = reset_path(people.trainee.email)
    client = Client()
    assert_stays(client.get(f"{path}?next=https://evil.example"), "reset link")
    assert_stays(choose_password(client, f"{path}?next=https://evil.example"), "new password")


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/..", "/\\evil.example", "///evil.example/today"])
def test_an_address_that_lacks_its_slash(people, path):
    """The site adds a missing slash: the reply must not begin with two."""
    for client in (Client(), signed_in(people.trainee)):
        assert_stays(client.get("/", PATH_INFO=path), path)


def test_the_code_page_is_only_of_ours(people):
    assert_stays(Client().get(f"{CODE}?next=//evil.example"), "code")
