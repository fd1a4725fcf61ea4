"""/verify/: what anyone may know of a certificate, in plain words, and nothing more."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.domain.certification import revoke
from assessments.domain.verification import Status, verify_certificate
from assessments.models import Certificate, SigningKey
from assessments.views import limits
from courseware.models import User
from tests.clients import text_of
from tests.decided import issue, passed_gates
from tests.evidence import load_general_policy
from tests.people import People

REASON = "Somebody else gave the answers."


@pytest.fixture
def anyone(db: None) -> Client:
    return Client()


def address(certificate: Certificate) -> str:
    return reverse("verify_certificate", args=[certificate.public_id])


class TestWhatItSays:
    def test_a_valid_certificate_with_who_what_and_how_sure(self, people: People, anyone: Client):
        certificate = issue(people.enrolment, by=people.operations)
        page = text_of(anyone, address(certificate))
        for words in (
            ">Valid<", "Tara Trainee", "Issued by", "Attune", "Attentive annotation: general", "Every gate",
            "94.3\u00a0% (84.6 to 98.1\u00a0%)", "On 53 items", "On 22 pairs", "On 1,125 trials", "On 84 answers",
            "2.400 (2.008 to 2.792)", "−3.1\u00a0% (−7.0 to 0.8\u00a0%)", 'class="iv"', str(certificate.public_id),
            reverse("credential", args=[certificate.public_id]),
        ):  # fmt: skip
            assert words in page, words
        assert "Simulated" not in page

    def test_neither_address_nor_people_behind_the_decision(self, people: People, anyone: Client):
        page = text_of(anyone, address(issue(people.enrolment, by=people.operations)))
        for words in ("@", "Oki Operations", "Spring cohort", "sha256"):
            assert words not in page, words

    def test_expired(self, people: People, anyone: Client):
        at = timezone.now() - timedelta(days=30)
        page = text_of(anyone, address(issue(people.enrolment, by=people.operations, at=at, valid=timedelta(days=10))))
        assert "Expired on" in page
        assert ">Valid<" not in page
        assert "Tara Trainee" in page

    def test_revoked_says_when_and_not_why(self, people: People, anyone: Client):
        certificate, now = issue(people.enrolment, by=people.operations), timezone.now()
        revoke(certificate.public_id, people.operations, REASON, now=now)
        page = text_of(anyone, address(certificate))
        assert f"Revoked on {now.day} {now:%B %Y}" in page
        assert ">Valid<" not in page
        assert REASON not in page

    def test_revoked_and_expired_is_revoked(self, people: People):
        at = timezone.now() - timedelta(days=30)
        certificate = issue(people.enrolment, by=people.operations, at=at, valid=timedelta(days=10))
        revoke(certificate.public_id, people.operations, REASON, now=timezone.now())
        assert verify_certificate(certificate.public_id, now=timezone.now()).status is Status.REVOKED

    def test_not_valid_yet(self, people: People):
        certificate = issue(people.enrolment, by=people.operations, at=timezone.now() + timedelta(hours=1))
        assert verify_certificate(certificate.public_id, now=timezone.now()).status is Status.NOT_YET

    def test_simulated_is_said_loudly(self, people: People, anyone: Client):
        User.objects.filter(pk=people.trainee.pk).update(is_simulated=True)
        people.enrolment.refresh_from_db()
        page = text_of(anyone, address(issue(people.enrolment, by=people.operations)))
        assert "Simulated: no real person" in page
        assert ">Valid<" not in page

    def test_a_person_without_a_name_stays_unnamed(self, people: People, anyone: Client):
        User.objects.filter(pk=people.trainee.pk).update(name="")
        people.enrolment.refresh_from_db()
        page = text_of(anyone, address(issue(people.enrolment, by=people.operations)))
        assert "A person who is not named" in page

    def test_a_name_is_text_and_no_markup(self, people: People, anyone: Client):
        User.objects.filter(pk=people.trainee.pk).update(name="<script>alert(1)</script>")
        people.enrolment.refresh_from_db()
        page = text_of(anyone, address(issue(people.enrolment, by=people.operations)))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page

    def test_who_was_deactivated_keeps_it(self, people: People, anyone: Client):
        certificate = issue(people.enrolment, by=people.operations)
        before = text_of(anyone, address(certificate))
        User.objects.filter(pk=people.trainee.pk).update(is_active=False, name="Somebody Else")
        assert text_of(anyone, address(certificate)) == before

    def test_a_result_this_version_does_not_know_is_shown_as_it_was_signed(self, people: People):
        from assessments.domain.verification import _measure

        shown = _measure("https://a.example/achievements/x/1/#long_look", {}, "0.5 of something")
        assert (shown.name, shown.text, shown.drawing) == ("long_look", "0.5 of something", None)

    def test_a_certificate_without_results(self, people: People, anyone: Client):
        gates = [gate.__class__(**{**gate.to_document(), "low": None}) for gate in passed_gates(load_general_policy())]
        page = text_of(anyone, address(issue(people.enrolment, by=people.operations, gates=gates)))
        assert "What was measured" not in page


class TestFindingIt:
    def test_by_number_or_by_a_pasted_link(self, people: People, anyone: Client):
        certificate = issue(people.enrolment, by=people.operations)
        for text in (
            str(certificate.public_id),
            f"  {str(certificate.public_id).upper()} ",
            f"https://attune.example/verify/{certificate.public_id}/?utm=1",
        ):
            assert anyone.get("/verify/", {"id": text})["Location"] == address(certificate)

    @pytest.mark.parametrize("text", ["", "nothing", "//evil.example", "javascript:alert(1)", "x" * 400])
    def test_what_is_no_number_says_so_and_leads_nowhere(self, anyone: Client, text):
        response = anyone.get("/verify/", {"id": text})
        assert response.status_code == 200
        assert b"needs another look" in response.content

    def test_an_unknown_number_is_404_with_a_way_on(self, anyone: Client):
        response = anyone.get(reverse("verify_certificate", args=[uuid.uuid4()]))
        assert response.status_code == 404
        assert b"We issued no certificate with this number" in response.content
        assert b'name="id"' in response.content

    def test_nobody_indexes_or_keeps_it(self, people: People, anyone: Client):
        certificate = issue(people.enrolment, by=people.operations)
        for url in ("/verify/", address(certificate), reverse("verify_certificate", args=[uuid.uuid4()])):
            response = anyone.get(url)
            assert response["X-Robots-Tag"] == "noindex, nofollow"
            assert "no-store" in response["Cache-Control"]
            assert not response.cookies


class TestCost:
    def test_two_queries_however_many_keys_and_certificates(
        self, people: People, anyone: Client, django_assert_num_queries
    ):
        certificate = issue(people.enrolment, by=people.operations)
        for number in range(5):
            SigningKey.objects.create(
                kid=f"old-{number}",
                public_jwk={**SigningKey.objects.first().public_jwk, "kid": f"old-{number}"},
                first_used_at=timezone.now(),
            )
        issue(people.other_enrolment, by=people.operations)
        with django_assert_num_queries(2):
            anyone.get(address(certificate))
        with django_assert_num_queries(0):
            anyone.get("/verify/")

    def test_a_flood_is_stopped_per_address_and_not_for_others(self, anyone: Client, monkeypatch):
        monkeypatch.setattr(limits, "REQUESTS_PER_WINDOW", 3)
        # One long window, so that the test cannot fall between two.
        monkeypatch.setattr(limits, "WINDOW_SECONDS", 10**12)
        replies = [anyone.get("/verify/") for _ in range(5)]
        assert [reply.status_code for reply in replies] == [200, 200, 200, 429, 429]
        assert int(replies[-1]["Retry-After"]) > 0
        assert replies[-1]["X-Robots-Tag"] == "noindex, nofollow"
        assert anyone.get(reverse("credential_keys")).status_code == 429
        assert anyone.get("/verify/", HTTP_X_FORWARDED_FOR="203.0.113.9").status_code == 429, "a header buys nothing"
        assert anyone.get("/verify/", REMOTE_ADDR="203.0.113.9").status_code == 200
