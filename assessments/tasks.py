"""Celery tasks of assessments: they take ids, load, delegate."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="assessments.score_attempt")
def score_attempt(attempt_id: int) -> None:
    # Imported here: scoring brings numpy and scipy, which a web process that never scores should not load.
    from assessments.domain import scoring

    scoring.score_attempt(attempt_id, now=timezone.now())


@shared_task(name="assessments.judge_policy")
def judge_policy(policy_version_id: int) -> None:
    from assessments.domain import scoring

    scoring.judge_policy(policy_version_id, now=timezone.now())


@shared_task(name="assessments.review_contested")
def review_contested(contest_id: int) -> None:
    from assessments.domain import reviews

    reviews.open_for_contest(contest_id, now=timezone.now())


@shared_task(name="assessments.rescore_item")
def rescore_item(version_id: int) -> None:
    from assessments.domain import rescoring

    rescoring.rescore_item(version_id, now=timezone.now())


@shared_task(name="assessments.rescore_people")
def rescore_people(version_id: int, after: int) -> None:
    from assessments.domain import rescoring

    rescoring.rescore_people(version_id, after=after, now=timezone.now())


@shared_task(name="assessments.calibrate_items")
def calibrate_items(bank: str) -> None:
    from assessments.domain import abilities

    abilities.calibrate_items(bank, now=timezone.now())


@shared_task(name="assessments.attempt_ruled")
def attempt_ruled(attempt_id: int) -> None:
    from assessments.domain import set_aside

    set_aside.judge_without(attempt_id, now=timezone.now())
