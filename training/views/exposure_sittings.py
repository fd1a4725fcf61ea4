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
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courseware.requests import SignedInRequest
from training.activities.base import InvalidAnswer
from training.domain.attempts import NotFound, Refused
from training.domain.exposure import sittings
from training.domain.exposure.sittings import SittingView
from training.views.exposure_words import wait_for


@login_required
@require_safe
@never_cache
def sitting(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    view = _found(request, attempt_id)
    if view.ended or view.step is None:
        return redirect("exposure_after", attempt_id)
    met = not view.revealed and view.step.exposure_entries.exists()
    card = _card(view, met=met)
    context = {
        **_around(view),
        "card": card,
        "card_template": f"training/exposure/_{card}.html",
        "met": met,
        "wait": wait_for(view.blocked, request.user.zone),
        # Without scripts the server names the answer: the same form sent twice is one answer.
        "uuid": uuid.uuid4(),
    }
    return render(request, "training/exposure/sitting.html", context)


def _card(view: SittingView, *, met: bool) -> str:
    """Which part the page shows. `met`: the item was shown before and is hidden again."""
    if view.revealed:
        return "revealed"
    if view.blocked:
        return "waiting"
    if met:
        return "hidden"
    if view.number == 1:
        return "first"
    return "pause" if view.offers_break else "hidden"


@login_required
@require_POST
def reveal(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """POST step=<token>."""
    try:
        sittings.reveal(request.user, attempt_id, _identifier(request, "step"), now=timezone.now())
    except Refused as refusal:
        _say(request, refusal)
    return redirect("exposure_sitting", attempt_id)


@login_required
@require_POST
def hide(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """POST step=<token>; with leaving=yes it comes from a page that is on its way out, and nothing is to follow it."""
    try:
        sittings.hide(request.user, attempt_id, _identifier(request, "step"), now=timezone.now())
    except Refused as refusal:
        _say(request, refusal)
    if request.POST.get("leaving"):
        return HttpResponse(status=204)
    return redirect("exposure_sitting", attempt_id)


@login_required
@require_POST
def answer(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """POST step=<token> uuid=<of this answer> choice=<label>."""
    step, sent = _identifier(request, "step"), _identifier(request, "uuid")
    choice = request.POST.get("choice", "")
    try:
        sittings.answer(request.user, attempt_id, step, sent, choice, now=timezone.now())
    except InvalidAnswer:
        messages.warning(request, "Choose one of the labels. Nothing was recorded.")
    except Refused as refusal:
        _say(request, refusal)
    return redirect("exposure_sitting", attempt_id)


@login_required
@require_POST
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
    context = {**_around(view), "wait": wait_for(view.allowance.blocked, request.user.zone)}
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
