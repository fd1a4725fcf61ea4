"""The ladder of exposures, consent to its tiers, beginning a sitting, and resting. One's own, and nobody else's."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courseware.curriculum import Tier
from courseware.domain.programs import program_of
from courseware.models import Enrolment
from courseware.requests import SignedInRequest
from training.activities.exposure import EXPOSURE
from training.domain.attempts import NotFound, Refused
from training.domain.exposure import consents, sittings
from training.domain.exposure.ledger import entries_of
from training.domain.exposure.standing import is_to, words_of
from training.domain.exposure.state import LadderView, ladder_of
from training.domain.exposure.wording import moment
from training.domain.progress import chosen_enrolment, enrolments_of
from training.forms_exposure import TierConsentForm
from training.models import Attempt, TierConsent
from training.views.exposure_words import wait_for
from training.views.post_only import NOT_DONE, posted, to

# What the page shows of the ledger; what is older is counted.
NEWEST_ENTRIES = 50


def ladder_url(enrolment: Enrolment) -> str:
    return f"{reverse('exposure')}?course={enrolment.public_id}"


@login_required
@require_safe
@never_cache
def ladder(request: SignedInRequest) -> HttpResponse:
    enrolments = list(enrolments_of(request.user))
    enrolment = chosen_enrolment(enrolments, request.GET.get("course", ""))
    entries, standing = entries_of(request.user), consents.standing_of(request.user)
    context: dict[str, Any] = {
        "enrolment": enrolment,
        "enrolments": enrolments,
        "entries": list(entries[:NEWEST_ENTRIES]),
        "entries_in_all": entries.count(),
        "standing": standing,
    }
    if enrolment is None:
        return render(request, "training/exposure/none.html", context)
    enrolment.user = request.user
    context["program"] = program_of(enrolment.cohort.program_version_id)
    if not enrolment.consented:  # type: ignore[attr-defined]  # annotated by enrolments_of
        return render(request, "training/exposure/none.html", context | {"needs_consent": True})
    view = ladder_of(enrolment, now=timezone.now())
    if view is None:
        return render(request, "training/exposure/none.html", context)
    context |= {
        "view": view,
        "wait": wait_for(view.allowance.blocked, request.user.zone),
        "standing": _not_on_the_ladder(standing, enrolment, view, enrolments),
    }
    return render(request, "training/exposure/ladder.html", context)


def _not_on_the_ladder(
    standing: list[TierConsent], enrolment: Enrolment, view: LadderView, enrolments: list[Enrolment]
) -> list[TierConsent]:
    """Those that the ladder has no button for: to other words, a tier that is gone, in a cohort left or archived."""
    shown = {tier.consent for tier in view.tiers}
    elsewhere = {other.pk for other in enrolments} - {enrolment.pk}
    return [consent for consent in standing if consent not in shown and consent.enrolment_id not in elsewhere]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tier(request: SignedInRequest, enrolment_id: uuid.UUID, tier: int) -> HttpResponse:
    """GET: what the tier shows. POST action=give version= words=<both of what was read> agree=on, or action=withdraw,
    also where the course has no such tier any more.
    """
    enrolment = _own(request, enrolment_id)
    action = request.POST.get("action")
    if action == "withdraw":
        return _withdraw(request, enrolment, tier)
    found = _tier(enrolment, tier)
    form = TierConsentForm(request.POST if action == "give" else None)
    if form.is_valid():
        try:
            version, words = (request.POST.get(name, "") for name in ("version", "words"))
            consents.give(enrolment, found.number, version, words=words, now=timezone.now())
        except Refused as refusal:
            # Anew, with the box empty: what was ticked were other words.
            messages.warning(request, str(refusal))
            return redirect("exposure_tier", enrolment.public_id, found.number)
        messages.success(request, f"You have agreed to tier {found.number}. You can withdraw with one click.")
        return redirect(ladder_url(enrolment))
    return render(request, "training/exposure/tier.html", _tier_context(enrolment, found) | {"form": form})


def _tier_context(enrolment: Enrolment, tier: Tier) -> dict[str, Any]:
    latest = enrolment.tier_consents.filter(tier=tier.number).order_by("-pk").first()
    given = latest if latest and latest.withdrawn_at is None else None
    current = given is not None and is_to(given, tier)
    return {
        "enrolment": enrolment,
        "tier": tier,
        "words": words_of(tier),
        "standing": given if current else None,
        "outdated": None if current else given,
        "withdrawn": None if given else latest,
        "open_attempt": _open_attempt(enrolment),
    }


def _withdraw(request: SignedInRequest, enrolment: Enrolment, tier: int) -> HttpResponse:
    """To the ladder, or, where a sitting ended with it, to the page that comes after one."""
    under_way = _open_attempt(enrolment)
    if consents.withdraw(enrolment, tier, now=timezone.now()):
        messages.success(request, f"You have withdrawn from tier {tier}. Nothing of it is shown from now on.")
    if under_way is not None and _open_attempt(enrolment) is None:
        return redirect("exposure_after", under_way.public_id)
    return redirect(ladder_url(enrolment))


def _back_to_start(request: SignedInRequest, enrolment_id: uuid.UUID) -> tuple[HttpResponse, str]:
    return redirect(ladder_url(_own(request, enrolment_id))), NOT_DONE


@login_required
@posted(_back_to_start)
def start(request: SignedInRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """POST rung=<intensity>: to the open sitting of that rung, begun if need be."""
    enrolment = _own(request, enrolment_id)
    try:
        attempt = sittings.begin(enrolment, _whole(request.POST.get("rung", "")), now=timezone.now())
    except NotFound as error:
        raise Http404(str(error)) from error
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect(ladder_url(enrolment))
    return redirect("exposure_sitting", attempt.public_id)


@login_required
@posted(to("exposure", NOT_DONE))
def take_a_rest(request: SignedInRequest) -> HttpResponse:
    """POST course=<enrolment whose ladder is led back to> (optional)."""
    rest = sittings.rest(request.user, now=timezone.now())
    until = moment(rest.until, request.user.zone)
    messages.success(request, f"The ladder rests until {until}. The rest of the course stays open.")
    enrolment = chosen_enrolment(list(enrolments_of(request.user)), request.POST.get("course", ""))
    return redirect(ladder_url(enrolment) if enrolment else "exposure")


def _own(request: SignedInRequest, enrolment_id: uuid.UUID) -> Enrolment:
    own = Enrolment.objects.filter(user=request.user).select_related("cohort")
    enrolment = get_object_or_404(own, public_id=enrolment_id)
    enrolment.user = request.user
    return enrolment


def _tier(enrolment: Enrolment, number: int) -> Tier:
    ladder = program_of(enrolment.cohort.program_version_id).ladder
    for tier in ladder.tiers if ladder else ():
        if tier.number == number:
            return tier
    raise Http404("No such tier.")


def _open_attempt(enrolment: Enrolment) -> Attempt | None:
    return enrolment.attempts.filter(kind=EXPOSURE, completed_at=None).first()


def _whole(given: str) -> int:
    """Raises Http404 for what is no small whole number."""
    if not (given.isascii() and given.isdigit() and len(given) == 1):
        raise Http404("No such rung.")
    return int(given)
