"""Attack 13: certifying oneself, and being certified on what was true when the page was opened."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.domain import certification
from assessments.models import Certificate, Decision, Revocation
from courseware.domain.enrolments import enrol, give_consent, withdraw_consent
from courseware.models import AuditEvent, Enrolment, User
from tests.clients import signed_in, text_of
from tests.decided import issue
from tests.evidence import load_general_policy, make_begun, make_ready
from tests.people import JOINED, People

REASON = "One more day of practice would settle it."


@pytest.fixture
def own(people: People) -> Enrolment:
    """The operations person is a trainee too, and has earned the certificate."""
    enrolment = enrol(people.operations, people.cohort, now=JOINED)
    give_consent(enrolment, now=JOINED)
    return enrolment


def certify(client: Client, enrolment: Enrolment, version_id: int):
    return client.post(reverse("certify", args=[enrolment.public_id]), {"policy_version": version_id}, follow=True)


class TestOneself:
    def test_no_page_and_no_function_decides_on_its_own_actor(self, people: People, own: Enrolment):
        version, client = make_ready(own), signed_in(people.operations)
        page = text_of(client, reverse("dossier", args=[own.public_id]))
        assert "This is your own enrolment" in page
        assert ">Certify<" not in page
        assert ">Defer<" not in page
        assert certify(client, own, version.pk).status_code == 403
        form = {"policy_version": version.pk, "reason": REASON}
        assert client.post(reverse("defer", args=[own.public_id]), form).status_code == 403
        with pytest.raises(PermissionDenied):
            certification.certify(own.public_id, version.pk, people.operations, now=timezone.now())
        assert not Decision.objects.exists()
        assert not AuditEvent.objects.filter(stream__in=["certificate", "decision"]).exists()

        # Somebody else may: it is the actor that is refused, not the person.
        User.objects.filter(pk=people.stranger.pk).update(is_operations=True)
        certify(signed_in(people.stranger), own, version.pk)
        assert Certificate.objects.get().decision.decided_by == people.stranger

    def test_nobody_revokes_their_own(self, people: People, own: Enrolment):
        certificate, client = issue(own, by=people.stranger), signed_in(people.operations)
        assert "This certificate is your own" in text_of(client, reverse("certificate", args=[certificate.public_id]))
        url = reverse("certificate_revoke", args=[certificate.public_id])
        assert client.post(url, {"reason": REASON, "confirmation": "revoke"}).status_code == 403
        with pytest.raises(PermissionDenied):
            certification.revoke(certificate.public_id, people.operations, REASON, now=timezone.now())
        assert not Revocation.objects.exists()

    def test_nobody_gives_themself_the_role(self, people: People):
        for name in ("trainee", "instructor", "stranger"):
            person = people.by_name[name]
            url = reverse("change_roles", args=[person.public_id])
            assert signed_in(person).post(url, {"role": "operations", "granted": "yes"}).status_code == 403
        assert list(User.objects.filter(is_operations=True)) == [people.operations]


class TestStalePages:
    """The page was opened when all was well; the form is sent after something changed."""

    def test_the_right_was_withdrawn(self, people: People):
        version, client = load_general_policy(), signed_in(people.operations)
        assert client.get(reverse("dossier", args=[people.enrolment.public_id])).status_code == 200
        held = User.objects.get(pk=people.operations.pk)
        User.objects.filter(pk=people.operations.pk).update(is_operations=False)
        assert certify(client, people.enrolment, version.pk).status_code == 403
        # Even a caller that still holds the old object is looked up again.
        with pytest.raises(PermissionDenied):
            certification.certify(people.enrolment.public_id, version.pk, held, now=timezone.now())

    def test_the_actor_was_suspended(self, people: People):
        version = load_general_policy()
        User.objects.filter(pk=people.operations.pk).update(is_active=False)
        with pytest.raises(PermissionDenied):
            certification.certify(people.enrolment.public_id, version.pk, people.operations, now=timezone.now())

    def test_consent_was_withdrawn(self, people: People):
        version, client = make_ready(people.enrolment), signed_in(people.operations)
        assert ">Certify<" in text_of(client, reverse("dossier", args=[people.enrolment.public_id]))
        withdraw_consent(people.enrolment, now=timezone.now())
        assert b"nothing was changed" in certify(client, people.enrolment, version.pk).content
        assert not Decision.objects.exists()

    def test_evidence_of_another_person_does_not_count(self, people: People):
        version, client = make_ready(people.enrolment), signed_in(people.operations)
        make_begun(people.other_enrolment)
        assert b"Not every gate is passed" in certify(client, people.other_enrolment, version.pk).content
        assert not Certificate.objects.exists()

    def test_a_form_for_another_policy_or_with_more_in_it(self, people: People):
        version, client = make_begun(people.enrolment), signed_in(people.operations)
        assert b"not in force" in certify(client, people.enrolment, version.pk + 1).content
        extra = {
            "verdict": "certify",
            "evidence": "[]",
            "decided_by": people.stranger.pk,
            "enrolment": people.enrolment.pk,
        }
        url = reverse("certify", args=[people.enrolment.public_id])
        client.post(url, {"policy_version": version.pk, **extra})
        assert not Decision.objects.exists()
