"""Attack 22: around the second factor. Who has given a password and owes a code has no rights at all."""

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courseware.models import User
from tests.attacks.entrances import (
    CODE,
    LOGIN,
    NEW_PASSWORD,
    choose_password,
    code_of,
    enter,
    give_second_factor,
    half_signed_in,
    is_signed_in,
    reset_path,
)
from tests.clients import signed_in
from tests.faults.answering import body_for, post_answer, post_finish
from tests.people import People
from tests.site import Site, build, names
from tests.test_pages_matrix import MATRIX, ask, word_for
from training.models import Response

# Where the half-signed-in are led to, or are shown, the page for the code, and the anonymous are not.
CODE_PAGES = {
    ("GET", "account_login"): "on",
    ("POST", "account_login"): "on",
    ("GET", "mfa_login_webauthn"): "on",
    ("POST", "mfa_login_webauthn"): "on",
    ("GET", "mfa_authenticate"): "200",
    ("POST", "mfa_authenticate"): "200",
}
METHODS = ("GET", "POST")


@pytest.fixture
def site(people: People) -> Site:
    return build(people)


def words(client: Client, site: Site) -> dict[tuple[str, str], str]:
    """What every address answers by GET and by POST, each asked with the cookies the client has now."""
    jar, found = dict(client.cookies), {}
    for name in names():
        for method in METHODS:
            client.cookies.clear()
            client.cookies.update(jar)
            found[method, name] = word_for(ask(client, site, name, method))
    client.cookies.clear()
    client.cookies.update(jar)
    return found


class TestHalfSignedIn:
    @pytest.mark.parametrize("visitor", ["trainee", "instructor", "operations"])
    def test_every_page_is_as_closed_as_to_a_stranger(self, site, visitor):
        person = site.people.by_name[visitor]
        give_second_factor(person)
        client = half_signed_in(person, raise_request_exception=False)
        stranger = {
            (method, name): line.split()[0]
            for name, lines in MATRIX.items()
            for method, line in zip(METHODS, lines, strict=True)
        }
        assert words(client, site) == stranger | CODE_PAGES

    def test_no_page_names_them(self, site):
        """Pages that everybody may see greet nobody: not by name, and not with the links of a role."""
        give_second_factor(site.people.operations)
        client = half_signed_in(site.people.operations)
        for name in names():
            if name not in ("account_logout", "mfa_authenticate"):
                page = client.get(site.path(name), follow=False).content.decode()
                assert site.people.operations.email not in page, name
                assert reverse("operations") not in page, name

    def test_no_answer_is_taken(self, site):
        give_second_factor(site.people.trainee)
        client = half_signed_in(site.people.trainee)
        step = site.open.steps.select_related("attempt").first()
        before = Response.objects.count()
        replies = [post_answer(client, site.open, body_for(step)), post_finish(client, site.open)]
        assert [(reply.status_code, reply.json()["error"]["code"]) for reply in replies] == [(401, "signed_out")] * 2
        assert Response.objects.count() == before

    def test_the_code_is_what_was_missing(self, people):
        secret = give_second_factor(people.operations)
        client = half_signed_in(people.operations)
        client.post(CODE, {"code": code_of(secret)})
        assert client.get("/operations/").status_code == 200

    def test_somebody_elses_code_is_not(self, people):
        give_second_factor(people.operations)
        secret = give_second_factor(people.stranger)
        client = half_signed_in(people.operations)
        client.post(CODE, {"code": code_of(secret)})
        assert not is_signed_in(client)

    @pytest.mark.parametrize("code", ["", " ", "0", "000000", "null", "[]", "\x00" * 6, "９９９９９９", "1e5", "-1"])
    def test_nor_is_what_is_no_code(self, people, code):
        give_second_factor(people.operations)
        client = half_signed_in(people.operations)
        client.post(CODE, {"code": code})
        client.post(CODE, {})
        client.post(CODE, {"credential": "{}"})
        assert not is_signed_in(client)

    def test_no_factor_can_be_added_or_taken_away_on_the_way(self, people):
        give_second_factor(people.operations)
        client = half_signed_in(people.operations)
        for name in ("mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn"):
            client.post(reverse(name), {"code": "000000", "password": "x"})
        assert Authenticator.objects.filter(user=people.operations).count() == 1


