"""Deciding on certificates: issued once, on evidence judged at that moment, told to the person, and never undone."""

import os
import subprocess
import sys
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.domain.certification import (
    MAX_REASON,
    NotEligible,
    ReasonMissing,
    certify,
    clean_reason,
    defer,
    revoke,
)
from assessments.domain.issuing import check
from assessments.domain.policies import policy_of, store_policy
from assessments.gates import Verdict
from assessments.models import Certificate, Decision, PolicyVersion, Revocation, Standing
from courseware.domain import audit
from courseware.domain.enrolments import withdraw_consent
from courseware.models import AuditEvent, Enrolment, OutgoingMail, User
from tests.decided import issue
from tests.evidence import load_general_policy, make_begun, make_failed, make_ready
from tests.people import People

REASON = "One more day of practice would settle it."


def nothing_was_written() -> bool:
    return not (Certificate.objects.exists() or Decision.objects.exists() or OutgoingMail.objects.exists())


def newer_policy(version: PolicyVersion) -> PolicyVersion:
    from dataclasses import replace

    return store_policy(replace(policy_of(version.pk), valid_days=90), now=timezone.now())[0]


class TestCertify:
    def test_issues_everything_that_belongs_together(self, people: People, drain_jobs, mailoutbox):
        version, now = make_ready(people.enrolment), timezone.now()
        assert Standing.objects.filter(enrolment=people.enrolment).order_by("-as_of")[0].verdict == Verdict.PASS

        certificate = certify(people.enrolment.public_id, version.pk, people.operations, now=now)

        decision = Decision.objects.get()
        assert (decision.verdict, decision.decided_by, decision.decided_at) == ("certify", people.operations, now)
        assert {gate["verdict"] for gate in decision.evidence} == {"pass"}
        assert (certificate.decision, certificate.issued_at) == (decision, now)
        assert certificate.expires_at == now + timedelta(days=policy_of(version.pk).valid_days)
        assert not certificate.is_simulated
        verified = check(certificate.token, now=now)
        assert verified.id == certificate.public_id.urn
        assert "Tara Trainee" in certificate_names(verified.credential)
        assert len(verified.credential["credentialSubject"]["result"]) == len(decision.evidence)
        event = AuditEvent.objects.get(stream="certificate")
        assert (event.action, event.actor) == ("certificate.issued", people.operations)
        assert audit.verify_chain("certificate") is None
        drain_jobs()
        (mail,) = mailoutbox
        assert mail.to == ["trainee@attune.example"]
        assert f"/verify/{certificate.public_id}/" in mail.body

        again = certify(people.enrolment.public_id, version.pk, people.operations, now=now + timedelta(days=1))
        assert again == certificate
        assert Certificate.objects.count() == Decision.objects.count() == OutgoingMail.objects.count() == 1

    def test_a_newer_policy_version_is_another_certificate(self, people: People):
        version, now = make_ready(people.enrolment), timezone.now()
        first = certify(people.enrolment.public_id, version.pk, people.operations, now=now)
        newer = newer_policy(version)
        second = certify(people.enrolment.public_id, newer.pk, people.operations, now=now)
        assert second != first
        assert second.expires_at == now + timedelta(days=90)

    def test_a_version_no_longer_in_force_certifies_nobody(self, people: People):
        version = make_ready(people.enrolment)
        newer_policy(version)
        with pytest.raises(NotEligible, match="not in force"):
            certify(people.enrolment.public_id, version.pk, people.operations, now=timezone.now())
        assert nothing_was_written()

    @pytest.mark.parametrize("make", [make_begun, make_failed])
    def test_whoever_has_not_passed_every_gate_gets_none_and_is_told_which(self, people: People, make):
        version = make(people.enrolment)
        accuracy = policy_of(version.pk).gates[0]
        with pytest.raises(NotEligible, match=f"Not every gate is passed: {accuracy.title}"):
            certify(people.enrolment.public_id, version.pk, people.operations, now=timezone.now())
        assert nothing_was_written()

    def test_evidence_counts_and_a_stored_verdict_does_not(self, people: People):
        """Somebody who did nothing, with a row that says that they passed."""
        from tests.decided import stand

        standing = stand(people.enrolment, Verdict.PASS)
        with pytest.raises(NotEligible):
            certify(people.enrolment.public_id, standing.policy_version_id, people.operations, now=timezone.now())
        assert nothing_was_written()

    def test_simulated_people_are_marked_in_the_credential_and_get_no_mail(self, people: People):
        User.objects.filter(pk=people.trainee.pk).update(is_simulated=True)
        version = make_ready(people.enrolment)
        certificate = certify(people.enrolment.public_id, version.pk, people.operations, now=timezone.now())
        assert certificate.is_simulated
        assert check(certificate.token, now=timezone.now()).simulated
        assert not OutgoingMail.objects.exists()

    def test_an_enrolment_that_is_not_there(self, people: People):
        version = load_general_policy()
        with pytest.raises(Enrolment.DoesNotExist):
            certify(uuid.uuid4(), version.pk, people.operations, now=timezone.now())


