"""Around the answers of a drill: runs that were broken off, and going on without timing. JSON in, JSON out."""

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from training.activities.base import InvalidAnswer
from training.domain.attempts import Refused
from training.domain.runs import keep_run, parse_run
from training.domain.untimed import parse_faults, switch_to_untimed
from training.views.answers import invalid, refused, signed_out


@require_POST
def keep(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """A run of a block that never became its answer."""
    if not request.user.is_authenticated:
        return signed_out()
    try:
        run = keep_run(request.user, attempt_id, parse_run(request.body), now=timezone.now())
    except InvalidAnswer as error:
        return invalid(error)
    except Refused as refusal:
        return refused(refusal)
    return JsonResponse({"saved": True, "uuid": str(run.uuid)})


@require_POST
def untimed(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """The rest of the attempt by a drill that needs no timing; leads to the attempt, planned anew."""
    if not request.user.is_authenticated:
        return signed_out()
    try:
        attempt = switch_to_untimed(request.user, attempt_id, parse_faults(request.body))
    except InvalidAnswer as error:
        return invalid(error)
    except Refused as refusal:
        return refused(refusal)
    return JsonResponse({"url": reverse("attempt", args=[attempt.public_id])})
