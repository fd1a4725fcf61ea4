"""Coming in: the page of an invitation or a join link, and consent.

Looking at a link enrols nobody. A visitor without an account goes through sign-up or sign-in and comes back.
"""

import uuid
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courseware.curriculum import Program
from courseware.domain import invitations
from courseware.domain.enrolments import give_consent, withdraw_consent
from courseware.domain.invitations import Link, LinkRefused, LinkUnknown, OtherAddress
from courseware.domain.pending import forget_link, remember_link
from courseware.domain.people import has_account
from courseware.domain.programs import program_of
from courseware.forms import ConsentForm
from courseware.models import Enrolment, Invitation, User

any_method = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@any_method
def join(request: HttpRequest, public_id: uuid.UUID, signature: str) -> HttpResponse:
    return _link_page(request, "join", public_id, signature)


@never_cache
@any_method
def invitation(request: HttpRequest, public_id: uuid.UUID, signature: str) -> HttpResponse:
    return _link_page(request, "invitation", public_id, signature)


def _link_page(request: HttpRequest, kind: str, public_id: uuid.UUID, signature: str) -> HttpResponse:
    try:
        link = invitations.open_link(kind, public_id, signature, now=timezone.now())
        if request.user.is_authenticated:
            return _page_of_person(request, request.user, kind, link)
        invitations.refuse_used(link)
    except LinkRefused as refusal:
        return _refused(request, refusal)
    if request.method == "POST":  # signed out in another tab meanwhile
        return redirect_to_login(request.path)
    remember_link(request, kind, public_id, signature)
    known = isinstance(link, Invitation) and has_account(link.email)
    return render(request, f"courseware/{kind}.html", {**_described(link), "has_account": known})


def _page_of_person(request: HttpRequest, user: User, kind: str, link: Link) -> HttpResponse:
    """The link's page for somebody signed in. Raises LinkRefused."""
    if request.method == "POST":
        enrolment = invitations.accept(link, user, now=timezone.now())
        forget_link(request)
        return _onward(enrolment)
    enrolled = invitations.standing_enrolment(user, link.cohort)
    if enrolled is not None:
        return _onward(enrolled)
    invitations.refuse_other_address(link, user)
    invitations.refuse_used(link)
    return render(request, f"courseware/{kind}.html", _described(link))


def _onward(enrolment: Enrolment) -> HttpResponse:
    if enrolment.consents.filter(withdrawn_at=None).exists():
        return redirect("today")
    return redirect("consent", enrolment.public_id)


def _described(link: Link) -> dict[str, object]:
    """What somebody about to join may know of the cohort."""
    program = program_of(link.cohort.program_version_id)
    by = link.invited_by if isinstance(link, Invitation) else link.created_by
    return {
        "link": link,
        "cohort": link.cohort,
        "program": program,
        "minutes": _usual_minutes(program),
        "by": by.name,
    }


def _usual_minutes(program: Program) -> int:
    """Minutes of an average day, to the next five: a figure to plan with, not a promise."""
    total = sum(day.minutes for day in program.days)
    return 5 * max(1, round(total / len(program.days) / 5))


def _refused(request: HttpRequest, refusal: LinkRefused) -> HttpResponse:
    if isinstance(refusal, LinkUnknown):
        title, status = "This link is not complete", 404
    elif isinstance(refusal, OtherAddress):
        title, status = "This invitation is for another address", 403
    else:
        title, status = "This link no longer works", 410
    context = {"title": title, "reason": str(refusal), "other_address": isinstance(refusal, OtherAddress)}
    return render(request, "courseware/link_refused.html", context, status=status)


@login_required
@never_cache
@any_method
def consent(request: HttpRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """The consent text of one's own enrolment: agree, or withdraw."""
    own = Enrolment.objects.filter(user=cast(User, request.user)).select_related("user", "cohort")
    enrolment = get_object_or_404(own, public_id=enrolment_id)
    text = program_of(enrolment.cohort.program_version_id).consent
    form = ConsentForm(request.POST or None)
    if request.method == "POST":
        if request.POST.get("action") == "withdraw":
            return _withdraw(request, enrolment)
        if request.POST.get("text_version") != text.version:
            messages.warning(request, "The text has changed since you opened it. Read it before you agree.")
            return redirect("consent", enrolment.public_id)
        if form.is_valid():
            give_consent(enrolment, now=timezone.now())
            return redirect("today")
    standing = enrolment.consents.filter(withdrawn_at=None).first()
    earlier = enrolment.consents.exclude(withdrawn_at=None).order_by("-withdrawn_at").first()
    context = {
        "enrolment": enrolment,
        "text": text,
        "form": form,
        "standing": standing,
        "withdrawn": None if standing else earlier,
    }
    return render(request, "courseware/consent.html", context)


def _withdraw(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    if withdraw_consent(enrolment, now=timezone.now()):
        messages.success(request, "You have withdrawn. Nothing new is recorded from now on.")
    return redirect("consent", enrolment.public_id)
