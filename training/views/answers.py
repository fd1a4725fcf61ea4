"""The answer road: JSON in, JSON out. Every refusal says what is wrong, so that the recorder can tell the person."""

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from training.activities.base import InvalidAnswer
from training.domain.attempts import Refused, finish, submit
from training.domain.submission import parse

STATUS = {"not_found": 404, "consent": 403, "uuid_reused": 422}


def _error(status: int, code: str, message: str, field: str | None = None, **details: object) -> JsonResponse:
    return JsonResponse({"error": {"code": code, "message": message, "field": field, **details}}, status=status)


def signed_out() -> JsonResponse:
    return _error(401, "signed_out", "You are signed out. Sign in again; your answers are kept here until then.")


def invalid(problem: InvalidAnswer) -> JsonResponse:
    return _error(400, "invalid", f"{problem.field}: {problem}", problem.field)


def refused(refusal: Refused) -> JsonResponse:
    return _error(STATUS.get(refusal.code, 409), refusal.code, str(refusal), **refusal.details)


@require_POST
def submit_answer(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    if not request.user.is_authenticated:
        return signed_out()
    try:
        saved = submit(request.user, attempt_id, parse(request.body), now=timezone.now())
    except InvalidAnswer as problem:
        return invalid(problem)
    except Refused as refusal:
        return refused(refusal)
    return JsonResponse(
        {
            "saved": True,
            "uuid": str(saved.uuid),
            "step": str(saved.step),
            "left": saved.left,
            "feedback": saved.feedback,
        }
    )


@require_POST
def finish_attempt(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    if not request.user.is_authenticated:
        return signed_out()
    try:
        attempt = finish(request.user, attempt_id, now=timezone.now())
    except Refused as refusal:
        return refused(refusal)
    return JsonResponse({"url": reverse("attempt_done", args=[attempt.public_id])})
