"""A sitting with difficult content: one item at a time, hidden until it is revealed, and what comes after.

Plain forms that lead back to the page, so that everything works without scripts. The text of an item is in a reply only
while the ledger has it as shown.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courseware.requests import SignedInRequest
from training.activities.base import InvalidAnswer
from training.activities.exposure import EXPOSURE
from training.domain.attempts import NotFound, Refused
from training.domain.care import care_in_force
from training.domain.care_contacts import by_country
from training.domain.exposure import sittings
from training.domain.exposure.consents import standing_tiers
from training.domain.exposure.sittings import SittingView
from training.models import Attempt
from training.views.exposure_looks import looks_of, to_sitting
from training.views.exposure_words import wait_for
from training.views.post_only import NOT_DONE, posted

# In an address: show the item as hidden, even where the ledger still has it as shown.
COVERED = "covered"
OVER = ("closed", "consent")


def _back(request: SignedInRequest, attempt_id: uuid.UUID) -> tuple[HttpResponse, str]:
    """To the sitting whose form was lost. GET hides nothing in the ledger, so the page has to keep the text back."""
    attempt = Attempt.objects.filter(public_id=attempt_id, enrolment__user=request.user, kind=EXPOSURE).first()
    if attempt is None:
        raise Http404("There is no such sitting among yours.")
    if attempt.completed_at is not None:
        return redirect("exposure_after", attempt_id), f"{NOT_DONE} The sitting had ended before."
    path = reverse("exposure_sitting", args=[attempt_id])
    return redirect(f"{path}?{COVERED}=yes"), f"{NOT_DONE} The text is hidden."


def _back_to_stop(request: SignedInRequest, attempt_id: uuid.UUID) -> tuple[HttpResponse, str]:
    reply, said = _back(request, attempt_id)
    if COVERED in reply["Location"]:
        said = "You were signed out, so nothing was stopped yet. “Stop here”, above, ends the sitting."
    return reply, said


@login_required
@require_safe
@never_cache
def sitting(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    view = _found(request, attempt_id)
    if view.ended or view.step is None:
        return redirect("exposure_after", attempt_id)
    covered = view.revealed and COVERED in request.GET
    met = covered or (not view.revealed and view.step.exposure_entries.exists())
    card = "hidden" if covered else _card(view, met=met)
    context = {
        **_around(view),
        "card": card,
        "card_template": f"training/exposure/_{card}.html",
        "met": met,
        "looks": looks_of(request),
        "wait": wait_for(view.blocked, request.user.zone),
        # Without scripts the server names the answer: the same form sent twice is one answer.
        "uuid": uuid.uuid4(),
    }
    return render(request, "training/exposure/sitting.html", context)


def _card(view: SittingView, *, met: bool) -> str:
    """Which part the page shows. `met`: the item was shown before and is hidden again."""
    if view.revealed:
        return "revealed"
    if not view.offered:
        return "unoffered"
    if view.blocked:
        return "waiting"
    if met:
        return "hidden"
    if view.number == 1:
        return "first"
    return "pause" if view.offers_break else "hidden"


@login_required
@posted(_back)
def reveal(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """POST step=<token> look=<how it is to look> (any number)."""
    try:
        sittings.reveal(request.user, attempt_id, _identifier(request, "step"), now=timezone.now())
    except Refused as refusal:
        _say(request, refusal)
    return to_sitting(attempt_id, request.POST.getlist("look"))


@login_required
@posted(_back)
def hide(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """POST step=<token> look=<..>; leaving=yes: from a page on its way out, and nothing is to follow it."""
    try:
        sittings.hide(request.user, attempt_id, _identifier(request, "step"), now=timezone.now())
    except Refused as refusal:
        _say(request, refusal)
    if request.POST.get("leaving"):
        return HttpResponse(status=204)
    return to_sitting(attempt_id, request.POST.getlist("look"))


@login_required
@posted(_back)
def answer(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """POST step=<token> uuid=<of this answer> choice=<label> look=<..>."""
    step, sent = _identifier(request, "step"), _identifier(request, "uuid")
    choice = request.POST.get("choice", "")
    try:
        sittings.answer(request.user, attempt_id, step, sent, choice, now=timezone.now())
    except InvalidAnswer:
        messages.warning(request, "Choose one of the labels. Nothing was recorded.")
    except Refused as refusal:
        if refusal.code in OVER:
            messages.warning(request, "This sitting has ended; this last answer was not kept.")
        else:
            _say(request, refusal)
    return to_sitting(attempt_id, request.POST.getlist("look"))


@login_required
@posted(_back_to_stop)
def stop(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    try:
        sittings.stop(request.user, attempt_id, now=timezone.now())
    except NotFound as error:
        raise Http404(str(error)) from error
    return redirect("exposure_after", attempt_id)


@login_required
@require_safe
@never_cache
def after(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """Back to the room: no score, no counts, nothing that tells a stop from an end."""
    view = _found(request, attempt_id)
    if not view.ended:
        return redirect("exposure_sitting", attempt_id)
    enrolment = view.attempt.enrolment
    wait = wait_for(view.allowance.blocked, request.user.zone)
    context = {
        **_around(view),
        "wait": wait,
        # Whom to talk to comes first after a high distress.
        "groups": by_country(care_in_force().contacts) if wait and wait.kind == "distress" else None,
        "withdrawn": view.tier.number not in standing_tiers(enrolment)
        or not enrolment.consents.filter(withdrawn_at=None).exists(),
    }
    return render(request, "training/exposure/after.html", context)


def _found(request: SignedInRequest, attempt_id: uuid.UUID) -> SittingView:
    try:
        return sittings.sitting_of(request.user, attempt_id, now=timezone.now())
    except NotFound as error:
        raise Http404(str(error)) from error


def _around(view: SittingView) -> dict[str, Any]:
    return {"view": view, "enrolment": view.attempt.enrolment}


def _say(request: SignedInRequest, refusal: Refused) -> None:
    """Why not, on the page that comes next. Raises Http404 for what is not there, or is somebody else's."""
    if isinstance(refusal, NotFound):
        raise Http404(str(refusal)) from refusal
    messages.warning(request, str(refusal))


def _identifier(request: SignedInRequest, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise Http404(f"No such {name}.") from error
