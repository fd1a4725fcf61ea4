"""Whether a sitting may go on: the person is still there, and both consents stand, to the course and to the tier.

Imports nothing of `training.domain.attempts`, which asks here before it stores an answer.
"""

import hashlib

from courseware.curriculum import Tier
from courseware.domain.programs import program_of
from courseware.models import Enrolment
from training.models import Attempt, ExposureEntry, Step, TierConsent

EXPOSURE = "exposure"


def hash_of(tier: Tier) -> str:
    return hashlib.sha256(tier.text.encode()).hexdigest()


def is_to(consent: TierConsent, tier: Tier) -> bool:
    """Whether the consent stands, and was given to the very words that the tier has now."""
    same = (consent.tier, consent.text_version, consent.text_hash) == (tier.number, tier.version, hash_of(tier))
    return same and consent.withdrawn_at is None


def tiers_now(enrolment: Enrolment) -> tuple[Tier, ...]:
    """The tiers of the course that the cohort runs now. `enrolment.cohort` must be loaded."""
    ladder = program_of(enrolment.cohort.program_version_id).ladder
    return ladder.tiers if ladder else ()


def tier_now(attempt: Attempt) -> Tier | None:
    """The tier that the attempt's rung belongs to by now; None where the course has no such rung any more."""
    ladder = program_of(attempt.enrolment.cohort.program_version_id).ladder
    rung = ladder.rung_of(attempt.module) if ladder else None
    return ladder.tier(rung.tier) if ladder and rung else None


def tier_consented(attempt: Attempt) -> bool:
    """Whether the consent to the attempt's tier stands. One query beside those for the enrolment and its cohort."""
    tier = tier_now(attempt)
    consents = attempt.enrolment.tier_consents.filter(withdrawn_at=None)
    return tier is not None and any(is_to(consent, tier) for consent in consents)


def open_entry(step: Step) -> ExposureEntry | None:
    """The entry in the ledger by which the step's item is on the screen now."""
    return ExposureEntry.objects.filter(step=step, hidden_at=None).first()
