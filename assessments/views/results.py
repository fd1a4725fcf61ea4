"""After a module: at most three numbers, then the whole run, what each means, and what is next."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.domain.bias_cards import debrief_cards
from assessments.domain.contested import differing
from assessments.domain.corrected import corrected_of
from assessments.domain.debriefs import debrief_of
from assessments.domain.points_earned import points_of
from assessments.domain.results import results_of
from courseware.domain.programs import program_of
from courseware.requests import SignedInRequest
from training.activities.exposure import EXPOSURE
from training.domain.progress import schedule_of
from training.models import Attempt

# Scoring takes a second or two. A page that has asked so often says that it takes longer, and stops asking.
MAX_LOOKS = 20


@login_required
@require_safe
@never_cache
def results(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    attempt = get_object_or_404(
        Attempt.objects.select_related("enrolment__cohort"), public_id=attempt_id, enrolment__user=request.user
    )
    if attempt.kind == EXPOSURE:
        return redirect("exposure_after", attempt_id=attempt.public_id)
    if attempt.completed_at is None:
        return redirect("attempt", attempt_id=attempt.public_id)
    looks = _looks(request)
    found = debrief_of(attempt)
    debrief = found and debrief_cards(found)
    told = results_of(attempt)
    if debrief and debrief.has_number("fatigue"):
        # The same difference, there as what fatigue did: a second time it would have the opposite sign.
        told = told.without("accuracy_change")
    context: dict[str, Any] = {
        "attempt": attempt,
        "results": told,
        "debrief": debrief,
        "points": points_of(attempt),
        "looks": looks + 1,
        "asks_again": looks < MAX_LOOKS,
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "assessments/_results.html", context | {"swapped": True})
    return render(request, "assessments/results.html", context | _around(request, attempt))


def _looks(request: SignedInRequest) -> int:
    """How often the open page has looked for its numbers."""
    given = request.GET.get("looks", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 4 else 0


def _around(request: SignedInRequest, attempt: Attempt) -> dict[str, Any]:
    """The module's name and day, and what comes next."""
    enrolment = attempt.enrolment
    enrolment.user = request.user
    program = program_of(attempt.program_version_id)
    attempts = list(enrolment.attempts.all())
    schedule = schedule_of(enrolment, attempts, now=timezone.now())
    day_index = program.day_of[attempt.module]
    upcoming = schedule.next_module
    same_day = upcoming is not None and program.day_of.get(upcoming.module.slug) == day_index
    return {
        "corrected": corrected_of(enrolment, attempt),
        "module": program.modules[attempt.module],
        "differing": differing(attempt),
        "program": program,
        "day": schedule.days[day_index] if day_index < len(schedule.days) else None,
        "schedule": schedule,
        "done_again": any(
            other.module == attempt.module and other.number > attempt.number and other.completed_at
            for other in attempts
        ),
        "upcoming": upcoming,
        "upcoming_day": schedule.current if upcoming and not same_day else None,
    }
