"""/progress/: per capacity, where one is against the cut, how it came, and what is missing."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.domain.certificate_register import state_of
from assessments.domain.corrected import corrected_of
from assessments.domain.personal_progress import gate_cards, score_tables, verdict_of
from assessments.domain.policies import policy_of
from assessments.domain.reactivity import stored_reactivity
from assessments.domain.score_rows import score_rows
from assessments.domain.trajectories import policy_shown, trajectory_of
from assessments.gate_cards import sections, without_a_gate
from assessments.gates import Verdict
from assessments.models import Certificate, Decision, PolicyVersion, Score
from courseware.curriculum import Program
from courseware.domain.programs import program_of
from courseware.models import Enrolment, User
from courseware.requests import SignedInRequest
from training.domain.care import care_in_force
from training.domain.progress import enrolments_of, schedule_of


@login_required
@require_safe
def progress(request: SignedInRequest) -> HttpResponse:
    enrolments = list(enrolments_of(request.user))
    certificates = _certificates(request.user)
    wanted = request.GET.get("course", "")
    # The one named in the address, or the newest.
    enrolment = next((e for e in enrolments if str(e.public_id) == wanted), enrolments[0] if enrolments else None)
    context: dict[str, Any] = {"enrolments": enrolments, "enrolment": enrolment, "certificates": certificates}
    if enrolment is not None:
        enrolment.user = request.user
        program = program_of(enrolment.cohort.program_version_id)
        context |= {
            "program": program,
            "schedule": schedule_of(enrolment, enrolment.attempts.all(), now=timezone.now()),
            "corrected": corrected_of(enrolment),
            "ladder_offered": _shows_ladder(enrolment, program),
            **_standing(enrolment, program, certificates),
        }
    return render(request, "assessments/progress.html", context)


def _shows_ladder(enrolment: Enrolment, program: Program) -> bool:
    """Where it is offered; and to whoever was on it before it was offered no longer."""
    if program.ladder is None:
        return False
    return care_in_force().offered or stored_reactivity(enrolment) is not None


def _standing(enrolment: Enrolment, program: Program, certificates: list[Certificate]) -> dict[str, Any]:
    version = policy_shown(program.slug)
    if version is None:
        return {"version": None}
    trajectory = trajectory_of(enrolment, version)
    cards = gate_cards(version, trajectory, program)
    scores = Score.objects.filter(attempt__enrolment=enrolment, attempt__voided_at__isnull=True)
    tables = score_tables(score_rows(scores), program)
    return {
        "version": version,
        "policy": policy_of(version.pk),
        "sections": [(section, tables.get(section.capacity)) for section in sections(cards)],
        "without_a_gate": without_a_gate(cards),
        "passed": sum(card.line is not None and card.line.standing.verdict is Verdict.PASS for card in cards),
        "gates": len(cards),
        "verdict": verdict_of(trajectory),
        "certificate_state": next(
            (state_of(c, now=timezone.now()) for c in certificates if c.enrolment_id == enrolment.pk), None
        ),
        "deferral": _deferral(enrolment, version),
    }


def _certificates(user: User) -> list[Certificate]:
    """All of the person's own, of every course, newest first."""
    return list(
        Certificate.objects.filter(enrolment__user=user)
        .select_related("policy_version", "enrolment__cohort", "revocation")
        .defer("token")
        .order_by("-issued_at", "-pk")
    )


def _deferral(enrolment: Enrolment, version: PolicyVersion) -> Decision | None:
    """The last word of operations, where it was a deferral."""
    last = Decision.objects.filter(enrolment=enrolment, policy_version=version).order_by("-pk").first()
    return last if last is not None and last.verdict == Decision.Verdict.DEFER else None
