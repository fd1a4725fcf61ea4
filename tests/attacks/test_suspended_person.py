"""Attack 24: a suspended person by session, password, link, invitation, reset token or code. Nothing works."""

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from assessments.domain import certification
from assessments.gates import Verdict
from courseware.domain import invitations
from courseware.domain.invitees import Invitee
from courseware.models import Cohort, Enrolment, Invitation, OutgoingMail, User
from tests.attacks.entrances import (
    CODE,
    LOGIN,
    NEW_PASSWORD,
    RESET,
    choose_password,
    code_of,
    enter,
    give_second_factor,
    half_signed_in,
    is_signed_in,
    links_in_mails,
    reset_path,
)
from tests.clients import signed_in
from tests.decided import stand
from tests.people import PASSWORD, People, make_cohort
from tests.site import Site, build
from tests.test_pages_matrix import MATRIX, ask, word_for


def suspend(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


@pytest.fixture
def site(people: People) -> Site:
    return build(people)


@pytest.fixture
def new_cohort(people: People) -> Cohort:
    """One that nobody has joined."""
    return make_cohort("Summer cohort", people.version, people.instructor)


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


class TestBySession:
    @pytest.mark.parametrize("visitor", ["trainee", "instructor", "operations"])
    def test_every_page_and_form_treats_them_as_a_stranger(self, site, visitor):
        person = site.people.by_name[visitor]
        client = signed_in(person, raise_request_exception=False)
        assert is_signed_in(client)
        suspend(person)
        jar, wrong = dict(client.cookies), []
        for name, lines in MATRIX.items():
            for method, line in zip(("GET", "POST"), lines, strict=True):
                client.cookies.clear()
                client.cookies.update(jar)
                got, listed = word_for(ask(client, site, name, method)), line.split()[0]
                if got != listed:
                    wrong.append(f"{method} {name}: {got}, a stranger gets {listed}")
        assert wrong == []

    def test_a_decision_half_made_is_refused_where_it_is_stored(self, people):
        standing = stand(people.enrolment, Verdict.PASS)
        suspend(people.operations)
        with pytest.raises(PermissionDenied):
            certification.certify(
                people.enrolment.public_id,
                standing.policy_version_id,
                User.objects.get(pk=people.operations.pk),
                now=timezone.now(),
            )


class TestByPassword:
    def test_the_right_one_lets_nobody_in(self, people, client):
        suspend(people.trainee)
        assert enter(client, people.trainee.email)["Location"] == "/accounts/inactive/"
        assert not is_signed_in(client)

    def test_a_wrong_one_does_not_tell_that_there_is_such_a_person(self, people):
        suspend(people.trainee)
        pages = []
        for email in (people.trainee.email, "nobody@attune.example"):
            page = enter(Client(), email, "wrong horse")
            assert page.status_code == 200
            pages.append(page.context["form"].errors)
        assert pages[0] == pages[1]


class TestByCode:
    def test_suspended_between_password_and_code(self, people):
        secret = give_second_factor(people.trainee)
        client = half_signed_in(people.trainee)
        before = User.objects.get(pk=people.trainee.pk).last_login
        suspend(people.trainee)
        client.post(CODE, {"code": code_of(secret)})
        assert not is_signed_in(client)
        assert "_auth_user_id" not in client.session
        assert User.objects.get(pk=people.trainee.pk).last_login == before

    def test_not_even_the_page_for_the_code(self, people, client):
        give_second_factor(people.trainee)
        suspend(people.trainee)
        assert enter(client, people.trainee.email)["Location"] == "/accounts/inactive/"
        assert client.get(CODE)["Location"].startswith(LOGIN)


class TestByJoinLink:
    @pytest.fixture
    def path(self, people: People, new_cohort: Cohort) -> str:
        return path_of(
            invitations.join_url(invitations.new_join_link(new_cohort, people.instructor, now=timezone.now()))
        )

    def test_with_a_session_of_before(self, people, new_cohort, path):
        client = signed_in(people.trainee)
        suspend(people.trainee)
        assert client.post(path)["Location"].startswith(LOGIN)
        assert "Join as" not in client.get(path).content.decode()
        assert not Enrolment.objects.filter(cohort=new_cohort).exists()

    def test_the_link_leads_through_sign_in_and_no_further(self, people, new_cohort, path, client):
        suspend(people.trainee)
        client.get(path)
        enter(client, people.trainee.email)
        assert client.post(path)["Location"].startswith(LOGIN)
        assert not Enrolment.objects.filter(cohort=new_cohort).exists()

    def test_signing_up_once_more_with_the_same_address(self, people, new_cohort, path, client):
        suspend(people.trainee)
        client.get(path)
        client.post(
            "/accounts/signup/",
            {
                "email": people.trainee.email.upper(),
                "password1": NEW_PASSWORD,
                "password2": NEW_PASSWORD,
                "name": "Tara Again",
                "time_zone": "UTC",
            },
        )
        tara = User.objects.get(email__iexact=people.trainee.email)
        assert (tara.is_active, tara.name, tara.check_password(PASSWORD)) == (False, "Tara Trainee", True)
        assert not is_signed_in(client)


class TestByInvitation:
    def test_a_new_invitation_to_their_address(self, people, new_cohort, client):
        suspend(people.trainee)
        invitee = Invitee(people.trainee.email, "Tara")
        (invitation,) = invitations.invite(new_cohort, [invitee], people.instructor, now=timezone.now())
        path = path_of(invitations.invitation_url(invitation))
        client.get(path)
        enter(client, people.trainee.email)
        sign_up = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD, "name": "Tara Again", "time_zone": "UTC"}
        client.post("/accounts/signup/", sign_up)
        assert client.post(path)["Location"].startswith(LOGIN)
        assert not is_signed_in(client)
        assert not Enrolment.objects.filter(cohort=new_cohort).exists()
        assert Invitation.objects.get(pk=invitation.pk).accepted_at is None
        assert User.objects.get(pk=people.trainee.pk).check_password(PASSWORD)


class TestByResetToken:
    def test_one_mailed_before_sets_no_password(self, people, client):
        path = reset_path(people.trainee.email)
        suspend(people.trainee)
        choose_password(client, path)
        assert User.objects.get(pk=people.trainee.pk).check_password(PASSWORD)

    def test_nor_with_the_form_open_already(self, people, client):
        form = client.get(reset_path(people.trainee.email))["Location"]
        assert client.get(form).context["form"] is not None
        suspend(people.trainee)
        client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
        assert User.objects.get(pk=people.trainee.pk).check_password(PASSWORD)

    def test_no_token_is_mailed(self, people, client):
        suspend(people.trainee)
        client.post(RESET, {"email": people.trainee.email})
        assert OutgoingMail.objects.filter(to=people.trainee.email).exists()
        assert [link for link in links_in_mails(people.trainee.email) if "/reset/" in link] == []


def test_by_confirming_an_address(people, client):
    address = EmailAddress.objects.create(user=people.trainee, email="tara.two@attune.example")
    path = f"/accounts/confirm-email/{EmailConfirmationHMAC(address).key}/"
    suspend(people.trainee)
    client.post(path)
    assert not EmailAddress.objects.get(pk=address.pk).verified
    assert not is_signed_in(client)


def test_who_is_reinstated_can_sign_in_again(people, client):
    suspend(people.trainee)
    enter(client, people.trainee.email)
    User.objects.filter(pk=people.trainee.pk).update(is_active=True)
    enter(client, people.trainee.email)
    assert is_signed_in(client)
