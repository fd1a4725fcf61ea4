"""Celery tasks of training: they take ids, load, delegate."""

from datetime import date

from celery import shared_task
from django.utils import timezone


@shared_task(name="training.erase_moods")
def erase_moods() -> None:
    """Delete the ratings of mood and the rests whose time has come, and queue the nights and weeks that follow."""
    # Imported here, as in the other apps: a process that only queues work need not load what does it.
    from training.domain.wellbeing import erasing

    erasing.run(now=timezone.now())


@shared_task(name="training.publish_mood_weeks")
def publish_mood_weeks(monday: str) -> None:
    """Write down what instructors see of a week that is over, of every cohort."""
    from training.domain.wellbeing import weeks

    weeks.publish_weeks(date.fromisoformat(monday), timezone.now())
