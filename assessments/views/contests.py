"""/attempts/<id>/answers/<position>/contest/: say why a key is wrong, and see what came of it.

Here and not in training: what came of a contest is known to the reviews.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.domain.answers import answered
from assessments.domain.contested import outcome_of
from assessments.forms_reviews import ContestForm
from courseware.domain.programs import program_of
from courseware.requests import SignedInRequest
from training.domain import contests
from training.domain.attempts import NotFound, Refused
from training.models import Response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def contest(request: SignedInRequest, attempt_id: uuid.UUID, position: int) -> HttpResponse:
    try:
        response = contests.fetch_answer(request.user, attempt_id, position)
    except NotFound as error:
        raise Http404(str(error)) from error
    if request.method != "POST":
        return _show(request, response, ContestForm())
    form = ContestForm(request.POST)
    if hasattr(response, "contest"):
        messages.info(request, "You have contested this key before. That contest stands.")
    elif not form.is_valid():
        return _show(request, response, form)
    else:
        _store(request, attempt_id, position, form.cleaned_data["reason"])
    return redirect("answer_contest", attempt_id, position)


def _store(request: SignedInRequest, attempt_id: uuid.UUID, position: int, reason: str) -> None:
    try:
        contests.contest(request.user, attempt_id, position, reason, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Your contest is stored. Two people will look at the key, each on their own.")


def _show(request: SignedInRequest, response: Response, form: ContestForm) -> HttpResponse:
    attempt, step = response.attempt, response.step
    program = program_of(attempt.program_version_id)
    contested = getattr(response, "contest", None)
    if contested is not None:
        contested.response = response
    module = program.modules[attempt.module]
    context: dict[str, Any] = {
        "attempt": attempt,
        "module": module,
        "guideline": program.guideline(module.config["guideline"]),
        "step": answered(attempt, step, response),
        "contest": contested,
        "outcome": outcome_of(contested) if contested is not None else None,
        "form": form,
    }
    return render(request, "assessments/contest.html", context)
