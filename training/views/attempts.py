"""Starting an attempt, and the page on which it is done."""

import hashlib
import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courseware.domain.programs import program_of
from courseware.markup import render as render_markup
from courseware.models import User
from courseware.requests import SignedInRequest
from training.activities import ACTIVITIES
from training.activities.base import JsonDict
from training.activities.exposure import EXPOSURE
from training.domain.attempts import NotFound, Refused, current_steps, feedback_for, start, step_view
from training.domain.contests import CONTESTABLE
from training.domain.progress import enrolments_of
from training.models import Attempt, Step


@login_required
@require_POST
def start_attempt(request: SignedInRequest) -> HttpResponse:
    """POST enrolment=<id> module=<slug>: to the open attempt, made if need be."""
    try:
        enrolment_id = uuid.UUID(request.POST.get("enrolment", ""))
    except ValueError as error:
        raise Http404("No such enrolment.") from error
    enrolment = get_object_or_404(enrolments_of(request.user), public_id=enrolment_id)
    enrolment.user = request.user
    try:
        attempt = start(enrolment, request.POST.get("module", ""), now=timezone.now())
    except NotFound as error:
        raise Http404(str(error)) from error
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("today")
    if attempt.length == 0:
        module = program_of(attempt.program_version_id).modules[attempt.module]
        messages.info(
            request,
            f"Nothing is left to ask in “{module.title}”: its items are no longer used in practice. "
            "It counts as done and measures nothing; the course goes on.",
        )
        return redirect("today")
    return redirect("attempt", attempt_id=attempt.public_id)


@login_required
@require_safe
@never_cache
def attempt(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    attempt = get_object_or_404(
        Attempt.objects.select_related("enrolment"), public_id=attempt_id, enrolment__user=request.user
    )
    if attempt.kind == EXPOSURE:
        # Its items are sent one by one, when they are revealed.
        return redirect("exposure_sitting", attempt_id=attempt.public_id)
    if attempt.completed_at is not None:
        return redirect("attempt_done", attempt_id=attempt.public_id)
    if attempt.length == 0:  # planned before such attempts were completed at once: starting it again completes it
        return redirect("today")
    module = program_of(attempt.program_version_id).modules[attempt.module]
    context = {
        "attempt": attempt,
        "module": module,
        "data": _page_data(attempt),
        "csrf": get_token(request),
        "browser_user": _browser_user(request.user),
    }
    return render(request, "training/attempt.html", context)


def _page_data(attempt: Attempt) -> JsonDict:
    """All the browser may know: every step as its activity presents it, and feedback to what is answered."""
    program = program_of(attempt.program_version_id)
    module = program.modules[attempt.module]
    activity = ACTIVITIES[attempt.kind]
    steps = list(current_steps(attempt).select_related("response"))
    guideline = program.guideline(module.config["guideline"]) if "guideline" in module.config else None
    return {
        "attempt": str(attempt.public_id),
        "kind": attempt.kind,
        "title": module.title,
        "todayUrl": reverse("today"),
        "guideline": guideline and {"title": guideline.title, "html": render_markup(guideline.text)},
        "steps": [
            {
                "step": str(step.token),
                "contestUrl": _contest_url(attempt, step),
                **activity.present(step_view(attempt, step)),
            }
            for step in steps
        ],
        "answered": {
            str(step.token): feedback_for(attempt, step, step.response) for step in steps if hasattr(step, "response")
        },
    }


def _contest_url(attempt: Attempt, step: Step) -> str | None:
    """Where to say that the key is wrong, once it is shown; None where there is none."""
    if attempt.kind not in CONTESTABLE or step.item_version_id is None:
        return None
    return reverse("answer_contest", args=[attempt.public_id, step.position])


def _browser_user(user: User) -> str:
    """Names the owner of queued answers in the browser's storage without telling who it is."""
    return hashlib.sha256(f"queue:{user.public_id}".encode()).hexdigest()[:16]
