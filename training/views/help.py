"""/help/: whom to talk to, and asking one's instructors to get in touch without saying why."""

import uuid
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courseware.models import Enrolment, User
from courseware.requests import SignedInRequest
from courseware.roles import fetch_cohort, instructors_only
from training.domain import help as contact
from training.domain.care import care_in_force
from training.domain.care_contacts import by_country
from training.models import ContactRequest
from training.views.post_only import NOT_DONE, posted, to

NOT_SENT = f"{NOT_DONE} Nobody was asked to get in touch with you."


@login_required
@require_safe
@never_cache
def help_page(request: SignedInRequest) -> HttpResponse:
    context = {
        "groups": by_country(care_in_force().contacts),
        "courses": contact.own_courses(request.user),
    }
    return render(request, "training/help.html", context)


@login_required
@posted(to("help", NOT_SENT))
def ask(request: SignedInRequest) -> HttpResponse:
    try:
        made = contact.ask(request.user, _uuid(request, "enrolment"), now=timezone.now())
    except Enrolment.DoesNotExist as error:
        raise Http404("No such enrolment of yours.") from error
    except contact.NobodyTeaches:
        messages.warning(request, "Nobody teaches this cohort at the moment, so nothing was sent.")
    else:
        if made:
            messages.success(request, "Your instructors are told that you ask them to get in touch, and nothing else.")
        else:
            messages.info(request, "You have asked before, and it still stands.")
    return redirect("help")


@login_required
@posted(to("help", NOT_DONE))
def withdraw(request: SignedInRequest) -> HttpResponse:
    try:
        taken_back = contact.withdraw(request.user, _uuid(request, "request"), now=timezone.now())
    except ContactRequest.DoesNotExist as error:
        raise Http404("No such request of yours.") from error
    if taken_back:
        messages.success(request, "Taken back. It is no longer on your instructors’ pages.")
    else:
        messages.info(request, "It was answered or taken back before.")
    return redirect("help")


@instructors_only
@require_POST
def answered(request: HttpRequest, cohort_id: uuid.UUID, request_id: uuid.UUID) -> HttpResponse:
    """Back to the cohort's page, or to the trainee's where the form came from there (`back=trainee`)."""
    cohort = fetch_cohort(request.user, cohort_id)
    try:
        marked = contact.mark_answered(cohort, request_id, cast(User, request.user), now=timezone.now())
    except ContactRequest.DoesNotExist as error:
        raise Http404("No such request.") from error
    if marked is None:
        messages.info(request, "It was answered or taken back before.")
        return redirect("cohort", cohort_id)
    messages.success(request, f"Marked as answered. {marked.enrolment.user} sees that, and that it was you.")
    if request.POST.get("back") == "trainee":
        return redirect("trainee", cohort_id, marked.enrolment.public_id)
    return redirect("cohort", cohort_id)


def _uuid(request: HttpRequest, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise Http404("No such thing of yours.") from error
