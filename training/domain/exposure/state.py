"""The whole ladder of one enrolment as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from courseware.curriculum import Ladder, Module, Rung, Tier
from courseware.domain.programs import program_of
from courseware.models import Enrolment, ItemVersion
from training.activities.exposure import EXPOSURE
from training.domain.care import care_in_force
from training.domain.exposure.consents import standing_tiers
from training.domain.exposure.dose import Allowance
from training.domain.exposure.holding import settle
from training.domain.exposure.ledger import Summary, dose_of
from training.domain.exposure.locks import Found, Lock, lock_of
from training.domain.exposure.planning import pairs_asked
from training.domain.exposure.records import Answered, answered_of
from training.domain.exposure.rungs import RungRecord
from training.domain.exposure.screen import offers
from training.domain.items import asked_now
from training.models import Attempt, CarePolicy, TierConsent

UNUSED = "The items of this rung are not used any more, so nothing of it can be asked."
NOTHING_NEW = "You have judged every item of this rung. They can be asked again, those you met longest ago first."


@dataclass(frozen=True)
class Requirement:
    """A module that comes before the first rung."""

    module: Module
    done: bool


@dataclass(frozen=True)
class RungView:
    """One rung as it stands.

    state: "started" while a sitting of it is open
    reason: why it is locked, or that nothing of it is new; empty otherwise
    code: of the refusal to begin it, "locked" or "consent"; empty where it is not locked
    sittings: how many were ended
    """

    rung: Rung
    state: Literal["open", "started", "locked"]
    reason: str
    code: str
    record: RungRecord
    sittings: int
    nothing_new: bool


@dataclass(frozen=True)
class TierView:
    """`offered`: the organisation offers a rung of it."""

    tier: Tier
    offered: bool
    consent: TierConsent | None
    rungs: tuple[RungView, ...]


@dataclass(frozen=True)
class LadderView:
    """`ready`: all that `requires` names is done."""

    ladder: Ladder
    requires: tuple[Requirement, ...]
    ready: bool
    tiers: tuple[TierView, ...]
    rungs: tuple[RungView, ...]
    allowance: Allowance
    summary: Summary
    open_attempt: Attempt | None


def ladder_of(enrolment: Enrolment, *, now: datetime) -> LadderView | None:
    """None where the course has no ladder, or the organisation does not offer it.

    So many queries whatever was done: `enrolment.user` and `.cohort` should be loaded.
    """
    settle(enrolment.user, now=now)
    version_id = enrolment.cohort.program_version_id
    program = program_of(version_id)
    ladder, care = program.ladder, care_in_force()
    if ladder is None or not care.offered:
        return None
    attempts = list(enrolment.attempts.all())
    done = {attempt.module for attempt in attempts if attempt.completed_at is not None}
    open_attempt = next((a for a in attempts if a.kind == EXPOSURE and a.completed_at is None), None)
    requires = tuple(Requirement(program.modules[slug], slug in done) for slug in ladder.requires)
    tiers = standing_tiers(enrolment)
    answered = answered_of(enrolment)
    found = Found(
        ladder=ladder,
        highest=care.highest_rung,
        takes_part=enrolment.left_at is None and enrolment.consents.filter(withdrawn_at=None).exists(),
        to_do=tuple(each.module.title for each in requires if not each.done),
        tiers=frozenset(tiers),
        records={module: each.record for module, each in answered.items()},
        begun=frozenset(attempt.module for attempt in attempts),
    )
    versions = asked_now(version_id, [slug for rung in ladder.rungs for slug in rung.module.item_slugs])
    rungs = tuple(_rung_view(rung, found, attempts, answered, versions) for rung in ladder.rungs)
    dose = dose_of(enrolment.user, care=care, now=now)
    return LadderView(
        ladder=ladder,
        requires=requires,
        ready=not found.to_do,
        tiers=tuple(
            _tier_view(tier, tiers.get(tier.number), care, [view for view in rungs if view.rung.tier == tier.number])
            for tier in ladder.tiers
        ),
        rungs=rungs,
        allowance=dose.allowance,
        summary=dose.summary,
        open_attempt=open_attempt,
    )


def _tier_view(tier: Tier, consent: TierConsent | None, care: CarePolicy, rungs: list[RungView]) -> TierView:
    offered = any(offers(care, view.rung.intensity) for view in rungs)
    return TierView(tier, offered, consent, tuple(rungs))


def _rung_view(
    rung: Rung,
    found: Found,
    attempts: list[Attempt],
    answered: Mapping[str, Answered],
    versions: Mapping[str, ItemVersion],
) -> RungView:
    here = answered.get(rung.module.slug, Answered())
    of_it = [attempt for attempt in attempts if attempt.module == rung.module.slug]
    asked = {versions[slug].item_id for pair in pairs_asked(rung.module, versions) for slug in vars(pair).values()}
    nothing_new = asked <= here.items
    lock = lock_of(rung, found) or (None if asked else Lock("locked", UNUSED))
    started = any(attempt.completed_at is None for attempt in of_it)
    return RungView(
        rung=rung,
        # An open sitting that may go on was begun when its rung was open, and stays so until it ends.
        state="started" if started else "locked" if lock else "open",
        reason=lock.reason if lock else NOTHING_NEW if nothing_new else "",
        code=lock.code if lock else "",
        record=here.record,
        sittings=sum(attempt.completed_at is not None for attempt in of_it),
        nothing_new=nothing_new,
    )
