"""Accounts: sign-up by a link only, mails that wait in the queue and name our own address, and the first account."""

import io
import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as outbox
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from courseware.accounts import on_site
from courseware.domain import invitations
from courseware.domain.invitees import Invitee
from courseware.domain.pending import SESSION_ENTRY
from courseware.models import AuditEvent, Enrolment, Invitation, JoinLink, OutgoingMail, User
from tests.people import PASSWORD, People

NEW = {"password1": PASSWORD, "password2": PASSWORD, "name": "Nova Newcomer", "time_zone": "Europe/Lisbon"}
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def invitation(people: People) -> Invitation:
    nova = Invitee("nova@example.org", "Nova")
    return invitations.invite(people.cohort, [nova], people.instructor, now=timezone.now())[0]


@pytest.fixture
def join_link(people: People) -> JoinLink:
    return invitations.new_join_link(people.cohort, people.instructor, now=timezone.now())


def local(url: str) -> str:
    return url.removeprefix(SITE)


def signed_in_as(client: Client) -> str | None:
    user_id = client.session.get("_auth_user_id")
    return User.objects.get(pk=user_id).email if user_id else None


class TestSignUpByInvitation:
    @pytest.fixture
    def page(self, client, invitation) -> str:
        """The invitation's page, looked at by this client."""
        address = local(invitations.invitation_url(invitation))
        client.get(address)
        return address

    def test_from_the_link_to_the_days_work(self, client, page, people):
        form = client.get(f"/accounts/signup/?next={page}").content.decode()
        assert 'value="nova@example.org" readonly' in form
        assert 'value="Nova"' in form
        assert "data-prefill-zone" in form
        reply = client.post("/accounts/signup/", {**NEW, "next": page})
        assert reply["Location"] == page
        nova = User.objects.get(email="nova@example.org")
        assert (nova.name, nova.time_zone) == ("Nova Newcomer", "Europe/Lisbon")
        assert EmailAddress.objects.get(user=nova).verified
        consent = client.post(page)["Location"]
        client.post(consent, {"agree": "on", "text_version": "training-1"})
        assert client.get("/today/").status_code == 200
        assert not OutgoingMail.objects.exclude(kind="invitation").exists()

    def test_the_link_is_found_again_without_next(self, client, page):
        assert client.post("/accounts/signup/", NEW)["Location"] == page

    @pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/signup/?email=victim@example.org"])
    def test_the_address_is_fixed(self, client, page, address):
        assert "victim@" not in client.get(address).content.decode()
        client.post(address, {**NEW, "email": "victim@example.org"})
        assert not User.objects.filter(email="victim@example.org").exists()
        assert EmailAddress.objects.get(email="nova@example.org").verified

    def test_only_the_invited_address_counts_as_confirmed(self, client, page, join_link):
        """A visitor who opens a join link after an invitation signs up by the join link."""
        client.get(local(invitations.join_url(join_link)))
        client.post("/accounts/signup/", {**NEW, "email": "victim@example.org"})
        assert not EmailAddress.objects.get(email="victim@example.org").verified
        assert signed_in_as(client) is None

    def test_revoked_while_the_form_was_open(self, client, page, invitation, people):
        invitations.revoke(invitation, people.instructor, now=timezone.now())
        assert "An invitation is needed" in client.post("/accounts/signup/", NEW).content.decode()
        assert not User.objects.filter(email="nova@example.org").exists()

    def test_the_form_names_what_is_wrong_and_keeps_the_address(self, client, page):
        wrong = {**NEW, "email": "other@example.org", "time_zone": "Mars/Olympus", "password2": "another"}
        form = client.post("/accounts/signup/", wrong).content.decode()
        assert form.count("field-wrong") == 2
        assert 'value="nova@example.org"' in form
        assert "other@example.org" not in form
        assert "data-prefill-zone" not in form

    @pytest.mark.parametrize("field", ["is_operations", "is_instructor", "is_demo", "is_superuser", "is_staff"])
    def test_no_role_comes_with_sign_up(self, client, page, field):
        client.post("/accounts/signup/", {**NEW, field: "on"})
        assert not getattr(User.objects.get(email="nova@example.org"), field)


