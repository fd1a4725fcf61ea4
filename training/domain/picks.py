"""Which items of a module's pool and reserve this person gets: by their level, and by what they missed."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from courseware.curriculum import Module, Program, Trap
from courseware.domain.programs import program_of
from courseware.models import Enrolment, ItemVersion
from training.activities.biases import Judged
from training.activities.biases.plants import PLANTED, PLANTS
from training.activities.exposure import EXPOSURE
from training.activities.picking import authored, pick_near
from training.domain.counting import counted
from training.domain.met_traps import bias_trap, meetings_in, stance_in
from training.domain.spacing import Due, Meeting, due
from training.models import Ability, ItemDifficulty, Response

# Before anybody answered, a person is taken to be where the bank's items are right more often than not.
FIRST_LEVEL = 1.0


@dataclass(frozen=True)
class Picks:
    """The items to ask, and those of them in which a trap comes back that this person missed: item slug -> trap."""

    items: tuple[str, ...] = ()
    returning: Mapping[str, Trap] = field(default_factory=dict)


def picks_for(enrolment: Enrolment, module: Module, versions: Mapping[str, ItemVersion], rng: random.Random) -> Picks:
    """What to ask from `pool` and `reserve`, of the items that may be asked (`versions`). No query without either."""
    pool = [slug for slug in module.config.get("pool", ()) if slug in versions]
    reserve = [slug for slug in module.config.get("reserve", ()) if slug in versions]
    if not pool and not reserve:
        return Picks()
    program = program_of(enrolment.cohort.program_version_id)
    history = _history(enrolment, program)
    met = {slug for slug, _ in history}
    picked = _near(enrolment, pool, versions, module.config["pick"], met, rng) if pool else []
    if not reserve:
        return Picks(tuple(picked))
    meetings = [meeting for _, its in history for meeting in its]
    today = due(meetings, program.day_of[module.slug])
    traps_of = {slug: _traps_of(program, module, versions[slug]) for slug in reserve if slug not in picked}
    returning = dict(list(_returning(traps_of, today, met, rng).items())[: module.config["review"]])
    others = [slug for slug in reserve if slug not in returning and slug not in picked]
    # Where little is due, others of the reserve fill the set up: those not met yet first.
    rng.shuffle(others)
    others.sort(key=lambda slug: slug in met)
    filling = others[: module.config["review"] - len(returning)]
    return Picks((*picked, *returning, *filling), returning)


def _near(
    enrolment: Enrolment,
    pool: Sequence[str],
    versions: Mapping[str, ItemVersion],
    count: int,
    met: set[str],
    rng: random.Random,
) -> list[str]:
    """Two queries: the person's level, and what is known of how hard the items are."""
    theta = Ability.objects.filter(enrolment=enrolment).values_list("theta", flat=True).first()
    found = dict(
        ItemDifficulty.objects.filter(item__in=[versions[slug].item_id for slug in pool]).values_list(
            "item_id", "difficulty"
        )
    )
    difficulties = {slug: found.get(versions[slug].item_id, authored(versions[slug].difficulty)) for slug in pool}
    return pick_near(difficulties, FIRST_LEVEL if theta is None else theta, count, rng, later=met)


def _returning(
    traps_of: Mapping[str, Sequence[Trap]], traps: Sequence[Due], met: set[str], rng: random.Random
) -> dict[str, Trap]:
    """For each trap that is due one other item in which it lies: never met, if there is one; item slug -> trap."""
    found: dict[str, Trap] = {}
    for entry in traps:
        items = [
            (slug, trap)
            for slug, its in traps_of.items()
            for trap in its
            if trap.slug == entry.trap and slug not in found
        ]
        rng.shuffle(items)
        items.sort(key=lambda pair: pair[0] in met)
        found.update(items[:1])
    return found


def _traps_of(program: Program, module: Module, version: ItemVersion) -> list[Trap]:
    """What lies in an item when this module asks it: its own trap, and the biases that may be planted in it."""
    own = program.trap_of.get(version.item.slug)
    planted = [slug for slug in module.config.get(PLANTS, ()) if slug in version.planted]
    return ([own] if own else []) + [bias_trap(PLANTED[slug]) for slug in planted]


def _history(enrolment: Enrolment, program: Program) -> list[tuple[str, list[Meeting]]]:
    """Every item answered in this enrolment, in order, and which traps were met in it. One query."""
    answers = Response.objects.filter(attempt__enrolment=enrolment)
    rows = (
        counted(answers.exclude(attempt__kind__in=("drill", "lesson", "skill", EXPOSURE)))
        .defer("recording")
        .select_related("step__item_version__item", "attempt")
        .order_by("received_at", "pk")
    )
    stances: dict[int, list[Judged]] = defaultdict(list)
    history = []
    for response in rows:
        stance, version = stance_in(response), response.step.item_version
        if stance is not None:
            stances[response.attempt_id].append(stance)
        if version is not None:
            history.append((version.item.slug, meetings_in(program, response, stances[response.attempt_id])))
    return history
