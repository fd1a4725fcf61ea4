"""One attempt of a trainee for their instructor: its answers beside their keys, and setting a drill aside."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments.domain.answers import answers_of
from assessments.domain.personal_progress import module_title
from assessments.forms_rulings import RulingForm
from courseware.domain.programs import program_of
from courseware.models import Enrolment, User
from courseware.roles import fetch_trainee, instructors_only
from training.domain import rulings
from training.domain.private_kinds import attempts_for_staff
from training.models import Attempt, Ruling

DONE = {
    (True, True): "The run is set aside, and the drill is offered again on the trainee's Today page.",
    (True, False): "The run is set aside. It counts nowhere any more.",
    (False, True): "The drill is offered again on the trainee's Today page.",
}


def answers_page(request: HttpRequest, enrolment: Enrolment, attempt_id: str) -> HttpResponse:
    """The page of ?attempt=<id>; 404 for what is no completed attempt of this trainee."""
    try:
        public_id = uuid.UUID(attempt_id)
    except ValueError as error:
        raise Http404("No such attempt.") from error
    attempt = _completed(enrolment, public_id)
    return _page(request, enrolment, attempt, RulingForm(attempt))


@instructors_only
@require_POST
def rule(request: HttpRequest, cohort_id: uuid.UUID, enrolment_id: uuid.UUID, attempt_id: uuid.UUID) -> HttpResponse:
    """Sets a completed drill aside, offers it again, or both; then leads back to its page."""
    enrolment = fetch_trainee(request.user, cohort_id, enrolment_id)
    attempt = _completed(enrolment, attempt_id)
    form = RulingForm(attempt, request.POST)
    back = f"{reverse('trainee', args=[cohort_id, enrolment_id])}?attempt={attempt.public_id}"
    if not form.choices:
        messages.info(request, "This run was ruled on before. That stands.")
    elif not form.is_valid():
        return _page(request, enrolment, attempt, form)
    else:
        _store(request, attempt, form)
    return redirect(back)


def _store(request: HttpRequest, attempt: Attempt, form: RulingForm) -> None:
    act = form.chosen
    try:
        rulings.rule(
            attempt,
            code=Ruling.Code.INSTRUCTOR,
            voids=act.voids,
            reoffers=act.reoffers,
            reason=form.cleaned_data["reason"],
            by=cast(User, request.user),
            now=timezone.now(),
        )
    except rulings.NotRulable as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, DONE[act.voids, act.reoffers])


def _completed(enrolment: Enrolment, public_id: uuid.UUID) -> Attempt:
    completed = Attempt.objects.filter(enrolment=enrolment, completed_at__isnull=False)
    attempt: Attempt = get_object_or_404(attempts_for_staff(completed), public_id=public_id)
    return attempt


def _page(request: HttpRequest, enrolment: Enrolment, attempt: Attempt, form: RulingForm) -> HttpResponse:
    program = program_of(attempt.program_version_id)
    module = program.modules[attempt.module]
    ruled_on = attempt.voided_at is not None or attempt.reoffered_at is not None
    context: dict[str, Any] = {
        "enrolment": enrolment,
        "cohort": enrolment.cohort,
        "person": enrolment.user,
        "attempt": attempt,
        "title": module_title(program, attempt.module),
        "guideline": program.guideline(module.config["guideline"]) if "guideline" in module.config else None,
        "answers": answers_of(attempt),
        "rulings": list(attempt.rulings.select_related("by").order_by("created_at", "pk")) if ruled_on else [],
        "form": form if attempt.kind == rulings.KIND and form.choices else None,
    }
    return render(request, "assessments/answers.html", context)
