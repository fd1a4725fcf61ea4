"""Deciding on certificates: ready people, certify, defer, revoke. Each decision is one append-only row.

Nobody decides on themself, and what a page showed is never trusted: eligibility is judged again, from the answers,
inside the transaction that issues.
"""

import uuid
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from assessments.domain.issuing import token_for, verification_url
from assessments.domain.mastery import evaluate
from assessments.domain.policies import policies_for, policy_of
from assessments.domain.scoring import SCORING_VERSION
from assessments.domain.signing_keys import current_key
from assessments.gates import GateStanding, Verdict, overall
from assessments.models import Certificate, Decision, PolicyVersion, Revocation
from courseware.domain import audit
from courseware.domain.mail import queue_mail
from courseware.models import Enrolment, User

MIN_REASON = 10
MAX_REASON = 2000


class NotEligible(Exception):
    """The certificate cannot be issued now; the message says why."""


class ReasonMissing(ValueError):
    """A decision against somebody needs a reason they can use."""


def clean_reason(reason: str) -> str:
    """The reason, trimmed. Raises ReasonMissing where it is too short to help anybody, or too long."""
    reason = " ".join(reason.split())
    if not MIN_REASON <= len(reason) <= MAX_REASON:
        raise ReasonMissing(f"Give a reason of {MIN_REASON} to {MAX_REASON} characters; the trainee reads it.")
    return reason


def certify(enrolment_id: uuid.UUID, policy_version_id: int, by: User, *, now: datetime) -> Certificate:
    """Issues the certificate, once; a second call returns the one that stands.

    Raises NotEligible, PermissionDenied, Enrolment.DoesNotExist.
    """
    try:
        return _certify(enrolment_id, policy_version_id, by, now)
    except IntegrityError:
        # Two people approved at the same moment: the constraint let one through, and this is theirs.
        return Certificate.objects.get(enrolment__public_id=enrolment_id, policy_version=policy_version_id)


@transaction.atomic
def _certify(enrolment_id: uuid.UUID, policy_version_id: int, by: User, now: datetime) -> Certificate:
    enrolment = _locked(enrolment_id, by)
    standing = Certificate.objects.filter(enrolment=enrolment, policy_version=policy_version_id).first()
    if standing is not None:
        return standing
    version = _version_in_force(enrolment, policy_version_id)
    gates = _eligible(enrolment, version)
    decision = _decide(enrolment, version, Decision.Verdict.CERTIFY, "", gates, by, now)
    expires_at = now + timedelta(days=policy_of(version.pk).valid_days)
    key, key_row = current_key(now=now)
    public_id = uuid.uuid4()
    certificate = Certificate.objects.create(
        public_id=public_id,
        enrolment=enrolment,
        policy_version=version,
        decision=decision,
        signing_key=key_row,
        token=token_for(public_id, enrolment.user, version, gates, key, issued_at=now, expires_at=expires_at),
        is_simulated=enrolment.user.is_simulated or enrolment.user.is_demo,
        issued_at=now,
        expires_at=expires_at,
    )
    audit.record("certificate.issued", actor=by, subject=certificate, data={"id": str(public_id)}, at=now)
    _tell(enrolment, "certificate_issued", {"url": verification_url(public_id), "certificate": certificate}, now)
    return certificate


@transaction.atomic
def defer(enrolment_id: uuid.UUID, policy_version_id: int, by: User, reason: str, *, now: datetime) -> Decision:
    """Records that the person is not certified for now, and tells them why."""
    reason = clean_reason(reason)
    enrolment = _locked(enrolment_id, by)
    if Certificate.objects.filter(enrolment=enrolment, policy_version=policy_version_id).exists():
        raise NotEligible("A certificate was issued already; it can be revoked, not deferred.")
    version = _version_in_force(enrolment, policy_version_id)
    gates = evaluate(enrolment, version.pk)
    decision = _decide(enrolment, version, Decision.Verdict.DEFER, reason, gates, by, now)
    audit.record("decision.deferred", actor=by, subject=enrolment, data={"reason": reason}, at=now)
    _tell(enrolment, "certificate_deferred", {"reason": reason}, now)
    return decision


@transaction.atomic
def revoke(certificate_id: uuid.UUID, by: User, reason: str, *, now: datetime) -> Revocation:
    """Revokes for good; a second call returns the revocation that stands."""
    reason = clean_reason(reason)
    certificate = (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("enrolment__user", "enrolment__cohort")
        .get(public_id=certificate_id)
    )
    _authorise(by, certificate.enrolment)
    standing = Revocation.objects.filter(certificate=certificate).first()
    if standing is not None:
        return standing
    revocation = Revocation.objects.create(certificate=certificate, reason=reason, revoked_by=by, revoked_at=now)
    audit.record("certificate.revoked", actor=by, subject=certificate, data={"reason": reason}, at=now)
    _tell(
        certificate.enrolment,
        "certificate_revoked",
        {"reason": reason, "url": verification_url(certificate.public_id)},
        now,
    )
    return revocation


def _locked(enrolment_id: uuid.UUID, by: User) -> Enrolment:
    """The enrolment under a row lock (one decision at a time), if this person may decide on it."""
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("user", "cohort__program_version__program")
        .defer("cohort__program_version__document")
        .get(public_id=enrolment_id)
    )
    _authorise(by, enrolment)
    return enrolment


def _authorise(by: User, enrolment: Enrolment) -> None:
    # Read again: rights may have been withdrawn since the page was opened.
    actor = User.objects.get(pk=by.pk)
    if not actor.has_perm("courseware.certify", enrolment):
        raise PermissionDenied("Nobody decides on their own certificate, and only operations decide at all.")


def _version_in_force(enrolment: Enrolment, policy_version_id: int) -> PolicyVersion:
    in_force = policies_for(enrolment.cohort.program_version.program.slug)
    version = next((version for version in in_force if version.pk == policy_version_id), None)
    if version is None:
        raise NotEligible("This policy is not in force for this course; a newer version may be.")
    return version


def _eligible(enrolment: Enrolment, version: PolicyVersion) -> list[GateStanding]:
    if not enrolment.user.is_active:
        raise NotEligible("This account is suspended.")
    if enrolment.left_at is not None or not enrolment.consents.filter(withdrawn_at__isnull=True).exists():
        raise NotEligible("The trainee left or withdrew consent.")
    gates = evaluate(enrolment, version.pk)
    if overall(gates) is not Verdict.PASS:
        missing = ", ".join(gate.title for gate in gates if gate.verdict is not Verdict.PASS)
        raise NotEligible(f"Not every gate is passed: {missing}.")
    return gates


def _decide(
    enrolment: Enrolment,
    version: PolicyVersion,
    verdict: Decision.Verdict,
    reason: str,
    gates: list[GateStanding],
    by: User,
    now: datetime,
) -> Decision:
    return Decision.objects.create(
        enrolment=enrolment,
        policy_version=version,
        verdict=verdict,
        reason=reason,
        evidence=[gate.to_document() for gate in gates],
        scoring_version=SCORING_VERSION,
        decided_by=by,
        decided_at=now,
    )


def _tell(enrolment: Enrolment, template: str, context: dict[str, object], now: datetime) -> None:
    """Mails the person; simulated people have no mailbox."""
    if not enrolment.user.is_simulated:
        context |= {"person": enrolment.user, "cohort": enrolment.cohort}
        queue_mail(enrolment.user.email, template, template, context, now=now)
