"""Enrolling people, and their consent."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Greatest

from courseware.domain import audit
from courseware.domain.programs import program_of
from courseware.models import Cohort, Consent, Enrolment, User
from courseware.signals import consent_withdrawn


@transaction.atomic
def enrol(user: User, cohort: Cohort, *, now: datetime) -> Enrolment:
    """The person's enrolment in the cohort; made once, however often this is called."""
    enrolment, created = Enrolment.objects.get_or_create(user=user, cohort=cohort, defaults={"joined_at": now})
    if created:
        audit.record("enrolment.joined", actor=user, subject=enrolment, data={"cohort": cohort.name}, at=now)
    elif enrolment.left_at is not None:
        # What was open when they left does not go on now.
        consent_withdrawn.send(sender=Enrolment, enrolment_id=enrolment.pk, now=now)
        Enrolment.objects.filter(pk=enrolment.pk).update(left_at=None)
        enrolment.left_at = None
        audit.record("enrolment.rejoined", actor=user, subject=enrolment, data={"cohort": cohort.name}, at=now)
    return enrolment


@transaction.atomic
def give_consent(enrolment: Enrolment, *, now: datetime) -> Consent:
    """Records consent to the program's current text; a standing consent is kept as it is."""
    text = program_of(enrolment.cohort.program_version_id).consent
    consent, created = Consent.objects.get_or_create(
        enrolment=enrolment,
        withdrawn_at=None,
        defaults={
            "text_version": text.version,
            "text_hash": hashlib.sha256(text.text.encode()).hexdigest(),
            "given_at": now,
        },
    )
    if created:
        audit.record("consent.given", actor=enrolment.user, subject=enrolment, data={"text": text.version}, at=now)
    return consent


@transaction.atomic
def withdraw_consent(enrolment: Enrolment, *, now: datetime) -> bool:
    """Withdraws the standing consent; False where there was none (already withdrawn in another tab)."""
    # Before the consent: so does everybody who holds the person while they look at their consents.
    User.objects.select_for_update(no_key=True).get(pk=enrolment.user_id)
    withdrawn = Consent.objects.filter(enrolment=enrolment, withdrawn_at=None).update(
        withdrawn_at=Greatest("given_at", now)  # by a clock that was moved back it lasted no time
    )
    if withdrawn:
        consent_withdrawn.send(sender=Enrolment, enrolment_id=enrolment.pk, now=now)
        audit.record("consent.withdrawn", actor=enrolment.user, subject=enrolment, data={}, at=now)
    return bool(withdrawn)
