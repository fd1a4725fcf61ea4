"""Celery tasks of training: they take ids, load, delegate."""

from datetime import date

from celery import shared_task
from django.utils import timezone


@shared_task(name="training.erase_moods")
def erase_moods() -> None:
    """Delete the ratings of mood and the rests whose time has come."""
    # Imported here, as in the other apps: a process that only queues work need not load what does it.
    from training.domain.wellbeing import erasing

    erasing.erase(now=timezone.now())


@shared_task(name="training.publish_mood_week")
def publish_mood_week(cohort_id: int, monday: str) -> None:
    """Write down what instructors see of a week that is over."""
    from training.domain.wellbeing import weeks

    weeks.publish_week(cohort_id, date.fromisoformat(monday), timezone.now())
