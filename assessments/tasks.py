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