class TestSignUpByJoinLink:
    @pytest.fixture
    def page(self, client, join_link) -> str:
        address = local(invitations.join_url(join_link))
        client.get(address)
        return address

    def sign_up(self, client, page, email="walter@example.org"):
        return client.post("/accounts/signup/", {**NEW, "email": email, "next": page})

    def test_the_address_has_to_be_confirmed_first(self, client, page, drain_jobs):
        assert self.sign_up(client, page)["Location"] == "/accounts/confirm-email/"
        assert signed_in_as(client) is None
        drain_jobs()
        (message,) = outbox.outbox
        confirm = local(re.search(rf"{SITE}\S+", message.body).group())
        elsewhere = Client()  # the mail is opened in another browser
        assert elsewhere.get(confirm).status_code == 200
        assert not EmailAddress.objects.get(email="walter@example.org").verified  # looking confirms nothing
        assert elsewhere.post(confirm)["Location"] == page
        assert EmailAddress.objects.get(email="walter@example.org").verified
        reply = elsewhere.post(f"/accounts/login/?next={page}", {"login": "walter@example.org", "password": PASSWORD})
        assert reply["Location"] == page
        elsewhere.post(page)
        assert Enrolment.objects.filter(user__email="walter@example.org").exists()

    def test_an_address_with_an_account_gets_the_same_answer(self, client, page, people, drain_jobs):
        known = self.sign_up(client, page, people.trainee.email)
        another = Client()
        another.get(page)
        unknown = self.sign_up(another, page)
        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
        drain_jobs()
        subjects = {message.to[0]: message.subject for message in outbox.outbox}
        assert subjects[people.trainee.email] == "You already have an account"

    def test_signing_in_leads_back_to_the_link(self, client, page, people):
        reply = client.post("/accounts/login/", {"login": people.stranger.email, "password": PASSWORD})
        assert reply["Location"] == page
        assert SESSION_ENTRY in client.session
        client.post(page)
        assert SESSION_ENTRY not in client.session
        client.post("/accounts/logout/")
        reply = client.post("/accounts/login/", {"login": people.stranger.email, "password": PASSWORD})
        assert reply["Location"] == "/"


class TestWithoutALink:
    def test_sign_up_is_closed(self, client, db):
        assert "An invitation is needed" in client.get("/accounts/signup/").content.decode()
        client.post("/accounts/signup/", {**NEW, "email": "walter@example.org"})
        assert not User.objects.exists()

    @pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:1"])
    def test_no_way_off_the_site(self, client, people, target):
        credentials = {"login": people.trainee.email, "password": PASSWORD, "next": target}
        assert client.post("/accounts/login/", credentials)["Location"] == "/"


