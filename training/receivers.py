"""What training does at once when others say that something happened, in the same transaction."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from courseware.models import Enrolment
from courseware.signals import consent_withdrawn
from training.domain.exposure import consents


@receiver(consent_withdrawn)
def end_exposures(sender: Any, enrolment_id: int, now: datetime, **kwargs: Any) -> None:
    consents.withdraw_all(Enrolment.objects.select_related("user").get(pk=enrolment_id), now=now)
