"""After an attempt was set aside: who did it is judged again as if it had never been.

Its scores stay where they are, and are shown and counted nowhere. A certificate that was issued before stays valid:
whether it should is for people to decide, who may revoke it.
"""

import logging
from datetime import datetime

from django.db import transaction

from assessments.domain.scoring import revise_standings
from training.models import Attempt

logger = logging.getLogger(__name__)


@transaction.atomic
def judge_without(attempt_id: int, *, now: datetime) -> int:
    """Judge anew every standing of the person from that attempt on, in whatever course and by every policy.

    Returns how many came out otherwise; running it again changes nothing.
    """
    attempt = Attempt.objects.select_related("enrolment").filter(pk=attempt_id, voided_at__isnull=False).first()
    if attempt is None:
        logger.warning("Attempt %s is not there or not set aside; nobody was judged again.", attempt_id)
        return 0
    # Locked, so that a scoring that still counted it comes wholly before this, and one after it does not count it.
    later = list(
        Attempt.objects.select_for_update(of=("self",))
        .filter(enrolment__user=attempt.enrolment.user_id, completed_at__gte=attempt.completed_at)
        .order_by("completed_at", "pk")
    )
    return revise_standings(later, now=now)
