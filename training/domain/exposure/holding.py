"""One thing at a time for each person, and first of all the end of what no consent carries any more."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch

from courseware.models import Consent, User
from training.activities.exposure import EXPOSURE
from training.domain.attempts import Refused
from training.domain.exposure.ending import end_sitting
from training.domain.exposure.standing import carried_by
from training.models import Attempt, TierConsent


@contextmanager
def holding(user: User, *, now: datetime) -> Iterator[frozenset[int]]:
    """A transaction in which nobody else does anything with this person's exposures.

    Before the body runs, sittings end that may not go on; the body gets their primary keys. That stays even where the
    body raises Refused, which is raised again when all is stored; of what the body did itself nothing stays then.
    """
    refusal = None
    with transaction.atomic():
        # Not against foreign keys to the person, which other requests of theirs may store meanwhile.
        held = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        ended = [attempt for attempt in open_sittings(held, locked=True) if not _stands(attempt)]
        for attempt in ended:
            end_sitting(attempt, held, now=now)
        try:
            with transaction.atomic():
                yield frozenset(attempt.pk for attempt in ended)
        except Refused as refused:
            refusal = refused
    if refusal is not None:
        raise refusal


def settle(user: User, *, now: datetime) -> None:
    """Ends sittings that may not go on. Where there is none, only looks: one query, and two more for an open one."""
    if not all(map(_stands, open_sittings(user, locked=False))):
        with holding(user, now=now):
            pass


def open_sittings(user: User, *, locked: bool) -> list[Attempt]:
    """The person's open attempts with their consents. Locked, none of all that can change before the transaction ends:

    who withdraws at this moment has withdrawn before all of it or after.
    """
    of_self: dict[str, Any] = {"of": ("self",)}
    consents = Consent.objects.filter(withdrawn_at=None)
    tiers = TierConsent.objects.filter(withdrawn_at=None)
    attempts = Attempt.objects.filter(enrolment__user=user, kind=EXPOSURE, completed_at=None)
    if locked:
        consents, tiers = consents.select_for_update(), tiers.select_for_update()
        attempts = attempts.select_for_update(**of_self)
    return list(
        attempts.select_related("enrolment__cohort")
        .prefetch_related(
            Prefetch("enrolment__consents", consents, to_attr="standing"),
            Prefetch("enrolment__tier_consents", tiers, to_attr="standing_tiers"),
        )
        .order_by("pk")
    )


def _stands(attempt: Attempt) -> bool:
    """`attempt` comes from `open_sittings`."""
    enrolment = attempt.enrolment
    return carried_by(attempt, enrolment.standing, enrolment.standing_tiers)  # type: ignore[attr-defined]  # prefetched
