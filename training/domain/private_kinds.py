"""Which attempts nobody but the person sees: that somebody chose exposures, or stopped one, is theirs alone.

Whatever shows attempts, answers or their numbers to instructors or operations starts from here.
"""

from django.db.models import QuerySet

from training.activities.exposure import EXPOSURE
from training.models import Attempt, Response

PRIVATE_KINDS = (EXPOSURE,)


def attempts_for_staff(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """Without those that only the person sees."""
    return attempts.exclude(kind__in=PRIVATE_KINDS)


def responses_for_staff(responses: QuerySet[Response]) -> QuerySet[Response]:
    """Without the answers in attempts that only the person sees."""
    return responses.exclude(attempt__kind__in=PRIVATE_KINDS)
