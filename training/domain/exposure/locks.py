"""PURE: why a rung cannot be begun, in words for the person."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from courseware.curriculum import Ladder, Rung
from training.domain.exposure.rungs import RungRecord, judged_consistently, rule


@dataclass(frozen=True)
class Found:
    """What was found out about one person on one ladder.

    highest: the highest rung that the organisation offers
    takes_part: they are in the course, and their consent to it stands
    to_do: titles of the modules that come first and are not done
    tiers: numbers of those whose consent stands
    records, begun: by the slugs of the rungs' modules
    """

    ladder: Ladder
    highest: int
    takes_part: bool
    to_do: tuple[str, ...]
    tiers: Set[int]
    records: Mapping[str, RungRecord]
    begun: Set[str]


@dataclass(frozen=True)
class Lock:
    """`code`: of the refusal, "locked" or "consent"."""

    code: str
    reason: str


def lock_of(rung: Rung, found: Found) -> Lock | None:
    """What stands before the rung first; None where it can be begun. A rung once begun needs no rung below any more."""
    if rung.intensity > found.highest:
        return Lock("locked", "Your organisation does not offer this rung.")
    if not found.takes_part:
        return Lock("consent", "Taking part needs your consent first; without it nothing more is recorded.")
    if found.to_do:
        return Lock("locked", f"The skills come first. Next: “{found.to_do[0]}”.")
    if rung.tier not in found.tiers:
        title = found.ladder.tier(rung.tier).title
        return Lock("consent", f"This needs your consent to “{title}”, as it is worded now.")
    below = _below(rung, found.ladder)
    if below is None or rung.module.slug in found.begun:
        return None
    record = found.records.get(below.module.slug, RungRecord())
    if judged_consistently(record):
        return None
    title = below.module.title
    return Lock("locked", f"This opens when the rung below, “{title}”, is judged consistently: {rule(record)}.")


def _below(rung: Rung, ladder: Ladder) -> Rung | None:
    lower = [other for other in ladder.rungs if other.intensity < rung.intensity]
    return lower[-1] if lower else None
