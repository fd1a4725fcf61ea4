"""Contesting a key: who has seen the feedback to an answer of theirs may say, once, that the key is wrong, and why.

A contest changes no grade. `training.signals.key_contested` tells of it; people decide what comes of it.
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from courseware.models import Consent, User
from training.domain.attempts import NotFound, Refused
from training.models import Contest, Response
from training.signals import key_contested

# What is graded by an item's key and shows it after each answer. Elsewhere there is no key to have seen.
CONTESTABLE = ("practice", "preference", "ambiguity")
MIN_REASON = 10
MAX_REASON = 2000


class InvalidReason(ValueError):
    """A reason that is too short to help anybody, or too long; the message says so to the person."""


def clean_reason(reason: str) -> str:
    """The reason, trimmed, on one line. Raises InvalidReason."""
    reason = " ".join(reason.split())
    if not MIN_REASON <= len(reason) <= MAX_REASON:
        raise InvalidReason(f"Give a reason of {MIN_REASON} to {MAX_REASON:,} characters; this has {len(reason):,}.")
    return reason


def fetch_answer(user: User, attempt_id: UUID, position: int) -> Response:
    """This person's answer to that step, with its item and its contest, if any.

    Raises NotFound where it is somebody else's, is not given yet, or was never shown its key.
    """
    response = (
        Response.objects.select_related("step__item_version__item", "attempt__enrolment", "contest")
        .filter(attempt__public_id=attempt_id, attempt__enrolment__user=user, attempt__kind__in=CONTESTABLE)
        .filter(step__position=position, step__item_version__isnull=False)
        .first()
    )
    if response is None:
        raise NotFound("not_found", "There is no such answer of yours that was shown its key.")
    return response


def contest(user: User, attempt_id: UUID, position: int, reason: str, *, now: datetime) -> Contest:
    """The contest of that answer; a second one changes nothing and gives the first.

    Raises NotFound, InvalidReason, and Refused without consent.
    """
    response = fetch_answer(user, attempt_id, position)
    if hasattr(response, "contest"):
        return response.contest
    reason = clean_reason(reason)
    _refuse_without_consent(response)
    try:
        with transaction.atomic():
            made = Contest.objects.create(response=response, reason=reason, created_at=now)
            key_contested.send(sender=Contest, contest_id=made.pk, now=now)
    except IntegrityError:
        # A double click: the other request made it, and it stands.
        return Contest.objects.get(response=response)
    return made


def _refuse_without_consent(response: Response) -> None:
    enrolment = response.attempt.enrolment
    if enrolment.left_at is not None:
        raise Refused("closed", "You are no longer in this cohort, so nothing more is recorded.")
    if not Consent.objects.filter(enrolment=enrolment, withdrawn_at__isnull=True).exists():
        raise Refused("consent", "You withdrew your consent, so nothing more is recorded.")
