"""What assessments does when others say that something happened: it writes a job, and nothing that takes long."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from assessments.models import Rescoring
from courseware.domain import jobs
from courseware.signals import item_corrected
from training.signals import attempt_completed, attempt_ruled, key_contested


@receiver(attempt_completed)
def score_later(sender: Any, attempt_id: int, now: datetime, **kwargs: Any) -> None:
    jobs.enqueue("assessments.score_attempt", key=f"score-attempt-{attempt_id}", now=now, attempt_id=attempt_id)


@receiver(attempt_ruled)
def judge_again_later(sender: Any, attempt_id: int, voids: bool, now: datetime, **kwargs: Any) -> None:
    if voids:  # an attempt that is only offered again counts as before
        jobs.enqueue("assessments.attempt_ruled", key=f"attempt-ruled-{attempt_id}", now=now, attempt_id=attempt_id)


@receiver(item_corrected)
def rescore_later(sender: Any, version_id: int, by_id: int | None, now: datetime, **kwargs: Any) -> None:
    Rescoring.objects.create(item_version_id=version_id, requested_by_id=by_id, created_at=now)
    jobs.enqueue("assessments.rescore_item", key=f"rescore-item-{version_id}", now=now, version_id=version_id)


@receiver(key_contested)
def review_later(sender: Any, contest_id: int, now: datetime, **kwargs: Any) -> None:
    jobs.enqueue("assessments.review_contested", key=f"review-contest-{contest_id}", now=now, contest_id=contest_id)
