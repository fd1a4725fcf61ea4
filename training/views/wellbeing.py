"""How people say they feel: their own ratings, and the weeks of five or more that instructors see.

Ratings come in the body of a form and go to the person's own page and export; nothing here puts one into an address,
a message or a log.
"""

import uuid
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from courseware.models import Enrolment
from courseware.requests import SignedInRequest
from courseware.roles import fetch_cohort, instructors_only
from training.domain.attempts import Refused
from training.domain.care import care_in_force
from training.domain.exposure.wording import moment
from training.domain.wellbeing import erasing, moods, weeks
from training.domain.wellbeing.pairs import marks, paired
from training.domain.wellbeing.scales import SCALES
from training.forms_mood import DELETE_WORD, NOT_A_RATING, DeleteForm, MoodForm
from training.models import MoodCheck
from training.views.post_only import NOT_DONE, posted, to

PAGE_SIZE = 20
ABOUT = (
    "What you said of how you felt before, during and after exposures. Each rating is from 0 to 100, or null where you "
    "did not answer. Times are in UTC. A rating is erased in the night after its erase_at."
)
# Where the form may lead on to: the pages that it stands on.
LEADS_TO = ("exposure", "exposure_tier", "exposure_sitting", "exposure_after", "wellbeing")


@login_required
@sensitive_post_parameters(*(scale.name for scale in SCALES))
@posted(to("wellbeing", f"{NOT_DONE} No rating was saved."))
def mood_check(request: SignedInRequest) -> HttpResponse:
    """Keep what was answered, if anything, and go on to `next`, or to the end of the sitting that it ended."""
    onward = _onward(request.POST.get("next", ""))
    form = MoodForm(request.POST)
    if not form.is_valid():
        if {"enrolment", "moment"} & form.errors.keys():
            raise Http404("No such enrolment.")
        messages.error(request, f"Nothing was saved. {NOT_A_RATING}")
        return redirect(onward)
    enrolment = (
        Enrolment.objects.filter(user=request.user, public_id=form.cleaned_data["enrolment"])
        .select_related("cohort")
        .first()
    )
    if enrolment is None:
        raise Http404("No such enrolment.")
    enrolment.user = request.user
    try:
        noted = moods.note(
            enrolment,
            form.cleaned_data["moment"],
            form.ratings,
            now=timezone.now(),
            public_id=form.cleaned_data["uuid"],
        )
    except Refused as refusal:
        messages.error(request, f"Nothing was saved. {refusal}")
        return redirect(onward)
    _say(request, noted)
    return redirect("exposure_after", noted.ended[0].public_id) if noted.ended else redirect(onward)


def _say(request: SignedInRequest, noted: moods.Noted) -> None:
    if noted.rests_until is not None:
        # Until the next page it is in a cookie, which can be read: the words of whoever asked for a rest, and no cause.
        # The pages of exposures say the cause, from the row of the rest.
        until = moment(noted.rests_until, request.user.zone)
        messages.success(request, f"The ladder rests until {until}. The rest of the course stays open.")
    elif noted.kept:
        messages.success(request, "Your ratings are saved, for you alone.")
    else:
        messages.info(request, "Nothing was answered, so nothing is kept.")


def _onward(wanted: str) -> str:
    """The address of one of our own pages that `wanted` names, without its query; else that of the ratings."""
    try:
        parts = urlsplit(wanted)
        match = resolve(parts.path)
    except (ValueError, Resolver404):
        return reverse("wellbeing")
    if parts.scheme or parts.netloc or match.url_name not in LEADS_TO:
        return reverse("wellbeing")
    return reverse(match.url_name, args=match.args, kwargs=match.kwargs)


@login_required
@never_cache
@require_safe
def wellbeing(request: SignedInRequest) -> HttpResponse:
    return _page(request, DeleteForm())


def _page(request: SignedInRequest, form: DeleteForm) -> HttpResponse:
    now = timezone.now()
    checks = moods.checks_of(request.user)
    pairs = paired(checks)
    page = Paginator(checks, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "care": care_in_force(),
        "scales": SCALES,
        "page": page,
        "rows": [_row(check, now) for check in page.object_list],
        "drawings": [(scale, drawn) for scale in SCALES if (drawn := marks(pairs, scale.name))],
        "word": DELETE_WORD,
        "at_least": weeks.AT_LEAST,
    }
    return render(request, "training/wellbeing/own.html", context)


def _row(check: MoodCheck, now: datetime) -> dict[str, Any]:
    return {
        "check": check,
        "ratings": [(scale, getattr(check, scale.name)) for scale in SCALES],
        "erased": erasing.night_after(max(check.erase_at, now)),
    }


@login_required
@never_cache
@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """All that is kept of the person's ratings, as a file."""
    document = {
        "about": ABOUT,
        "time_zone": "UTC",
        "exported_at": _iso(timezone.now()),
        "scales": {scale.name: {"0": scale.low, "100": scale.high} for scale in SCALES},
        "checks": [
            {
                "id": str(check.public_id),
                "cohort": check.cohort.name,
                "moment": check.moment,
                **{scale.name: getattr(check, scale.name) for scale in SCALES},
                "taken_at": _iso(check.taken_at),
                "erase_at": _iso(check.erase_at),
            }
            for check in moods.checks_of(request.user)
        ],
    }
    headers = {"Content-Disposition": 'attachment; filename="attune-wellbeing.json"'}
    return JsonResponse(document, json_dumps_params={"indent": 2}, headers=headers)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


@login_required
@never_cache
@posted(to("wellbeing", f"{NOT_DONE} Nothing was deleted."))
def delete(request: SignedInRequest) -> HttpResponse:
    """Delete one, or all where the word is typed. What is somebody else's is not there."""
    form = DeleteForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    if form.cleaned_data["check"] == "all":
        moods.delete_all(request.user)
        messages.success(request, "All your ratings are deleted for good.")
        return redirect("wellbeing")
    try:
        deleted = moods.delete(request.user, uuid.UUID(form.cleaned_data["check"]))
    except ValueError:
        deleted = False
    if deleted:
        messages.success(request, "Deleted for good.")
    else:
        messages.info(request, "It was deleted before; nothing of it is kept.")
    return redirect("wellbeing")


@instructors_only
@require_safe
def cohort(request: HttpRequest, cohort_id: uuid.UUID) -> HttpResponse:
    """The weeks that are written, the same whatever the address asks for."""
    found = fetch_cohort(request.user, cohort_id)
    context = {
        "cohort": found,
        "scales": SCALES,
        "weeks": [(week, [(scale, getattr(week, scale.name)) for scale in SCALES]) for week in weeks.published(found)],
        "at_least": weeks.AT_LEAST,
        "lowest": weeks.LOWEST,
        "highest": weeks.HIGHEST,
    }
    return render(request, "training/wellbeing/cohort.html", context)
