"""All that a decision on one person under one policy rests on. The evidence is judged as of now; nothing is written."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from assessments.catalog import MEASURES
from assessments.credentials.claims import Achievement
from assessments.domain.issuing import achievement_of, evidence_sentence
from assessments.domain.mastery import evaluate
from assessments.domain.policies import policy_of
from assessments.domain.standings import gates_of
from assessments.gate_words import with_interval
from assessments.gates import GateStanding, Verdict, overall
from assessments.models import Certificate, Decision, PolicyVersion, Standing
from assessments.policy_files import Policy
from courseware.domain.programs import program_of
from courseware.models import Enrolment

# How many past standings a page shows at first, and at the most.
RECENT = 5
LONGEST = 500


@dataclass(frozen=True)
class PastStanding:
    """Where the person stood after one module."""

    after: str
    at: datetime
    verdict: Verdict
    gates: list[GateStanding]


@dataclass(frozen=True)
class Preview:
    """What the certificate would say if it were issued now."""

    achievement: Achievement
    valid_from: datetime
    valid_until: datetime
    evidence: str
    results: list[tuple[str, str]]


@dataclass(frozen=True)
class Dossier:
    """`obstacle` says in words why no certificate can be issued now; empty where one can."""

    enrolment: Enrolment
    version: PolicyVersion
    policy: Policy
    gates: list[GateStanding]
    verdict: Verdict
    history: list[PastStanding]
    history_length: int
    decisions: list[Decision]
    certificate: Certificate | None
    obstacle: str
    preview: Preview


def fetch_enrolment(enrolment_id: uuid.UUID) -> Enrolment:
    """The enrolment with its person, cohort and program. Raises Enrolment.DoesNotExist."""
    return (
        Enrolment.objects.select_related("user", "cohort__program_version__program")
        .defer("cohort__program_version__document")
        .get(public_id=enrolment_id)
    )


def dossier_of(enrolment: Enrolment, version: PolicyVersion, *, now: datetime, whole_history: bool = False) -> Dossier:
    policy = policy_of(version.pk)
    gates = evaluate(enrolment, version.pk)
    standings = Standing.objects.filter(enrolment=enrolment, policy_version=version)
    newest = standings.select_related("attempt").order_by("-as_of", "-pk")[: LONGEST if whole_history else RECENT]
    certificate = (
        Certificate.objects.filter(enrolment=enrolment, policy_version=version).select_related("revocation").first()
    )
    return Dossier(
        enrolment=enrolment,
        version=version,
        policy=policy,
        gates=gates,
        verdict=overall(gates),
        history=[_past(standing) for standing in newest],
        history_length=standings.count(),
        decisions=list(
            Decision.objects.filter(enrolment=enrolment)
            .select_related("decided_by", "policy_version")
            .defer("policy_version__document")
            .order_by("-pk")
        ),
        certificate=certificate,
        obstacle=_obstacle(enrolment, gates),
        preview=_preview(version, policy, gates, now),
    )


def _past(standing: Standing) -> PastStanding:
    attempt = standing.attempt
    module = program_of(attempt.program_version_id).modules[attempt.module]
    return PastStanding(module.title, standing.as_of, Verdict(standing.verdict), gates_of(standing))


def _obstacle(enrolment: Enrolment, gates: list[GateStanding]) -> str:
    """In words, what `certification.certify` would refuse; that one decides, in its own transaction."""
    if not enrolment.user.is_active:
        return "This account is suspended."
    if enrolment.left_at is not None:
        return "The trainee left the cohort."
    if not enrolment.consents.filter(withdrawn_at=None).exists():
        return "The trainee withdrew consent to take part."
    missing = [gate.title for gate in gates if gate.verdict is not Verdict.PASS]
    if missing:
        return f"Not every gate is passed. Missing: {', '.join(missing)}."
    return ""


def _preview(version: PolicyVersion, policy: Policy, gates: list[GateStanding], now: datetime) -> Preview:
    return Preview(
        achievement=achievement_of(version),
        valid_from=now,
        valid_until=now + timedelta(days=policy.valid_days),
        evidence=evidence_sentence(gates),
        results=[
            (MEASURES[gate.measure].name, with_interval(gate.measure, gate.estimate, gate.low, gate.high))
            for gate in gates
            if gate.estimate is not None
        ],
    )
