"""Starting cohorts."""

from datetime import date, datetime

from django.db import transaction

from courseware.domain import audit
from courseware.models import Cohort, ProgramVersion, User


@transaction.atomic
def start_cohort(name: str, version: ProgramVersion, starts_on: date, by: User, *, now: datetime) -> Cohort:
    """A cohort that `by` teaches. Asked for the same again (a form sent twice), the cohort there is."""
    User.objects.select_for_update().get(pk=by.pk)
    same = {"name": name, "program_version": version, "starts_on": starts_on}
    existing = Cohort.objects.filter(**same, instructors=by, archived_at=None).first()
    if existing is not None:
        return existing
    cohort = Cohort.objects.create(**same, created_at=now)
    cohort.instructors.add(by)
    audit.record("cohort.started", actor=by, subject=cohort, data={"version": version.pk}, at=now)
    return cohort
