"""Invitations: the list they are made from, the mail, and that each is for its address only."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from courseware.domain import invitations
from courseware.domain.invitations import INVITATION_LASTS, LinkRefused, OtherAddress
from courseware.domain.invitees import MAX_PEOPLE, MAX_PROBLEMS, InvalidList, Invitee, parse_people
from courseware.models import AuditEvent, Enrolment, Invitation, OutgoingMail
from tests.people import People, make_person

NOVA = Invitee("nova@example.org", "Nova Newcomer")


def invite(people: People, *invitees: Invitee, now=None) -> list[Invitation]:
    return invitations.invite(people.cohort, invitees, people.instructor, now=now or timezone.now())


def path(invitation: Invitation) -> str:
    return invitations.invitation_url(invitation).removeprefix("http://127.0.0.1:8000")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


class TestTheList:
    def test_pasted_in_every_usual_form(self):
        pasted = 'a@x.org, B@X.org;c@x.org\n\n  Dora Day <d@x.org>\n"Eve, E." <e@x.org>, <f@x.org>\nA@x.org'
        assert parse_people(pasted, "") == [
            Invitee("a@x.org", ""),
            Invitee("b@x.org", ""),
            Invitee("c@x.org", ""),
            Invitee("d@x.org", "Dora Day"),
            Invitee("e@x.org", "Eve, E."),
            Invitee("f@x.org", ""),
        ]

    @pytest.mark.parametrize(
        "csv_text",
        [
            "email,name\na@x.org,Ana A\nb@x.org,\n",
            "Name;E-mail address\r\nAna A;a@x.org\r\n;b@x.org\r\n",
            'name\temail\n"Ana\n A"\ta@x.org\n\tb@x.org',
            "\nEmail,Name,Team\n\na@x.org,Ana A,red\n,,\nb@x.org\n",
        ],
    )
    def test_csv_with_columns_in_any_order(self, csv_text):
        assert parse_people("", csv_text) == [Invitee("a@x.org", "Ana A"), Invitee("b@x.org", "")]

    def test_both_at_once(self):
        people = parse_people("a@x.org", "email,name\nA@x.org,Ana\nb@x.org,Bo")
        assert people == [Invitee("a@x.org", ""), Invitee("b@x.org", "Bo")]

    def test_every_bad_line_is_named(self):
        with pytest.raises(InvalidList) as caught:
            parse_people("a@x.org\njane@x.org extra\nb@x.org, nobody\n<c@x.org", "email\nd@x.org\n@x.org\n")
        assert caught.value.problems == (
            "Line 2: “jane@x.org extra” is not an e-mail address.",
            "Line 3: “nobody” is not an e-mail address.",
            "Line 4: “<c@x.org” is not an e-mail address.",
            "CSV line 3: “@x.org” is not an e-mail address.",
        )

    @pytest.mark.parametrize(
        ("pasted", "csv_text", "words"),
        [
            ("", "  \n", "The list is empty"),
            ("", "name\nAna", "one of them email"),
            ("", 'email\n"a@x.org', "cannot be read at line 2"),
            ("x" * 250 + "@x.org", "", "is not an e-mail address"),
            ("\n".join(f"p{n}@x.org" for n in range(MAX_PEOPLE + 1)), "", f"at most {MAX_PEOPLE}"),
        ],
    )
    def test_what_cannot_be_used_as_a_whole(self, pasted, csv_text, words):
        with pytest.raises(InvalidList, match=words):
            parse_people(pasted, csv_text)

    def test_a_hopeless_list_is_not_told_line_by_line(self):
        with pytest.raises(InvalidList) as caught:
            parse_people("\n".join(["oops"] * 1000), "")
        assert len(caught.value.problems) == MAX_PROBLEMS + 1
        assert caught.value.problems[-1].startswith(f"And {1000 - MAX_PROBLEMS} more")


class TestInviting:
    def test_a_mail_goes_to_the_address_with_the_link(self, people, drain_jobs):
        (invitation,) = invite(people, NOVA)
        drain_jobs()
        (message,) = outbox.outbox
        assert message.to == ["nova@example.org"]
        assert message.subject == "Your invitation to Spring cohort"
        assert "Dear Nova Newcomer" in message.body
        assert "Ines Instructor invites you" in message.body
        assert invitations.invitation_url(invitation) in message.body
        assert "works for 30 days" in message.body

    def test_who_is_invited_or_enrolled_is_passed_over(self, people):
        theo = Invitee(people.other_trainee.email, "")
        assert len(invite(people, NOVA, theo)) == 1
        assert invite(people, NOVA, theo) == []
        assert OutgoingMail.objects.filter(kind="invitation").count() == 1
        assert AuditEvent.objects.filter(action="cohort.invited").count() == 1

    def test_another_cohort_may_invite_the_same_person(self, people):
        invite(people, NOVA)
        assert invitations.invite(people.other_cohort, [NOVA], people.other_instructor, now=timezone.now())

    def test_an_expired_or_revoked_one_makes_room(self, people):
        (old,) = invite(people, NOVA, now=timezone.now() - INVITATION_LASTS)
        (new,) = invite(people, NOVA)
        old.refresh_from_db()
        assert old.revoked_at is not None
        invitations.revoke(new, people.instructor, now=timezone.now())
        assert invite(people, NOVA)

    def test_a_used_one_stays_used_after_its_last_day(self, people):
        (invitation,) = invite(people, NOVA, now=timezone.now() - timedelta(days=1))
        nova = make_person(NOVA.email, "")
        invitations.accept(invitation, nova, now=timezone.now())
        nova.email = "moved@example.org"
        nova.save()
        assert invite(people, NOVA, now=timezone.now() + INVITATION_LASTS) == []
        invitations.revoke(invitation, people.instructor, now=timezone.now())
        invitation.refresh_from_db()
        assert invitation.revoked_at is None

    def test_the_database_refuses_a_second_standing_one(self, people):
        (invitation,) = invite(people, NOVA)
        invitation.pk, invitation.email = None, NOVA.email.upper()
        invitation.public_id = people.enrolment.public_id
        with pytest.raises(IntegrityError):
            invitation.save(force_insert=True)

    def test_the_number_of_queries_grows_by_the_rows_only(self, people, django_assert_max_num_queries):
        invite(people, Invitee("warm@example.org", ""))
        with django_assert_max_num_queries(13):
            invite(people, NOVA)
        crowd = [Invitee(f"p{n}@example.org", "") for n in range(10)]
        with django_assert_max_num_queries(13 + 9 * 4):
            invite(people, *crowd)


class TestAccepting:
    @pytest.fixture
    def invitation(self, people) -> Invitation:
        return invite(people, NOVA)[0]

    @pytest.fixture
    def nova(self, people):
        return make_person(NOVA.email, "")

    def test_the_page_names_the_address(self, client, invitation):
        page = client.get(path(invitation)).content.decode()
        assert "Ines Instructor invites nova@example.org" in page
        assert "Create an account" in page
        assert "sign in" in page

    def test_with_an_account_there_is_one_way_on(self, client, invitation, nova):
        page = client.get(path(invitation)).content.decode()
        assert "Create an account" not in page
        assert f"/accounts/login/?next={path(invitation)}" in page

    def test_the_invited_person_joins_and_gets_their_name(self, invitation, nova, people):
        reply = signed_in(nova).post(path(invitation))
        enrolment = Enrolment.objects.get(user=nova, cohort=people.cohort)
        assert reply["Location"] == f"/consent/{enrolment.public_id}/"
        invitation.refresh_from_db()
        nova.refresh_from_db()
        assert invitation.accepted_by == nova
        assert nova.name == "Nova Newcomer"

    def test_nobody_else_can_use_it(self, invitation, people):
        client = signed_in(people.stranger)
        page = client.get(path(invitation))
        assert page.status_code == 403
        assert "This invitation is for nova@example.org" in page.content.decode()
        assert client.post(path(invitation)).status_code == 403
        with pytest.raises(OtherAddress):
            invitations.accept(invitation, people.stranger, now=timezone.now())
        assert not Enrolment.objects.filter(user=people.stranger).exists()

    def test_a_further_address_counts_once_it_is_confirmed(self, invitation, people):
        address = people.stranger.emailaddress_set.create(email="nova@example.org", verified=False)
        assert signed_in(people.stranger).post(path(invitation)).status_code == 403
        address.verified = True
        address.save()
        assert signed_in(people.stranger).post(path(invitation)).status_code == 302

    def test_used_once(self, client, invitation, nova, people):
        client.get(path(invitation))  # opened in another browser before
        signed_in(nova).post(path(invitation))
        assert client.get(path(invitation)).status_code == 410
        assert "used already" in client.get(path(invitation)).content.decode()
        assert client.get("/accounts/signup/").content.decode().count("An invitation is needed")
        assert signed_in(nova).get(path(invitation))["Location"].startswith("/consent/")
        Enrolment.objects.filter(user=nova).update(left_at=timezone.now())
        assert signed_in(nova).post(path(invitation)).status_code == 410  # no way back by an old mail

    @pytest.mark.parametrize("field", ["revoked_at", "expires_at"])
    def test_a_closed_one_is_410(self, client, invitation, nova, field):
        Invitation.objects.update(**{field: timezone.now() - timedelta(seconds=1)})
        assert client.get(path(invitation)).status_code == 410
        assert signed_in(nova).post(path(invitation)).status_code == 410
        with pytest.raises(LinkRefused):
            invitations.accept(invitation, nova, now=timezone.now())

    def test_coming_in_by_a_join_link_uses_the_invitation_too(self, invitation, nova, people):
        link = invitations.new_join_link(people.cohort, people.instructor, now=timezone.now())
        invitations.accept(link, nova, now=timezone.now())
        invitation.refresh_from_db()
        assert invitation.accepted_by == nova

    def test_a_join_signature_opens_no_invitation(self, client, invitation, people):
        link = invitations.new_join_link(people.cohort, people.instructor, now=timezone.now())
        signature = invitations.join_url(link).split("/")[-2]
        own = path(invitation).split("/")[-2]
        assert client.get(path(invitation).replace(own, signature)).status_code == 404
