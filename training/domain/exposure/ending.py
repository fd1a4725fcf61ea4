"""The end of a sitting, however it came about: all look the same afterwards, and what was answered stays."""

from datetime import datetime

from django.db.models import Count, Max

from courseware.models import User
from training.domain.exposure.ledger import close_open
from training.models import Attempt
from training.signals import attempt_completed

# Steps are planned without a variant: once the attempt has this one, only those that are answered were asked.
ENDED = "ended"


def end_sitting(attempt: Attempt, user: User, *, now: datetime) -> None:
    """Completes an open attempt with the answers it has, and tells assessments; its row is locked by the caller.

    Nothing is on the screen any more, not even an item of another sitting: whoever stops is to see nothing.
    """
    close_open(user, now=now)
    answers = attempt.responses.aggregate(count=Count("pk"), last=Max("received_at"))
    # `now` was read before the wait for the row: the answer that was waited for may be a moment younger.
    attempt.completed_at = max(now, attempt.started_at, answers["last"] or now)
    attempt.completed_on = attempt.completed_at.astimezone(user.zone).date()
    attempt.length = answers["count"]
    attempt.variant = ENDED
    attempt.save(update_fields=["completed_at", "completed_on", "length", "variant"])
    attempt_completed.send(sender=Attempt, attempt_id=attempt.pk, now=now)
