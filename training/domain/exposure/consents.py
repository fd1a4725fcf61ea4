"""Consent to a tier: given for its very words, withdrawn in one click, which ends what is open under it."""

from datetime import datetime

from django.db.models import Max

from courseware.models import Enrolment, User
from training.domain.attempts import NotFound, Refused, refuse_without_consent
from training.domain.exposure.ending import end_sitting
from training.domain.exposure.holding import holding, open_sittings
from training.domain.exposure.standing import ARCHIVED, hash_of, is_to, tier_now, tiers_now, words_of
from training.models import Attempt, TierConsent


def standing_tiers(enrolment: Enrolment) -> dict[int, TierConsent]:
    """Tier number -> consent that stands to the words the course has now. One query, `enrolment.cohort` loaded."""
    tiers = {tier.number: tier for tier in tiers_now(enrolment)}
    standing = enrolment.tier_consents.filter(withdrawn_at=None)
    return {
        consent.tier: consent for consent in standing if consent.tier in tiers and is_to(consent, tiers[consent.tier])
    }


def give(enrolment: Enrolment, tier: int, version: str, *, now: datetime, words: str | None = None) -> TierConsent:
    """Consent to the words of `version`; one that stands to them already is kept.

    `words`: as `words_of` names those that were read; None where the caller takes those of now.
    Raises NotFound, or Refused: `changed` (the tier has other words by now), `consent` (to take part), `closed`.
    """
    with holding(enrolment.user, now=now):
        enrolment = Enrolment.objects.select_related("cohort").get(pk=enrolment.pk)
        refuse_without_consent(enrolment)
        if enrolment.cohort.archived_at is not None:
            raise Refused("closed", ARCHIVED)
        wanted = next((each for each in tiers_now(enrolment) if each.number == tier), None)
        if wanted is None:
            raise NotFound("not_found", "There is no such tier in this course.")
        if version != wanted.version or words not in (None, words_of(wanted)):
            raise Refused("changed", "The words of this consent have changed. Please read them before you decide.")
        standing = enrolment.tier_consents.filter(tier=tier, withdrawn_at=None).first()
        if standing is not None and is_to(standing, wanted):
            return standing
        if standing is not None:
            _withdraw(standing, now)
        return TierConsent.objects.create(
            enrolment=enrolment, tier=tier, text_version=wanted.version, text_hash=hash_of(wanted), given_at=now
        )


def withdraw(enrolment: Enrolment, tier: int, *, now: datetime) -> bool:
    """False where there was none. An open sitting of the tier ends with it; its answers stay."""
    with holding(enrolment.user, now=now):
        standing = enrolment.tier_consents.filter(tier=tier, withdrawn_at=None).first()
        if standing is None:
            return False
        ended_at = now
        for attempt in open_sittings(enrolment.user, locked=True):
            if attempt.enrolment_id == enrolment.pk and _is_of(attempt, tier):
                end_sitting(attempt, enrolment.user, now=now)
                ended_at = attempt.completed_at or now
        _withdraw(standing, ended_at)
        return True


def withdraw_all(enrolment: Enrolment, *, now: datetime) -> None:
    """Ends what is open in the enrolment, and every consent to a tier in it, whatever its words."""
    with holding(enrolment.user, now=now) as ended:
        for attempt in open_sittings(enrolment.user, locked=True):
            if attempt.enrolment_id == enrolment.pk:
                end_sitting(attempt, enrolment.user, now=now)
                ended |= {attempt.pk}
        last = enrolment.attempts.filter(pk__in=ended).aggregate(at=Max("completed_at"))["at"]
        for standing in enrolment.tier_consents.filter(withdrawn_at=None):
            _withdraw(standing, last or now)


def standing_of(user: User) -> list[TierConsent]:
    """All that stand of the person, in whatever course and to whatever words, oldest first, with their cohorts."""
    standing = TierConsent.objects.filter(enrolment__user=user, withdrawn_at=None)
    return list(standing.select_related("enrolment__cohort").order_by("pk"))


def _is_of(attempt: Attempt, number: int) -> bool:
    tier = tier_now(attempt)
    return tier is not None and tier.number == number


def _withdraw(consent: TierConsent, at: datetime) -> None:
    """Not before it was given, nor before the last answer that it carried."""
    consent.withdrawn_at = max(at, consent.given_at)
    consent.save(update_fields=["withdrawn_at"])
