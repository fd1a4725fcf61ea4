"""Whether a sitting may go on: the person and the cohort are still there, and both consents stand, to the course and to
the tier, since before it was begun.

Imports nothing of `training.domain.attempts`, which asks here before it stores an answer.
"""

import hashlib
from collections.abc import Iterable

from courseware.curriculum import Tier
from courseware.domain.programs import program_of
from courseware.models import Consent, Enrolment
from training.models import Attempt, ExposureEntry, Step, TierConsent

ARCHIVED = "This cohort is archived, so nothing more is shown or recorded."


def hash_of(tier: Tier) -> str:
    return hashlib.sha256(tier.text.encode()).hexdigest()


def words_of(tier: Tier) -> str:
    """A short name of the very words, for the form that is sent beside them."""
    return hash_of(tier)[:12]


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


def carried_by(attempt: Attempt, consents: Iterable[Consent], tier_consents: Iterable[TierConsent]) -> bool:
    """Whether an open attempt may go on with these standing consents. `attempt.enrolment.cohort` must be loaded.

    A consent that was given after the attempt began does not carry it: what a withdrawal ended does not come back.
    """
    enrolment, tier = attempt.enrolment, tier_now(attempt)
    return (
        enrolment.left_at is None
        and enrolment.cohort.archived_at is None
        and tier is not None
        and any(consent.given_at <= attempt.started_at for consent in consents)
        and any(is_to(consent, tier) and consent.given_at <= attempt.started_at for consent in tier_consents)
    )


def may_go_on(attempt: Attempt) -> bool:
    """The same, looked up: two queries beside those for the enrolment and its cohort."""
    consents = attempt.enrolment.consents.filter(withdrawn_at=None)
    return carried_by(attempt, consents, attempt.enrolment.tier_consents.filter(withdrawn_at=None))


def open_entry(step: Step) -> ExposureEntry | None:
    """The entry in the ledger by which the step's item is on the screen now."""
    return ExposureEntry.objects.filter(step=step, hidden_at=None).first()