class TestDefer:
    def test_records_the_reason_and_tells_it(self, people: People, drain_jobs, mailoutbox):
        version, now = load_general_policy(), timezone.now()
        decision = defer(people.enrolment.public_id, version.pk, people.operations, f"  {REASON}\n", now=now)
        assert (decision.verdict, decision.reason, decision.decided_by) == ("defer", REASON, people.operations)
        assert AuditEvent.objects.get(stream="decision").action == "decision.deferred"
        drain_jobs()
        assert REASON in mailoutbox[0].body

    @pytest.mark.parametrize("reason", ["", "   ", "too short", "x" * (MAX_REASON + 1)])
    def test_needs_a_reason_that_helps(self, people: People, reason):
        with pytest.raises(ReasonMissing, match="Give a reason"):
            defer(people.enrolment.public_id, load_general_policy().pk, people.operations, reason, now=timezone.now())
        assert nothing_was_written()

    def test_the_database_refuses_a_deferral_without_a_reason(self, people: People):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.create(
                enrolment=people.enrolment,
                policy_version=load_general_policy(),
                verdict="defer",
                reason="",
                evidence=[],
                scoring_version="1",
                decided_by=people.operations,
                decided_at=timezone.now(),
            )

    def test_who_was_deferred_can_be_certified_later(self, people: People):
        version, now = make_ready(people.enrolment), timezone.now()
        defer(people.enrolment.public_id, version.pk, people.operations, REASON, now=now)
        certificate = certify(people.enrolment.public_id, version.pk, people.operations, now=now)
        assert [decision.verdict for decision in Decision.objects.order_by("pk")] == ["defer", "certify"]
        with pytest.raises(NotEligible, match="revoked, not deferred"):
            defer(people.enrolment.public_id, version.pk, people.operations, REASON, now=now)
        assert certificate.decision.verdict == "certify"


class TestRevoke:
    def test_once_and_for_good(self, people: People, drain_jobs, mailoutbox):
        certificate, now = issue(people.enrolment, by=people.operations), timezone.now()
        first = revoke(certificate.public_id, people.operations, REASON, now=now)
        second = revoke(certificate.public_id, people.operations, "Another reason altogether.", now=now)
        assert second == first
        assert Revocation.objects.get().reason == REASON
        assert AuditEvent.objects.filter(action="certificate.revoked").count() == 1
        drain_jobs()
        (mail,) = mailoutbox
        assert REASON in mail.body
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            Revocation.objects.all().delete()

    def test_needs_a_reason(self, people: People):
        certificate = issue(people.enrolment, by=people.operations)
        with pytest.raises(ReasonMissing):
            revoke(certificate.public_id, people.operations, "because", now=timezone.now())

    def test_a_revoked_certificate_is_not_issued_again(self, people: People):
        version, now = make_ready(people.enrolment), timezone.now()
        certificate = certify(people.enrolment.public_id, version.pk, people.operations, now=now)
        revoke(certificate.public_id, people.operations, REASON, now=now)
        again = certify(people.enrolment.public_id, version.pk, people.operations, now=now)
        assert again == certificate
        assert hasattr(Certificate.objects.get(pk=again.pk), "revocation")


class TestWho:
    @pytest.mark.parametrize("name", ["trainee", "instructor", "other_instructor", "stranger"])
    def test_only_operations_decide(self, people: People, name):
        version, actor, now = load_general_policy(), people.by_name[name], timezone.now()
        certificate = issue(people.other_enrolment, by=people.operations)
        for decide in (
            lambda: certify(people.enrolment.public_id, version.pk, actor, now=now),
            lambda: defer(people.enrolment.public_id, version.pk, actor, REASON, now=now),
            lambda: revoke(certificate.public_id, actor, REASON, now=now),
        ):
            with pytest.raises(PermissionDenied):
                decide()
        assert not Decision.objects.filter(enrolment=people.enrolment).exists()

    def test_decisions_are_never_changed_or_removed(self, people: People):
        certificate = issue(people.enrolment, by=people.operations)
        for rows in (Decision.objects.all(), Certificate.objects.filter(pk=certificate.pk)):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                rows.update(policy_version=1)
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.delete()


class TestWhoMayHave:
    """Standing is not enough: the person has to be there and to want it."""

    def test_left_withdrew_or_suspended(self, people: People):
        version, now = make_ready(people.enrolment), timezone.now()
        enrolment = Enrolment.objects.filter(pk=people.enrolment.pk)

        def refused() -> str:
            with pytest.raises(NotEligible) as caught:
                certify(people.enrolment.public_id, version.pk, people.operations, now=now)
            assert nothing_was_written()
            return str(caught.value)

        User.objects.filter(pk=people.trainee.pk).update(is_active=False)
        assert "suspended" in refused()
        User.objects.filter(pk=people.trainee.pk).update(is_active=True)
        enrolment.update(left_at=now)
        assert "left" in refused()
        enrolment.update(left_at=None)
        withdraw_consent(people.enrolment, now=now)
        assert "consent" in refused()


def test_a_reason_is_one_line_without_the_blanks_around_it():
    assert clean_reason("  One more\n\tday of practice. ") == "One more day of practice."


def certificate_names(credential: dict) -> list[str]:
    return [
        identity["identityHash"]
        for identity in credential["credentialSubject"]["identifier"]
        if identity["identityType"] == "name"
    ]


def test_every_process_knows_who_may_certify():
    """The rules are registered with the app, not by the first page: a command or a worker serves none."""
    code = "import django; django.setup(); import rules, sys; sys.exit(not rules.perm_exists('courseware.certify'))"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "courseware.settings"}
    assert subprocess.run([sys.executable, "-c", code], env=environment, cwd=settings.BASE_DIR).returncode == 0
