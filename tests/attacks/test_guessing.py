"""Attack 23: guessing passwords and codes. Limits are per account: another address or host does not lift them."""

import itertools

import pytest
from allauth.account import app_settings
from django.test import Client

from courseware.models import OutgoingMail
from tests.attacks.entrances import (
    CODE,
    RESET,
    choose_password,
    code_of,
    enter,
    give_second_factor,
    half_signed_in,
    is_signed_in,
    reset_path,
)
from tests.people import PASSWORD

PER_ACCOUNT = 5
PER_ADDRESS = 10

# Each try comes from somewhere else, or says so.
DISGUISES = {
    "the same place": lambda n: {},
    "X-Forwarded-For": lambda n: {"HTTP_X_FORWARDED_FOR": f"10.1.1.{n}"},
    "a list in X-Forwarded-For": lambda n: {"HTTP_X_FORWARDED_FOR": f"10.1.1.{n}, 10.2.2.{n}"},
    "other headers of proxies": lambda n: {"HTTP_X_REAL_IP": f"10.1.1.{n}", "HTTP_CLIENT_IP": f"10.1.1.{n}"},
    "another address": lambda n: {"REMOTE_ADDR": f"10.1.1.{n}"},
    "another IPv6 network": lambda n: {"REMOTE_ADDR": f"2001:db8:{n}::1"},
    "another port in Host": lambda n: {"HTTP_HOST": f"127.0.0.1:{9000 + n}", "REMOTE_ADDR": f"10.1.1.{n}"},
    "another user agent": lambda n: {"HTTP_USER_AGENT": f"Browser {n}", "REMOTE_ADDR": f"10.1.1.{n}"},
}


def test_the_tests_run_with_the_limits_of_the_site():
    assert app_settings.RATE_LIMITS["login_failed"] == f"{PER_ADDRESS}/m/ip,{PER_ACCOUNT}/300s/key"
    assert all(app_settings.RATE_LIMITS.values())


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
class TestPasswords:
    def test_after_so_many_even_the_right_one_is_refused(self, people, disguise):
        for n in range(PER_ACCOUNT):
            enter(Client(), people.trainee.email, f"wrong horse {n}", **disguise(n))
        client = Client()
        page = enter(client, people.trainee.email, **disguise(99))
        assert page.status_code == 200
        assert "Too many failed" in page.content.decode()
        assert not is_signed_in(client)

    def test_and_the_spelling_of_the_address_does_not_matter(self, people, disguise):
        spellings = itertools.cycle(
            [people.trainee.email.upper(), f" {people.trainee.email}", "Trainee@Attune.example"]
        )
        for n in range(PER_ACCOUNT):
            enter(Client(), next(spellings), f"wrong horse {n}", **disguise(n))
        client = Client()
        enter(client, people.trainee.email, **disguise(99))
        assert not is_signed_in(client)


class TestWhoIsNotGuessedAt:
    def test_others_sign_in_meanwhile(self, people):
        for n in range(PER_ACCOUNT):
            enter(Client(), people.trainee.email, f"wrong horse {n}")
        client = Client()
        enter(client, people.other_trainee.email)
        assert is_signed_in(client)

    def test_the_limit_holds_for_addresses_nobody_has(self, people):
        """Otherwise the limit itself would tell who has an account."""
        for n in range(PER_ACCOUNT):
            enter(Client(), "nobody@attune.example", f"wrong horse {n}")
        assert "Too many failed" in enter(Client(), "nobody@attune.example").content.decode()

    def test_a_right_password_in_between_does_not_begin_the_count_anew(self, people):
        for n in range(PER_ACCOUNT - 1):
            enter(Client(), people.trainee.email, f"wrong horse {n}")
        enter(Client(), people.trainee.email)
        enter(Client(), people.trainee.email, "wrong horse")
        assert "Too many failed" in enter(Client(), people.trainee.email).content.decode()

    def test_the_owner_of_the_mailbox_gets_in_by_a_reset(self, people):
        for n in range(PER_ACCOUNT):
            enter(Client(), people.trainee.email, f"wrong horse {n}")
        choose_password(Client(), reset_path(people.trainee.email), "another horse, another battery")
        client = Client()
        enter(client, people.trainee.email, "another horse, another battery")
        assert is_signed_in(client)


class TestOneAddressManyAccounts:
    def spray(self, forwarded: str) -> list[bool]:
        """Whether each try of one password at many accounts was looked at."""
        pages = [
            enter(Client(), f"person{n}@attune.example", "winter2026", HTTP_X_FORWARDED_FOR=forwarded.format(n=n))
            for n in range(PER_ADDRESS + 3)
        ]
        return ["Too many failed" not in page.content.decode() for page in pages]

    def test_a_made_up_header_is_not_believed(self, people):
        assert self.spray("10.1.1.{n}") == [True] * PER_ADDRESS + [False] * 3

    def test_behind_a_proxy_only_what_the_proxy_added_counts(self, people, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        assert self.spray("10.1.1.{n}, 203.0.113.7") == [True] * PER_ADDRESS + [False] * 3


class TestCodes:
    @pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
    def test_after_so_many_even_the_right_one_is_refused(self, people, disguise):
        """A new sign-in for each try: the count is the account's and not the session's."""
        secret = give_second_factor(people.trainee)
        for n in range(PER_ACCOUNT):
            half_signed_in(people.trainee).post(CODE, {"code": "000000"}, **disguise(n))
        client = half_signed_in(people.trainee)
        client.post(CODE, {"code": code_of(secret)}, **disguise(99))
        assert not is_signed_in(client)

    def test_a_code_works_once(self, people):
        secret = give_second_factor(people.trainee)
        code = code_of(secret)
        first, second = half_signed_in(people.trainee), half_signed_in(people.trainee)
        first.post(CODE, {"code": code})
        second.post(CODE, {"code": code})
        assert (is_signed_in(first), is_signed_in(second)) == (True, False)


class TestSignedIn:
    def test_the_old_password_cannot_be_guessed_at_the_change_form(self, people, client):
        enter(client, people.trainee.email)
        form = {"password1": "another horse, another battery", "password2": "another horse, another battery"}
        for n in range(PER_ACCOUNT):
            client.post("/accounts/password/change/", {"oldpassword": f"wrong {n}", **form})
        reply = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **form})
        assert reply.status_code == 429

    def test_nor_where_it_is_asked_for_again(self, people, client):
        enter(client, people.trainee.email)
        for n in range(PER_ACCOUNT):
            client.post("/accounts/reauthenticate/", {"password": f"wrong {n}"})
        page = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        assert page.status_code in (200, 429)


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
def test_a_mailbox_cannot_be_flooded_with_resets(people, disguise):
    statuses = [Client().post(RESET, {"email": people.trainee.email}, **disguise(n)).status_code for n in range(8)]
    assert statuses == [302] * PER_ACCOUNT + [429] * 3
    assert OutgoingMail.objects.count() == PER_ACCOUNT