class TestOtherRoads:
    def test_a_new_password_is_not_a_second_factor(self, people):
        give_second_factor(people.operations)
        client = Client()
        choose_password(client, reset_path(people.operations.email))
        assert User.objects.get(pk=people.operations.pk).check_password(NEW_PASSWORD)
        assert not is_signed_in(client)
        assert enter(client, people.operations.email, NEW_PASSWORD)["Location"].startswith(CODE)
        assert not is_signed_in(client)
        assert Authenticator.objects.filter(user=people.operations).exists()

    def test_nor_is_a_new_password_while_the_code_is_owed(self, people):
        give_second_factor(people.operations)
        path = reset_path(people.operations.email)
        client = half_signed_in(people.operations)
        choose_password(client, path)
        assert not is_signed_in(client)

    @pytest.mark.parametrize("half", [False, True])
    def test_nor_is_a_confirmed_address(self, people, half):
        give_second_factor(people.operations)
        address = EmailAddress.objects.create(user=people.operations, email="oki.two@attune.example")
        client = half_signed_in(people.operations) if half else Client()
        client.post(reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key]))
        assert not is_signed_in(client)

    def test_nor_is_signing_in_with_another_address(self, people):
        give_second_factor(people.operations)
        EmailAddress.objects.create(user=people.operations, email="oki.two@attune.example", verified=True)
        client = Client()
        assert enter(client, "oki.two@attune.example")["Location"].startswith(CODE)
        assert not is_signed_in(client)

    def test_nor_is_the_session_of_somebody_else(self, people):
        """Signed in as one person, then half as another: what is left is nobody, or the first."""
        give_second_factor(people.operations)
        client = signed_in(people.stranger)
        client.post("/accounts/logout/")
        enter(client, people.operations.email)
        assert client.get("/operations/")["Location"].startswith(LOGIN)

    def test_a_join_link_opens_nothing(self, site):
        give_second_factor(site.people.stranger)
        client = half_signed_in(site.people.stranger)
        reply = client.post(site.path("join"))
        assert reply["Location"].startswith(LOGIN)
        assert not site.people.stranger.enrolments.exists()


class TestStaffWithoutAFactor:
    """STAFF_MFA_REQUIRED, as in production: those who see other people's work do nothing before they have a factor."""

    # What one needs to set a factor up or to leave, and what is public anyway.
    OPEN = ("account_", "mfa_", "verify", "credential")

    @pytest.fixture(autouse=True)
    def required(self, settings) -> None:
        settings.STAFF_MFA_REQUIRED = True

    @pytest.mark.parametrize("visitor", ["instructor", "operations"])
    def test_every_page_and_form_leads_to_the_set_up(self, site, visitor):
        client = signed_in(site.people.by_name[visitor], raise_request_exception=False)
        for name in names():
            if not name.startswith(self.OPEN):
                for method in METHODS:
                    reply = ask(client, site, name, method)
                    assert (reply.status_code, reply["Location"]) == (302, reverse("mfa_index")), f"{method} {name}"

    def test_what_is_open_shows_nothing_of_others(self, site):
        """The account's own pages; what the public may verify is shown as to the public."""
        client = signed_in(site.people.operations, raise_request_exception=False)
        for name in names():
            if name.startswith(("account_", "mfa_")):
                page = ask(client, site, name, "GET").content.decode()
                assert "@attune.example" not in page.replace(site.people.operations.email, ""), name

    def test_no_answer_is_taken_from_an_instructor_who_trains(self, site):
        User.objects.filter(pk=site.people.trainee.pk).update(is_instructor=True)
        client = signed_in(site.people.trainee)
        step = site.open.steps.select_related("attempt").first()
        before = Response.objects.count()
        replies = [post_answer(client, site.open, body_for(step)), post_finish(client, site.open)]
        assert [reply.status_code for reply in replies] == [302, 302]
        assert Response.objects.count() == before

    @pytest.mark.parametrize("path", ["/cohorts", "//cohorts/", "/accounts/../cohorts/", "/accounts/%2e%2e/cohorts/"])
    def test_no_spelling_of_an_address_gets_around(self, people, path):
        reply = signed_in(people.instructor, raise_request_exception=False).get("/", PATH_INFO=path)
        assert reply.status_code in (301, 302, 404)
        assert people.cohort.name not in reply.content.decode()

    def test_recovery_codes_alone_are_no_factor(self, people):
        Authenticator.objects.create(
            user=people.operations,
            type=Authenticator.Type.RECOVERY_CODES,
            data={"seed": "0", "used_mask": 0},
            created_at=timezone.now(),
        )
        assert signed_in(people.operations).get("/operations/")["Location"] == reverse("mfa_index")

    def test_with_a_factor_the_work_is_there_and_without_it_gone_again(self, people):
        client = signed_in(people.operations)
        give_second_factor(people.operations)
        assert client.get("/operations/").status_code == 200
        Authenticator.objects.filter(user=people.operations).delete()
        assert client.get("/operations/")["Location"] == reverse("mfa_index")

    def test_a_role_granted_meanwhile_counts_at_once(self, people):
        client = signed_in(people.trainee)
        assert client.get("/today/").status_code == 200
        User.objects.filter(pk=people.trainee.pk).update(is_instructor=True)
        assert client.get("/today/")["Location"] == reverse("mfa_index")

    def test_trainees_are_not_asked_for_one(self, people):
        assert signed_in(people.trainee).get("/today/").status_code == 200
