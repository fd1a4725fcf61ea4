"""/today/: the one next thing, how long it takes, and what comes after."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from courseware.domain.programs import program_of
from courseware.models import Enrolment
from training.domain.progress import enrolments_of, schedule_of


@login_required
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    enrolments = list(enrolments_of(request.user))
    enrolment = _chosen(enrolments, request.GET.get("course", ""))
    if enrolment is None:
        return render(request, "training/today_empty.html")
    enrolment.user = request.user
    context = {
        "enrolment": enrolment,
        "enrolments": enrolments,
        "program": program_of(enrolment.cohort.program_version_id),
    }
    if not enrolment.consented:  # type: ignore[attr-defined]  # annotated by enrolments_of
        return render(request, "training/today_consent.html", context)
    attempts = list(enrolment.attempts.all())
    schedule = schedule_of(enrolment, attempts, now=timezone.now())
    next_module = schedule.next_module
    context |= {
        "schedule": schedule,
        "day": schedule.current,
        "next_module": next_module,
        "started": next_module is not None
        and any(a.module == next_module.module.slug and a.completed_at is None for a in attempts),
        "done_attempts": {a.module: a for a in attempts if a.completed_at is not None},
    }
    return render(request, "training/today.html", context)


def _chosen(enrolments: list[Enrolment], wanted: str) -> Enrolment | None:
    """The enrolment named in the URL, or the newest."""
    for enrolment in enrolments:
        if str(enrolment.public_id) == wanted:
            return enrolment
    return enrolments[0] if enrolments else None
