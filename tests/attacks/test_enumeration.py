"""Attack 23: finding out who has an account. Known and unknown addresses get the same reply, for the same work."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from courseware.domain import invitations
from courseware.models import JoinLink, User
from tests.attacks.entrances import NEW_PASSWORD, RESET, enter, give_second_factor, reset_path
from tests.people import PASSWORD, People

UNKNOWN = "unknown@attune.example"
KNOWN = ("trainee", "other_trainee", "instructor", "operations")
VARIES = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|[\w.]+@attune\.example', re.IGNORECASE)


def seen(reply: HttpResponse) -> tuple[object, ...]:
    """All that tells one reply from another, but for the address that was typed and the form token."""
    headers = {
        name: value for name, value in reply.items() if name.lower() not in ("content-length", "expires", "date")
    }
    return reply.status_code, headers, sorted(reply.cookies), VARIES.sub("", reply.content.decode())


def follow(client: Client, reply: HttpResponse) -> list[tuple[object, ...]]:
    """The reply and the page it leads to."""
    shown = [seen(reply)]
    if reply.status_code == 302:
        shown.append(seen(client.get(reply["Location"])))
    return shown


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by one for each password that is hashed: all that takes a noticeable time."""
    done: list[str] = []
    for hasher in hashers.get_hashers():
        encode = type(hasher).encode

        def counted(self, *args, _encode=encode, **kwargs):
            done.append(type(self).__name__)
            return _encode(self, *args, **kwargs)

        monkeypatch.setattr(type(hasher), "encode", counted)
    return done


@pytest.fixture
def somebody(people: People) -> People:
    """One of the known people has a second factor, one is suspended."""
    give_second_factor(people.instructor)
    User.objects.filter(pk=people.other_trainee.pk).update(is_active=False)
    return people


@pytest.fixture
def join_link(people: People) -> JoinLink:
    return invitations.new_join_link(people.cohort, people.instructor, now=timezone.now())


def sign_in(email: str, _: JoinLink) -> tuple[Client, HttpResponse]:
    client = Client()
    return client, enter(client, email, "wrong horse battery")


def reset(email: str, _: JoinLink) -> tuple[Client, HttpResponse]:
    client = Client()
    return client, client.post(RESET, {"email": email})


def sign_up(email: str, link: JoinLink) -> tuple[Client, HttpResponse]:
    client = Client()
    client.get("/" + invitations.join_url(link).split("/", 3)[3])
    form = {"email": email, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD, "name": "N", "time_zone": "UTC"}
    return client, client.post("/accounts/signup/", form)


DOORS = (sign_in, reset, sign_up)
Door = Callable[[str, JoinLink], tuple[Client, HttpResponse]]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
@pytest.mark.parametrize("who", KNOWN)
class TestTheSame:
    def test_reply_and_page_after_it(self, somebody, join_link, door: Door, who):
        assert follow(*door(getattr(somebody, who).email, join_link)) == follow(*door(UNKNOWN, join_link))

    def test_whatever_the_case_of_the_address(self, somebody, join_link, door: Door, who):
        assert follow(*door(getattr(somebody, who).email.upper(), join_link)) == follow(*door(UNKNOWN, join_link))

    def test_work(self, somebody, join_link, hashed, door: Door, who):
        """Hashes counted instead of seconds: a shared machine's clock says little, and hashing is what takes long."""
        door(getattr(somebody, who).email, join_link)
        for_known = list(hashed)
        hashed.clear()
        door(UNKNOWN, join_link)
        assert len(for_known) == len(hashed)


def test_adding_somebody_elses_address_to_ones_own_account(somebody):
    def add(email: str) -> list[tuple[object, ...]]:
        client = Client()
        enter(client, somebody.trainee.email)
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        savepoint = transaction.savepoint()
        shown = follow(client, client.post("/accounts/email/", {"action_add": "", "email": email}))
        assert EmailAddress.objects.filter(user=somebody.trainee).count() == 2
        transaction.savepoint_rollback(savepoint)
        return shown

    # The page lists addresses by the alphabet: both stand in the same place.
    assert add(somebody.operations.email) == add("nobody@attune.example")


def test_a_reset_link_of_nobody_and_one_that_is_wrong(people):
    right = reset_path(people.trainee.email)
    wrong = right[:-2] + ("x" if right[-2] != "x" else "y") + "/"
    nobodys = re.sub(r"key/[^-]+-", "key/zzzz-", right)
    pages = [Client().get(path) for path in (wrong, nobodys)]
    assert seen(pages[0]) == seen(pages[1])


def test_who_is_invited_is_told_to_nobody_else(people, join_link):
    """The page of an invitation knows the address; that of a join link, which anybody may have, names none."""
    page = Client().get("/" + invitations.join_url(join_link).split("/", 3)[3]).content.decode()
    assert "@attune.example" not in page
