"""What assessments does when training says that an attempt was completed: it writes one job, nothing else."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from courseware.domain import jobs
from training.signals import attempt_completed


@receiver(attempt_completed)
def score_later(sender: Any, attempt_id: int, now: datetime, **kwargs: Any) -> None:
    jobs.enqueue("assessments.score_attempt", key=f"score-attempt-{attempt_id}", now=now, attempt_id=attempt_id)
