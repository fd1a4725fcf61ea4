"""Rulings: that a completed drill counts nowhere any more, that it may be done once more, or both, and why.

The program rules on what it cannot use (`finish` in `training.domain.attempts`), an instructor on what only a person
can know: a fire alarm, a wrong pair of glasses. A ruling is never taken back; a certificate that was issued before it
stays until somebody revokes it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from courseware.domain import audit
from courseware.models import User
from training.models import Attempt, Ruling
from training.signals import attempt_ruled

KIND = "drill"
# The trainee reads it, so it has to say something; `Ruling.reason` holds no more.
MIN_REASON = 10
MAX_REASON = 1000


class InvalidReason(ValueError):
    """A reason that is too short to help anybody, or too long; the message says so."""


class NotRulable(ValueError):
    """There is nothing to rule on; the message says why, in words for whoever tried."""


class AlreadyRuled(NotRulable):
    """The attempt was set aside, or offered again, before: by somebody else, or by the program itself."""


def clean_reason(reason: str) -> str:
    """The reason, trimmed, on one line. Raises InvalidReason."""
    reason = " ".join(reason.split())
    if not MIN_REASON <= len(reason) <= MAX_REASON:
        raise InvalidReason(f"Give a reason of {MIN_REASON} to {MAX_REASON:,} characters; the trainee reads it.")
    return reason


def rule(
    attempt: Attempt, *, code: str, voids: bool, reoffers: bool, reason: str, by: User | None, now: datetime
) -> Ruling:
    """Stores the ruling, marks the attempt and tells assessments, all or nothing. `attempt` is marked too.

    `by` is an instructor of the attempt's cohort (code "instructor"), or None: the program (any other code).
    Raises AlreadyRuled, NotRulable, InvalidReason, and PermissionDenied for anybody else.
    """
    reason = clean_reason(reason)
    if not (voids or reoffers):
        raise NotRulable("A ruling sets an attempt aside, offers it again, or both.")
    if (code == Ruling.Code.INSTRUCTOR) != (by is not None):
        raise ValueError(f"a ruling {code!r} by {by}")
    try:
        made = _rule(attempt, code, voids, reoffers, reason, by, now)
    except IntegrityError as error:
        # A constraint let another ruling through first; whichever part it was, this one comes too late.
        raise AlreadyRuled("This attempt was ruled on a moment ago. Look at it again first.") from error
    attempt.voided_at, attempt.reoffered_at = made.attempt.voided_at, made.attempt.reoffered_at
    return made


def reoffers_of(attempts: Iterable[Attempt]) -> dict[int, Ruling]:
    """Attempt -> the ruling by which it may be done once more. One query."""
    return {ruling.attempt_id: ruling for ruling in Ruling.objects.filter(attempt__in=list(attempts), reoffers=True)}


@transaction.atomic
def _rule(
    attempt: Attempt, code: str, voids: bool, reoffers: bool, reason: str, by: User | None, now: datetime
) -> Ruling:
    locked = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("enrolment__cohort")
        .get(public_id=attempt.public_id)
    )
    if by is not None:
        _authorise(by, locked)
    _refuse_unrulable(locked, voids, reoffers)
    if voids:
        locked.voided_at = now
    if reoffers:
        locked.reoffered_at = now
    locked.save(update_fields=["voided_at", "reoffered_at"])
    made = Ruling.objects.create(
        attempt=locked, code=code, voids=voids, reoffers=reoffers, reason=reason, by=by, created_at=now
    )
    attempt_ruled.send(sender=Ruling, attempt_id=locked.pk, voids=voids, now=now)
    if by is not None:
        data = {"voids": voids, "reoffers": reoffers, "reason": reason}
        audit.record("attempt.ruled", actor=by, subject=locked, data=data, at=now)
    return made


def _authorise(by: User, attempt: Attempt) -> None:
    """Nobody rules on their own attempt, nor on one of a cohort that they do not teach."""
    enrolment = attempt.enrolment
    teaches = by.is_active and by.is_instructor and enrolment.cohort.instructors.filter(pk=by.pk).exists()
    if not teaches or enrolment.user_id == by.pk:
        raise PermissionDenied("Only an instructor of the cohort rules on an attempt.")


def _refuse_unrulable(attempt: Attempt, voids: bool, reoffers: bool) -> None:
    if attempt.kind != KIND:
        raise NotRulable("Only drills are set aside or offered again: elsewhere the answers have been shown.")
    if attempt.completed_at is None:
        raise NotRulable("This attempt is not finished yet.")
    if voids and attempt.voided_at is not None:
        raise AlreadyRuled("This attempt was set aside already.")
    if reoffers and attempt.reoffered_at is not None:
        raise AlreadyRuled("This attempt was offered again already.")
    later = Attempt.objects.filter(enrolment=attempt.enrolment_id, module=attempt.module, number__gt=attempt.number)
    if reoffers and later.exists():
        raise NotRulable("This module was done again since. Only its newest attempt can be offered again.")
