"""Courseware's Celery tasks: take ids, load, delegate."""

from celery import shared_task
from django.utils import timezone

from courseware.domain import item_imports, jobs, leases, mail

# So many jobs are handed to the broker at once; the rest follow a beat later.
RELAY_LIMIT = 500


@shared_task(name="courseware.send_mail")
def send_mail(mail_id: int) -> None:
    """Hand one queued mail to the mail server, unless that has happened."""
    mail.deliver(mail_id)


@shared_task(name="courseware.look_through_import")
def look_through_import(import_id: int) -> None:
    """Find out what an uploaded file of items holds."""
    item_imports.look_through_import(import_id, timezone.now())


@shared_task(name="courseware.store_import")
def store_import(import_id: int, by_id: int) -> None:
    """Store an uploaded file of items, as this person decided, unless that has happened."""
    item_imports.store_import(import_id, by_id, timezone.now())


@shared_task(name="courseware.abandon_import")
def abandon_import(import_id: int) -> None:
    """Drop an uploaded file of items that nobody has decided on."""
    item_imports.abandon(import_id, timezone.now())


@shared_task(name="courseware.run_job")
def run_job(job_id: int) -> None:
    """Run one job here, unless it is done, not due, or running elsewhere."""
    jobs.run_job(job_id)


@shared_task(name="courseware.relay_jobs")
def relay_jobs() -> None:
    """Put lost jobs back in the queue, then tell the workers what is due."""
    now = timezone.now()
    leases.sweep(now)
    for job_id in leases.take_for_relay(now, RELAY_LIMIT):
        run_job.delay(job_id)
