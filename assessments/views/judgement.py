"""What moves somebody's answers beside the content: for themselves, and for those who teach them."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.domain.bias_cards import profile_cards
from assessments.domain.bias_profiles import stored_profile
from assessments.svg_calibration import calibration_chart
from courseware.domain.programs import program_of
from courseware.models import Enrolment
from courseware.requests import SignedInRequest
from courseware.roles import fetch_trainee, instructors_only
from training.domain.progress import enrolments_of


@login_required
@require_safe
def judgement(request: SignedInRequest) -> HttpResponse:
    """?course=<id> names the enrolment; otherwise it is the newest."""
    enrolments = list(enrolments_of(request.user))
    wanted = request.GET.get("course", "")
    enrolment = next((e for e in enrolments if str(e.public_id) == wanted), enrolments[0] if enrolments else None)
    context: dict[str, Any] = {"own": True, "enrolments": enrolments, "enrolment": enrolment}
    if enrolment is not None:
        context |= {"program": program_of(enrolment.cohort.program_version_id), **_profile(enrolment, "You")}
    return render(request, "assessments/judgement.html", context)


@instructors_only
@require_safe
def trainee_judgement(request: HttpRequest, cohort_id: uuid.UUID, enrolment_id: uuid.UUID) -> HttpResponse:
    enrolment = fetch_trainee(request.user, cohort_id, enrolment_id)
    context = {"own": False, "enrolment": enrolment, "person": enrolment.user, **_profile(enrolment, "They")}
    return render(request, "assessments/judgement.html", context)


def _profile(enrolment: Enrolment, subject: str) -> dict[str, Any]:
    profile = stored_profile(enrolment)
    if profile is None:
        return {"cards": profile_cards([], subject), "made_at": None, "calibration": None}
    calibration = profile.calibration
    points = [(p.confidence, p.right, p.low, p.high, p.n) for p in calibration.points] if calibration else []
    return {
        "cards": profile_cards(profile.biases, subject),
        "made_at": profile.made_at,
        "calibration": calibration,
        "calibration_chart": calibration_chart(points),
    }
