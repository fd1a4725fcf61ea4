"""Reports of content: an item may show somebody at real risk, or may be illegal. Handled once, with an outcome.

Whoever is told of a report (mail, audit, the pages of operations) learns who made it, and so that this person takes
part in exposures. The page says so before anything is sent.
"""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.urls import reverse

from courseware.domain import audit
from courseware.domain.mail import queue_mail
from courseware.models import User
from training.activities.exposure import EXPOSURE
from training.domain.care import care_in_force
from training.models import ContentReport, Step


class AlreadyHandled(Exception):
    """Somebody else was first; what they wrote stands. `report` is the report as it is now."""

    def __init__(self, report: ContentReport) -> None:
        self.report = report
        super().__init__(f"{report.handled_by} has handled this report already.")


def reportable_step(user: User, attempt_id: uuid.UUID, token: uuid.UUID) -> Step:
    """A step of the person's own sitting whose item was shown to them. Raises Step.DoesNotExist.

    Neither consent nor an open sitting is asked for: what was seen can be reported at any time after.
    """
    found: Step = (
        Step.objects.filter(
            token=token,
            attempt__public_id=attempt_id,
            attempt__enrolment__user=user,
            attempt__kind=EXPOSURE,
            item_version__isnull=False,
            exposure_entries__isnull=False,
        )
        .select_related("attempt")
        .order_by()
        .distinct()
        .get()
    )
    return found


def open_report_of(user: User, step: Step) -> ContentReport | None:
    """The person's own report of this item that waits to be handled."""
    found: ContentReport | None = ContentReport.objects.filter(
        item_version=step.item_version_id, reported_by=user, handled_at__isnull=True
    ).first()
    return found


@transaction.atomic
def make(step: Step, by: User, *, reason: str, note: str, now: datetime) -> bool:
    """Stores the report of a step from `reportable_step`, mails who reads it; False where one of theirs is open.

    The mail holds a link, and nothing of the item or the note.
    """
    try:
        with transaction.atomic():
            report = ContentReport.objects.create(
                item_version_id=step.item_version_id,  # type: ignore[misc]  # a step that is reported has an item
                reason=reason,
                note=note,
                reported_by=by,
                created_at=now,
            )
    except IntegrityError:
        if open_report_of(by, step) is None:
            raise
        return False
    context = {
        "reason": report.get_reason_display(),
        "url": settings.SITE_URL + reverse("report", args=[report.public_id]),
    }
    for address in _readers():
        queue_mail(address, "content_reported", "content_reported", context, now=now)
    audit.record("report.made", actor=by, subject=report, data={"reason": reason}, at=now)
    return True


@transaction.atomic
def handle(report: ContentReport, by: User, outcome: str, *, now: datetime) -> None:
    """Closes the report with what was done. Raises PermissionDenied, AlreadyHandled."""
    # Read again: the role may have been withdrawn since the page was opened.
    if not User.objects.get(pk=by.pk).has_perm("courseware.operate"):
        raise PermissionDenied
    waiting = ContentReport.objects.filter(pk=report.pk, handled_at__isnull=True)
    if not waiting.update(handled_at=now, handled_by=by, outcome=outcome):
        raise AlreadyHandled(ContentReport.objects.select_related("handled_by").get(pk=report.pk))
    audit.record("report.handled", actor=by, subject=report, data={}, at=now)


def register() -> QuerySet[ContentReport]:
    """Every report: those that wait first, then by when they were handled, newest first."""
    return (
        ContentReport.objects.select_related("item_version__item", "reported_by", "handled_by")
        .defer("item_version__body", "item_version__sketch")
        .order_by(F("handled_at").desc(nulls_first=True), "-created_at", "-pk")
    )


def _readers() -> list[str]:
    duty = care_in_force().duty_email
    if duty:
        return [duty]
    operations = User.objects.filter(is_operations=True, is_active=True, is_simulated=False)
    return list(operations.order_by("pk").values_list("email", flat=True))
