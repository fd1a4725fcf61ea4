"""/cohorts/<id>/rationales/: how far people and program agree on rationales, and grading one without seeing more."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.domain import rationale_grading as grading
from assessments.domain.rationale_agreement import MIN_FOR_KAPPA, agreement_of
from assessments.forms_rationales import RationaleForm
from assessments.models import RationaleGrade
from courseware.models import Cohort, User
from courseware.roles import fetch_cohort, instructors_only
from training.domain.attempts import NotFound
from training.models import Response


@instructors_only
@require_safe
@never_cache
def index(request: HttpRequest, cohort_id: uuid.UUID) -> HttpResponse:
    user = cast(User, request.user)
    cohort = fetch_cohort(user, cohort_id)
    context = {
        "cohort": cohort,
        "progress": grading.progress(cohort, user),
        "next": grading.next_for(cohort, user),
        "agreements": agreement_of(cohort),
        "enough": grading.ENOUGH,
        "least": MIN_FOR_KAPPA,
    }
    return render(request, "assessments/rationales.html", context)


@instructors_only
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def grade(request: HttpRequest, cohort_id: uuid.UUID, attempt_id: uuid.UUID, position: int) -> HttpResponse:
    user = cast(User, request.user)
    try:
        cohort, response = grading.fetch(user, cohort_id, attempt_id, position)
    except NotFound as error:
        raise Http404(str(error)) from error
    own = RationaleGrade.objects.filter(response=response, grader=user).first()
    written = grading.written(response)
    if request.method != "POST" or own is not None:
        if own is not None and request.method == "POST":
            messages.info(request, "You have graded this rationale before. That stands.")
        return _show(request, cohort, response, RationaleForm(written.factors), own)
    form = RationaleForm(written.factors, request.POST)
    if not form.is_valid():
        return _show(request, cohort, response, form, None)
    try:
        grading.grade(
            user,
            cohort_id,
            attempt_id,
            position,
            mentioned=form.mentioned,
            clarity=int(form.cleaned_data["clarity"]),
            now=timezone.now(),
        )
    except grading.NotGradable as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Your reading is stored.")
    return redirect("rationale_grade", cohort_id, attempt_id, position)


def _show(
    request: HttpRequest, cohort: Cohort, response: Response, form: RationaleForm, own: RationaleGrade | None
) -> HttpResponse:
    """The form; after that what was found beside what the program found, and whether the label counts as right."""
    context: dict[str, Any] = {"cohort": cohort, "written": grading.written(response), "form": form}
    if own is not None:
        context["own"] = own
        context["clarity"] = grading.CLARITY[own.clarity]
        context["lines"] = [(name, there, own.estimated.get(name)) for name, there in own.mentioned.items()]
        context["right"] = grading.counts_as_right(response)
        context["corrected"] = context["right"] != response.correct
        context["next"] = grading.next_for(cohort, cast(User, request.user))
    return render(request, "assessments/rationale_grade.html", context)
