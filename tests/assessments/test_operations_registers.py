"""Certificates, policies, people and the audit log, as operations see them."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape

from assessments.catalog import shown
from assessments.domain.policies import policy_of
from assessments.models import Certificate
from courseware.models import AuditEvent, User
from tests.clients import signed_in, text_of
from tests.decided import issue
from tests.evidence import load_general_policy
from tests.people import People

REASON = "Somebody else gave the answers."


@pytest.fixture
def operations(people: People) -> Client:
    return signed_in(people.operations)


class TestCertificates:
    def test_found_by_name_address_and_number_and_by_state(self, people: People, operations: Client):
        now = timezone.now()
        first = issue(people.enrolment, by=people.operations)
        old = issue(people.other_enrolment, by=people.operations, at=now - timedelta(days=400))
        for query in (
            "q=tara",
            "q=trainee%40attune",
            f"q={first.public_id}",
            f"q=+{first.public_id.hex}",
            "show=valid",
        ):
            assert "Tara Trainee" in text_of(operations, f"/operations/certificates/?{query}"), query
        for query in ("q=theo", f"q={old.public_id}", "show=expired"):
            page = text_of(operations, f"/operations/certificates/?{query}")
            assert ">Theo Trainee" in page
            assert ">Tara Trainee" not in page, query
        assert "Nothing found" in text_of(operations, "/operations/certificates/?q=nobody")
        assert "No certificates here" in text_of(operations, "/operations/certificates/?show=revoked")

    def test_revoking_takes_a_reason_and_the_word(self, people: People, operations: Client):
        certificate = issue(people.enrolment, by=people.operations)
        url = reverse("certificate_revoke", args=[certificate.public_id])
        for form in ({}, {"reason": REASON}, {"reason": REASON, "confirmation": "yes"}, {"confirmation": "revoke"}):
            response = operations.post(url, form)
            assert (response.status_code, b"another look" in response.content) == (200, True)
        assert not hasattr(Certificate.objects.get(), "revocation")
        response = operations.post(url, {"reason": REASON, "confirmation": "Revoke"}, follow=True)
        assert REASON in response.content.decode()
        assert "Revoke for good" not in response.content.decode()
        assert ">Tara Trainee" in text_of(operations, "/operations/certificates/?show=revoked")
        operations.post(url, {"reason": "Another reason altogether.", "confirmation": "revoke"})
        assert Certificate.objects.get().revocation.reason == REASON

    def test_what_is_not_there_is_404(self, people: People, operations: Client):
        assert operations.get(reverse("certificate", args=[people.cohort.public_id])).status_code == 404
        assert operations.post(reverse("certificate_revoke", args=[people.cohort.public_id])).status_code == 404


class TestPolicies:
    def test_gates_reasons_cuts_and_rates(self, operations: Client):
        assert "No policy is loaded" in text_of(operations, "/operations/policies/")
        policy = policy_of(load_general_policy().pk)
        page = text_of(operations, "/operations/policies/")
        assert "In force" in page
        for gate in policy.gates:
            for words in (gate.title, shown(gate.measure, gate.cut), shown(gate.measure, gate.fail)):
                assert words in page, words
            assert conditional_escape(gate.reason) in page


class TestPeople:
    def change(self, client: Client, person: User, role: str, granted: str) -> HttpResponse:
        return client.post(reverse("change_roles", args=[person.public_id]), {"role": role, "granted": granted})

    def test_granted_and_withdrawn_and_noted(self, people: People, operations: Client):
        assert self.change(operations, people.stranger, "instructor", "yes").status_code == 302
        assert User.objects.get(pk=people.stranger.pk).is_instructor
        assert signed_in(people.stranger).get("/cohorts/").status_code == 200
        self.change(operations, people.stranger, "instructor", "yes")
        self.change(operations, people.stranger, "instructor", "no")
        assert not User.objects.get(pk=people.stranger.pk).is_instructor
        events = AuditEvent.objects.filter(stream="person").values_list("action", "data", "actor")
        assert list(events) == [
            ("person.role_granted", {"role": "instructor"}, people.operations.pk),
            ("person.role_withdrawn", {"role": "instructor"}, people.operations.pk),
        ]

    def test_operations_are_never_left_without_anybody(self, people: People, operations: Client):
        self.change(operations, people.stranger, "operations", "yes")
        second = signed_in(people.stranger)
        assert self.change(second, people.operations, "operations", "no").status_code == 302
        assert self.change(operations, people.stranger, "operations", "no").status_code == 403
        assert self.change(second, people.stranger, "operations", "no").status_code == 403
        assert list(User.objects.filter(is_operations=True)) == [people.stranger]

    @pytest.mark.parametrize(
        ("role", "granted"), [("trainee", "yes"), ("is_superuser", "yes"), ("", "yes"), ("instructor", "maybe")]
    )
    def test_only_the_two_roles_and_only_yes_or_no(self, people: People, operations: Client, role, granted):
        assert self.change(operations, people.stranger, role, granted).status_code == 400

    def test_simulated_and_suspended_people_hold_no_roles(self, people: People, operations: Client):
        for fields in ({"is_simulated": True, "is_active": True}, {"is_simulated": False, "is_active": False}):
            User.objects.filter(pk=people.stranger.pk).update(**fields)
            self.change(operations, people.stranger, "operations", "yes")
            assert not User.objects.get(pk=people.stranger.pk).is_operations

    def test_what_else_is_posted_changes_nothing(self, people: People, operations: Client):
        url = reverse("change_roles", args=[people.stranger.public_id])
        extra = {"is_superuser": "1", "is_operations": "1", "email": "taken@over.example", "is_active": ""}
        operations.post(url, {"role": "instructor", "granted": "yes", **extra})
        stranger = User.objects.get(pk=people.stranger.pk)
        assert (stranger.is_superuser, stranger.is_operations, stranger.is_active) == (False, False, True)
        assert stranger.email == "stranger@attune.example"

    def test_search_lists_and_the_way_back(self, people: People, operations: Client):
        page = text_of(operations, "/operations/people/?q=oki")
        assert "This is you" in page
        assert "Tara" not in page
        assert "Ines Instructor" in text_of(operations, "/operations/people/?show=instructor")
        assert "Tara Trainee" not in text_of(operations, "/operations/people/?show=instructor")
        assert "Nobody found" in text_of(operations, "/operations/people/?q=nobody")
        url = reverse("change_roles", args=[people.stranger.public_id])
        back = operations.post(f"{url}?q=sam&next=//evil.example", {"role": "instructor", "granted": "yes"})
        assert back["Location"] == "/operations/people/?q=sam&next=%2F%2Fevil.example"

    def test_what_is_not_there_is_404(self, people: People, operations: Client):
        url = reverse("change_roles", args=[people.cohort.public_id])
        assert operations.post(url, {"role": "instructor", "granted": "yes"}).status_code == 404


class TestAudit:
    def test_newest_first_by_stream_and_whether_it_holds(self, people: People, operations: Client):
        page = text_of(operations, "/operations/audit/")
        assert "Every chain that was checked holds" in page
        assert page.index("consent.given") < page.index("enrolment.joined")
        only = text_of(operations, "/operations/audit/?stream=consent")
        assert "consent.given" in only
        assert "enrolment.joined" not in only
        assert "consent.given" in text_of(operations, "/operations/audit/?stream=data__reason__startswith")

    def test_a_changed_event_shows(self, people: People, operations: Client):
        event = AuditEvent.objects.filter(stream="consent").order_by("sequence")[1]
        # Details may be erased, so that the trigger lets them be written: the chain finds what it cannot refuse.
        AuditEvent.objects.filter(pk=event.pk).update(data={"text": "another"})
        for url in ("/operations/audit/", "/operations/audit/?stream=consent"):
            page = text_of(operations, url)
            assert "A chain does not hold" in page
            assert "no. 2 is not what was written" in page
        assert "The chain of this stream holds" in text_of(operations, "/operations/audit/?stream=enrolment")

    def test_a_stream_too_long_for_a_page_is_left_to_the_command(self, people, operations, monkeypatch):
        monkeypatch.setattr("assessments.views.audit.MAX_EVENTS_CHECKED", 2)
        assert "run manage.py verify_audit" in text_of(operations, "/operations/audit/?stream=consent")
