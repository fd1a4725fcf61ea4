"""Sittings on the small ladder of tests/ladder_course.py, walked through by the domain's own functions."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from django.db.models import QuerySet

from courseware.models import Enrolment, User
from tests.ladder_course import TUESDAY_9, key_of
from training.domain.exposure import consents, sittings
from training.domain.exposure.standing import tiers_now
from training.models import Attempt, CarePolicy, Response, Step

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
READING = timedelta(seconds=20)


def set_care(by: User, **fields: object) -> CarePolicy:
    return CarePolicy.objects.create(made_by=by, created_at=TUESDAY_9, **fields)


def agree(enrolment: Enrolment, *numbers: int, now: datetime = TUESDAY_9) -> None:
    """Consent to these tiers, as they are worded now."""
    versions = {tier.number: tier.version for tier in tiers_now(enrolment)}
    for number in numbers:
        consents.give(enrolment, number, versions[number], now=now)


def begin(enrolment: Enrolment, rung: int = 0, *, now: datetime = TUESDAY_9, seed: int = 1) -> Attempt:
    return sittings.begin(enrolment, rung, now=now, seed=seed)


def slug_of(step: Step) -> str:
    return step.item_version.item.slug


def steps_of(attempt: Attempt) -> list[Step]:
    return list(attempt.steps.select_related("item_version__item"))


def reveal(attempt: Attempt, step: Step, *, now: datetime = TUESDAY_9):
    return sittings.reveal(attempt.enrolment.user, attempt.public_id, step.token, now=now)


def answer(attempt: Attempt, step: Step, *, now: datetime = TUESDAY_9, choice: str | None = None, uuid=None):
    """As keyed, unless told otherwise."""
    chosen = choice or key_of(slug_of(step))
    return sittings.answer(attempt.enrolment.user, attempt.public_id, step.token, uuid or uuid4(), chosen, now=now)


def judge(attempt: Attempt, steps: Iterable[Step], *, now: datetime = TUESDAY_9, choice: str | None = None) -> None:
    """Each revealed and answered, one after another."""
    for step in steps:
        reveal(attempt, step, now=now)
        answer(attempt, step, now=now + READING, choice=choice)


def sit(enrolment: Enrolment, rung: int = 0, *, now: datetime = TUESDAY_9, seed: int = 1, choice: str | None = None):
    """A whole sitting, as keyed unless told otherwise."""
    attempt = begin(enrolment, rung, now=now, seed=seed)
    judge(attempt, steps_of(attempt), now=now, choice=choice)
    attempt.refresh_from_db()
    return attempt


def answers() -> QuerySet[Response]:
    """All answers to exposures, of anybody."""
    return Response.objects.filter(attempt__kind="exposure")


def charged_step(attempt: Attempt) -> Step:
    return next(step for step in steps_of(attempt) if step.plan["charged"])
