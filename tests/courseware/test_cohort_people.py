"""Starting a cohort and its people page: for its own instructors, nobody else."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from courseware.domain import invitations
from courseware.domain.enrolments import enrol, give_consent, withdraw_consent
from courseware.domain.invitees import Invitee
from courseware.forms import MAX_LIST_BYTES
from courseware.models import Cohort, Invitation, JoinLink, OutgoingMail, ProgramVersion
from tests.people import People, make_person


@pytest.fixture
def ines(people: People, client) -> Client:
    client.force_login(people.instructor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(cohort: Cohort, end: str = "") -> str:
    return f"/cohorts/{cohort.public_id}/people/{end}"


def invite_one(people: People, email: str = "nova@example.org", **changes) -> Invitation:
    (made,) = invitations.invite(people.cohort, [Invitee(email, "")], people.instructor, now=timezone.now())
    Invitation.objects.filter(pk=made.pk).update(**changes)
    return made


class TestStarting:
    def form(self, people: People, **changes) -> dict[str, object]:
        today = timezone.localdate()
        return {"name": "Autumn", "program_version": people.version.pk, "starts_on": today, **changes}

    def test_who_starts_it_teaches_it(self, ines, people):
        reply = ines.post("/cohorts/new/", self.form(people))
        cohort = Cohort.objects.get(name="Autumn")
        assert reply["Location"] == page(cohort)
        assert list(cohort.instructors.all()) == [people.instructor]
        assert cohort.starts_on == timezone.localdate()
        assert not cohort.is_simulated

    def test_sent_twice_it_is_one_cohort(self, ines, people):
        replies = [ines.post("/cohorts/new/", self.form(people)) for _ in range(2)]
        assert replies[0]["Location"] == replies[1]["Location"]
        assert Cohort.objects.filter(name="Autumn").count() == 1

    def test_no_other_field_can_be_set(self, ines, people):
        extra = {"instructors": [people.other_instructor.pk], "is_simulated": "on", "archived_at": "2026-01-01"}
        ines.post("/cohorts/new/", self.form(people, **extra))
        cohort = Cohort.objects.get(name="Autumn")
        assert list(cohort.instructors.all()) == [people.instructor]
        assert (cohort.is_simulated, cohort.archived_at) == (False, None)

    @pytest.mark.parametrize(
        "changes",
        [{"name": ""}, {"starts_on": date(2062, 1, 1)}, {"starts_on": "soon"}, {"program_version": 0}],
    )
    def test_what_is_wrong_is_said(self, ines, people, changes):
        assert b"field-wrong" in ines.post("/cohorts/new/", self.form(people, **changes)).content
        assert not Cohort.objects.filter(name="Autumn").exists()

    def test_the_newest_version_of_a_course_is_offered(self, ines, people):
        newer = ProgramVersion.objects.create(
            program=people.version.program,
            number=2,
            content_hash="x",
            document=people.version.document,
            loaded_at=timezone.now(),
        )
        text = ines.get("/cohorts/new/").content.decode()
        assert f'<option value="{newer.pk}">Foundations of careful annotation (version 2)</option>' in text
        assert "(version 1)" not in text

    def test_without_a_course_the_page_says_so(self, client, db):
        client.force_login(make_person("i@x.org", "", is_instructor=True), "django.contrib.auth.backends.ModelBackend")
        assert "No course is loaded yet" in client.get("/cohorts/new/").content.decode()


class TestThePage:
    def test_it_says_who_is_in_and_where_consent_stands(self, ines, people):
        now = timezone.now()
        for email, withdraws in (("open@x.org", False), ("gone@x.org", True)):
            enrolment = enrol(make_person(email, ""), people.cohort, now=now)
            if withdraws:
                give_consent(enrolment, now=now)
                withdraw_consent(enrolment, now=now)
        text = ines.get(page(people.cohort)).content.decode()
        rows = {row.split("</td>")[0].rpartition(">")[2]: row for row in text.split('<td data-label="E-mail">')}
        assert "Given on 5 Jan 2026" in rows["trainee@attune.example"]
        assert "Not given yet" in rows["open@x.org"]
        assert "Withdrawn" in rows["gone@x.org"]
        assert "Tara Trainee" in text
        assert "Fay Faraway" not in text

    def test_only_what_is_standing_is_listed(self, ines, people):
        now = timezone.now()
        invite_one(people, "standing@x.org")
        invite_one(people, "expired@x.org", expires_at=now - timedelta(days=1))
        invite_one(people, "revoked@x.org", revoked_at=now)
        invite_one(people, "used@x.org", accepted_at=now)
        text = ines.get(page(people.cohort)).content.decode()
        assert "standing@x.org" in text
        assert "Expired" in text.split("expired@x.org")[1]
        assert "revoked@x.org" not in text
        assert "used@x.org" not in text

    def test_an_invitations_link_is_for_the_mailbox_alone(self, ines, people):
        invitation = invite_one(people)
        text = ines.get(page(people.cohort)).content.decode()
        assert invitations.invitation_url(invitation).split("/")[-2] not in text

    def test_queries_do_not_grow_with_people(self, ines, people, django_assert_max_num_queries):
        with django_assert_max_num_queries(7):
            ines.get(page(people.cohort))
        for number in range(5):
            enrol(make_person(f"p{number}@x.org", ""), people.cohort, now=timezone.now())
            invite_one(people, f"q{number}@x.org")
            invitations.new_join_link(people.cohort, people.instructor, now=timezone.now())
        with django_assert_max_num_queries(7):
            ines.get(page(people.cohort))


class TestInviting:
    def test_a_pasted_list(self, ines, people):
        pasted = f"Nova <nova@x.org>, bo@x.org\n{people.trainee.email}"
        reply = ines.post(page(people.cohort, "invite/"), {"addresses": pasted}, follow=True)
        text = reply.content.decode()
        assert "2 people were invited. 1 was passed over: already invited or enrolled." in text
        assert set(Invitation.objects.values_list("email", "name")) == {("nova@x.org", "Nova"), ("bo@x.org", "")}
        again = ines.post(page(people.cohort, "invite/"), {"addresses": "bo@x.org"}, follow=True)
        assert "Nobody was invited. 1 was passed over" in again.content.decode()

    def test_a_csv(self, ines, people):
        upload = SimpleUploadedFile("people.csv", "\ufeffName;E-mail\nJosé;jose@x.org\n".encode())
        text = ines.post(page(people.cohort, "invite/"), {"file": upload}, follow=True).content.decode()
        assert "1 person was invited." in text
        assert Invitation.objects.get().name == "José"

    def test_one_bad_line_and_nobody_is_invited(self, ines, people):
        pasted = "good@x.org\nbad\n<script>@x.org"
        reply = ines.post(page(people.cohort, "invite/"), {"addresses": pasted})
        text = reply.content.decode()
        assert "Line 2: “bad” is not an e-mail address." in text
        assert "Line 3: “&lt;script&gt;@x.org” is not an e-mail address." in text
        assert "good@x.org" in text  # what was pasted is kept
        assert not Invitation.objects.exists()
        assert not OutgoingMail.objects.exists()

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ("email\njosé@x.org".encode("latin-1"), "not UTF-8 text"),
            (b"PK\x03\x04\x00\x00", "one of them email"),
            (b"x" * (MAX_LIST_BYTES + 1), "at most 500,000"),
            (b"", "empty"),
            (b"email\n\x00@x.org\n", "CSV"),
        ],
    )
    def test_a_file_that_is_no_list(self, ines, people, content, words):
        upload = SimpleUploadedFile("people.csv", content)
        assert words in ines.post(page(people.cohort, "invite/"), {"file": upload}).content.decode()
        assert not Invitation.objects.exists()

    def test_a_link_is_made_shown_and_revoked(self, ines, people):
        ines.post(page(people.cohort, "links/"))
        link = JoinLink.objects.get()
        assert f">{invitations.join_url(link)}</code>" in ines.get(page(people.cohort)).content.decode()
        for _ in range(2):
            reply = ines.post(page(people.cohort, f"links/{link.public_id}/revoke/"), follow=True)
        assert invitations.join_url(link) not in reply.content.decode()
        assert Client().get(invitations.join_url(link)).status_code == 410

    def test_an_invitation_is_revoked(self, ines, people):
        invitation = invite_one(people)
        ines.post(page(people.cohort, f"invitations/{invitation.public_id}/revoke/"))
        assert Client().get(invitations.invitation_url(invitation)).status_code == 410


class TestWhoMay:
    @pytest.fixture
    def addresses(self, people) -> list[tuple[str, str]]:
        """(method, address) of everything about the cohort; the rows named are its own."""
        link = invitations.new_join_link(people.cohort, people.instructor, now=timezone.now())
        invitation = invite_one(people)
        return [
            ("get", page(people.cohort)),
            ("post", page(people.cohort, "invite/")),
            ("post", page(people.cohort, "links/")),
            ("post", page(people.cohort, f"links/{link.public_id}/revoke/")),
            ("post", page(people.cohort, f"invitations/{invitation.public_id}/revoke/")),
        ]

    @pytest.mark.parametrize(
        ("name", "status"),
        [("trainee", 403), ("operations", 403), ("stranger", 403), ("other_instructor", 404)],
    )
    def test_nobody_else(self, client, people, addresses, name, status):
        client.force_login(people.by_name[name], backend="django.contrib.auth.backends.ModelBackend")
        for method, address in addresses:
            assert getattr(client, method)(address, {"addresses": "x@x.org"}).status_code == status, address
        assert client.get("/cohorts/new/").status_code == (403 if status == 403 else 200)
        assert Invitation.objects.get().revoked_at is None
        assert JoinLink.objects.get().revoked_at is None

    def test_signed_out(self, client, addresses):
        for method, address in addresses:
            assert getattr(client, method)(address)["Location"] == f"/accounts/login/?next={address}"

    def test_rows_of_another_cohort_through_ones_own(self, people, client, addresses):
        client.force_login(people.other_instructor, backend="django.contrib.auth.backends.ModelBackend")
        link, invitation = JoinLink.objects.get().public_id, Invitation.objects.get().public_id
        for end in (f"links/{link}/revoke/", f"invitations/{invitation}/revoke/", f"links/{uuid.uuid4()}/revoke/"):
            assert client.post(page(people.other_cohort, end)).status_code == 404
        assert Invitation.objects.get().revoked_at is None
        assert JoinLink.objects.get().revoked_at is None

    def test_changes_are_posted_with_a_token(self, people, ines, addresses):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(people.instructor, backend="django.contrib.auth.backends.ModelBackend")
        for method, address in addresses:
            if method == "post":
                assert ines.get(address).status_code == 405
                assert strict.post(address, {"addresses": "x@x.org"}).status_code == 403
        assert strict.post("/cohorts/new/", {"name": "x"}).status_code == 403
