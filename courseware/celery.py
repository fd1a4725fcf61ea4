"""The Celery application: how work runs once there is a Redis, and what a job's name stands for."""

import os
from functools import cache

from celery import Celery
from celery.signals import worker_init
from django.conf import settings
from django.utils.module_loading import autodiscover_modules

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courseware.settings")

# Due jobs reach the workers within this time; beat's message dies with the next one, so none pile up.
RELAY_SECONDS = 1.0
# Redis hands a killed worker's message on after this long. Short is safe: `run_job` refuses a job that
# is under a lease.
VISIBILITY_SECONDS = 20

app = Celery("courseware")
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_ignore_result=True,  # a job's row says how it ended
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "visibility_timeout": VISIBILITY_SECONDS,
        "unacked_restore_interval": 1,
        "unacked_restore_throttle": 1,
    },
    beat_schedule_filename=str(settings.VAR_DIR / "celerybeat-schedule"),
    beat_schedule={
        "relay-jobs": {
            "task": "courseware.relay_jobs",
            "schedule": RELAY_SECONDS,
            "options": {"expires": RELAY_SECONDS},
        },
    },
)
app.autodiscover_tasks()


@worker_init.connect
def refuse_demo_accounts(**kwargs: object) -> None:
    """A worker is as much a part of production as the web process is."""
    from courseware.domain import demo

    demo.refuse_demo_accounts()


def run_inline(name: str, arguments: dict[str, int | str]) -> BaseException | None:
    """Run the named Celery task in this thread, without a broker; returns what went wrong, or None.

    An unknown name comes back as `NotRegistered`, and is worth another try later: while a new version is
    rolled out, an old process may meet a new job.
    """
    _load_tasks()
    try:
        outcome = app.tasks[name].apply(kwargs=arguments, throw=False)
    except app.tasks.NotRegistered as unknown:
        return unknown
    return None if outcome.successful() else outcome.result


@cache
def _load_tasks() -> None:
    # Not Celery's own loader: it is made for workers, and runs every system check first.
    autodiscover_modules("tasks")