class TestMails:
    @pytest.fixture(autouse=True)
    def any_host(self, settings):
        """As if the hosts were not checked: the links must not depend on that."""
        settings.ALLOWED_HOSTS = ["*"]

    def mails(self, email: str) -> list[str]:
        return [f"{mail.subject}\n{mail.body}" for mail in OutgoingMail.objects.filter(to=email)]

    def test_a_password_reset_names_our_address_whatever_the_request_says(self, people):
        client = Client(headers={"host": "evil.example", "x-forwarded-host": "evil.example"})
        client.post("/accounts/password/reset/", {"email": people.trainee.email})
        (text,) = self.mails(people.trainee.email)
        assert "evil" not in text
        (link,) = re.findall(r"http\S+", text)
        assert link.startswith(f"{SITE}/accounts/password/reset/key/")
        form = Client().get(local(link), follow=True)
        reply = form.client.post(form.redirect_chain[-1][0], {"password1": PASSWORD[::-1], "password2": PASSWORD[::-1]})
        assert reply.status_code == 302
        people.trainee.refresh_from_db()
        assert people.trainee.check_password(PASSWORD[::-1])

    def test_so_do_all_the_others(self, people, join_link):
        client = Client(headers={"host": "evil.example"})
        client.get(local(invitations.join_url(join_link)))
        for email in ("walter@example.org", people.trainee.email):
            client.post("/accounts/signup/", {**NEW, "email": email})
        client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
        texts = [text for email in ("walter@example.org", people.trainee.email) for text in self.mails(email)]
        texts += self.mails("nobody@example.org")
        assert len(texts) == 3
        for text in texts:
            assert "evil" not in text
            assert all(link.startswith(f"{SITE}/") for link in re.findall(r"http\S+", text))

    def test_a_reset_for_nobody_looks_the_same(self, people):
        replies = [
            Client().post("/accounts/password/reset/", {"email": email}, follow=True)
            for email in (people.trainee.email, "nobody@example.org")
        ]
        shown = [re.sub(r"nonce-\S+", "", reply.content.decode()) for reply in replies]
        assert shown[0] == shown[1]
        assert replies[0].redirect_chain == replies[1].redirect_chain

    def test_mails_are_plain_text_and_wait_in_the_queue(self, people, drain_jobs):
        Client().post("/accounts/password/reset/", {"email": people.trainee.email})
        assert outbox.outbox == []
        drain_jobs()
        (message,) = outbox.outbox
        assert message.subject == "Choose a new password"
        assert not getattr(message, "alternatives", [])
        assert OutgoingMail.objects.get().kind == "password_reset_key"

    def test_words_of_people_are_not_escaped_in_mails(self, people, client):
        client.force_login(people.trainee, backend="django.contrib.auth.backends.ModelBackend")
        passwords = {"oldpassword": PASSWORD, "password1": PASSWORD[::-1], "password2": PASSWORD[::-1]}
        client.post("/accounts/password/change/", passwords, headers={"user-agent": "Browser <'1'>"})
        (text,) = self.mails(people.trainee.email)
        assert "Your password was changed" in text
        assert "Browser <'1'>" in text

    def test_on_site(self, settings):
        settings.SITE_URL = "https://attune.example"
        assert on_site("http://evil.example:8000/a/?b=c#d") == "https://attune.example/a/?b=c#d"
        assert on_site("//evil.example/a/") == "https://attune.example/a/"


class TestMakePerson:
    def run(self, *arguments: str, stdin: str = "", monkeypatch=None) -> str:
        if monkeypatch:
            monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        out = io.StringIO()
        call_command("make_person", *arguments, stdout=out)
        return out.getvalue()

    def test_the_first_operations_person_sets_a_password_by_a_link(self, db, settings):
        settings.SITE_URL = "https://attune.example"
        out = self.run("Ops@Example.org", "--name", "Oki", "--role", "operations")
        user = User.objects.get(email="ops@example.org")
        assert (user.name, user.is_operations, user.is_instructor) == ("Oki", True, False)
        assert not user.has_usable_password()
        assert EmailAddress.objects.get(user=user).verified
        link = re.search(r"https://attune\.example(\S+)", out).group(1)
        form = Client().get(link, follow=True)
        passwords = {"password1": PASSWORD, "password2": PASSWORD}
        form.client.post(form.redirect_chain[-1][0], passwords)
        reply = Client().post("/accounts/login/", {"login": "ops@example.org", "password": PASSWORD})
        assert reply["Location"] == "/"
        event = AuditEvent.objects.get(action="person.made")
        assert (event.actor, event.data) == (None, {"instructor": False, "operations": True})

    def test_with_a_password_no_link_is_printed(self, db, monkeypatch):
        out = self.run(
            "a@example.org", "--role", "instructor", "--role", "operations", "--password-stdin",
            stdin=f"{PASSWORD}\n", monkeypatch=monkeypatch,
        )  # fmt: skip
        user = User.objects.get()
        assert user.check_password(PASSWORD)
        assert user.is_instructor
        assert user.is_operations
        assert "http" not in out
        assert PASSWORD not in out

    def test_what_cannot_be_made_is_said(self, people, monkeypatch):
        for arguments, stdin, words in [
            (["nobody"], "", "valid email"),
            ([people.trainee.email.upper()], "", "has an account already"),
            (["b@example.org", "--password-stdin"], "short\n", "too short"),
            (["b@example.org", "--password-stdin"], "", "too short"),
            (["b@example.org", "--role", "trainee"], "", "invalid choice"),
        ]:
            with pytest.raises(CommandError, match=words):
                self.run(*arguments, stdin=stdin, monkeypatch=monkeypatch)
        assert not User.objects.filter(email="b@example.org").exists()
