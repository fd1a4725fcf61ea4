"""Standings and certificates as rows, for tests that ask what is shown of them and not how they came to be.

`stand(enrolment, Verdict.PASS)` is a person's newest standing, `issue(enrolment, by=...)` a certificate with a true
signature. Tests of deciding itself make real evidence: tests/evidence.py.
"""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from assessments.domain.issuing import token_for
from assessments.domain.policies import policy_of
from assessments.domain.signing_keys import current_key
from assessments.gates import Evidence, GateStanding, Verdict, judge
from assessments.models import Certificate, Decision, PolicyVersion, Standing
from courseware.models import Enrolment, User
from tests.evidence import load_general_policy
from training.models import Attempt

# What each gate of the foundations policy has seen of a good trainee.
EVIDENCE = {
    "accuracy": Evidence(n=53, answers=(True,) * 50 + (False,) * 3),
    "position": Evidence(n=22, answers=(True,) * 21 + (False,)),
    "attention": Evidence(n=1125, value=2.4, standard_error=0.2),
    "confidence": Evidence(n=84, value=-0.031, standard_error=0.02),
}


def passed_gates(version: PolicyVersion) -> list[GateStanding]:
    return [judge(gate, EVIDENCE[gate.id]) for gate in policy_of(version.pk).gates]


def stand(enrolment: Enrolment, verdict: Verdict, *, at: datetime | None = None) -> Standing:
    """The person's newest standing, after an attempt completed `at` (now); its first gate has the verdict."""
    version, at = load_general_policy(), at or timezone.now()
    first, *others = passed_gates(version)
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        program_version=enrolment.cohort.program_version,
        module="w1d1-severity",
        number=Attempt.objects.filter(enrolment=enrolment).count() + 1,
        kind="practice",
        seed=1,
        length=0,
        started_at=at,
        completed_at=at,
        completed_on=at.date(),
    )
    return Standing.objects.create(
        enrolment=enrolment,
        policy_version=version,
        attempt=attempt,
        verdict=verdict,
        gates=[gate.to_document() for gate in (replace(first, verdict=verdict), *others)],
        scoring_version="1",
        as_of=at,
        created_at=at,
    )


def issue(
    enrolment: Enrolment,
    *,
    by: User,
    at: datetime | None = None,
    valid: timedelta = timedelta(days=365),
    gates: Sequence[GateStanding] | None = None,
    token: str | None = None,
) -> Certificate:
    """A certificate issued `at` (now); `token` puts another one in the place of the true one."""
    version, at = load_general_policy(), at or timezone.now()
    stated = list(gates) if gates is not None else passed_gates(version)
    key, key_row = current_key(now=at)
    public_id = uuid.uuid4()
    signed = token_for(public_id, enrolment.user, version, stated, key, issued_at=at, expires_at=at + valid)
    decision = Decision.objects.create(
        enrolment=enrolment,
        policy_version=version,
        verdict=Decision.Verdict.CERTIFY,
        evidence=[gate.to_document() for gate in stated],
        scoring_version="1",
        decided_by=by,
        decided_at=at,
    )
    return Certificate.objects.create(
        public_id=public_id,
        enrolment=enrolment,
        policy_version=version,
        decision=decision,
        signing_key=key_row,
        token=signed if token is None else token,
        is_simulated=enrolment.user.is_simulated or enrolment.user.is_demo,
        issued_at=at,
        expires_at=at + valid,
    )
