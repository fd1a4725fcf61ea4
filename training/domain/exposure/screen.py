"""What may stay on a person's screen: only what might be shown there now, and for an hour at the most."""

from datetime import datetime, timedelta

from courseware.models import User
from training.domain.care import care_in_force
from training.domain.exposure.ledger import Dose, dose_of
from training.models import CarePolicy, ExposureEntry

# Longer than any text takes: after that nobody reads it any more, or its page was left without a word.
LONGEST = timedelta(hours=1)


def offers(care: CarePolicy, rung: int) -> bool:
    """Whether the organisation offers this rung now."""
    return care.offered and rung <= care.highest_rung


def stays(entry: ExposureEntry, *, care: CarePolicy, dose: Dose) -> bool:
    """Whether the item of an open entry may stay: its rung is offered, neither rest nor limit keeps it back, and it has
    not been there for too long.
    """
    in_time = dose.now - entry.revealed_at <= LONGEST
    return in_time and offers(care, entry.rung) and dose.block_for(entry.step_id) is None


def may_stay(entry: ExposureEntry, user: User, *, now: datetime) -> bool:
    """The same, looked up: four queries."""
    care = care_in_force()
    return stays(entry, care=care, dose=dose_of(user, care=care, now=now))
