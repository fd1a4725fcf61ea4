"""/progress/reactivity/: what charged content did to one's own labels. There is no such page of anybody else."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.domain.reactivity import stored_reactivity
from assessments.domain.reactivity_cards import ReactivityCard, reactivity_cards
from assessments.domain.reactivity_lines import MIN_PAIRS, MIN_REPEATS, Reactivity
from courseware.curriculum import Program
from courseware.domain.programs import program_of
from courseware.requests import SignedInRequest
from training.domain.progress import enrolments_of


@login_required
@require_safe
def reactivity(request: SignedInRequest) -> HttpResponse:
    """?course=<id> names the enrolment; otherwise it is the newest."""
    enrolments = list(enrolments_of(request.user))
    wanted = request.GET.get("course", "")
    enrolment = next((e for e in enrolments if str(e.public_id) == wanted), enrolments[0] if enrolments else None)
    context: dict[str, Any] = {
        "enrolments": enrolments,
        "enrolment": enrolment,
        "minimum": MIN_PAIRS,
        "repeats": MIN_REPEATS,
    }
    if enrolment is not None:
        program = program_of(enrolment.cohort.program_version_id)
        found = stored_reactivity(enrolment) if program.ladder else None
        context |= {
            "program": program,
            "made_at": found and found.made_at,
            "cards": _cards(found, program),
        }
    return render(request, "assessments/reactivity.html", context)


def _cards(found: Reactivity | None, program: Program) -> list[ReactivityCard]:
    return [] if found is None else reactivity_cards(found, program)
