"""Planning an attempt: its steps, decided by its seed and stored before the first of them is shown."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from courseware.curriculum import Module
from courseware.domain.programs import program_of
from courseware.models import Enrolment, ItemVersion
from training.activities import ACTIVITIES
from training.activities.base import ItemView, PlannedStep
from training.domain.items import asked_now, view
from training.domain.levels import with_level
from training.domain.met_traps import is_bias
from training.domain.picks import Picks, picks_for
from training.models import Attempt, Step

# Key in a plan: the item was picked for this person, by their level or by what they missed.
PICKED = "picked"
# Lists of items that are asked as a whole; of the others some are picked.
ASKED_WHOLE = ("items", "returns", "attention_checks")


@transaction.atomic
def create_attempt(
    enrolment: Enrolment, module_slug: str, *, number: int, seed: int, simulated: bool, now: datetime
) -> Attempt:
    """The `number`-th attempt at the module, planned in full. Raises IntegrityError where there is one already."""
    version_id = enrolment.cohort.program_version_id
    module = program_of(version_id).modules[module_slug]
    named = module.item_slugs
    versions = asked_now(version_id, named) if named else {}
    # A chance of its own for the picks: modules without any keep the plans that their seeds have always given.
    picks = picks_for(enrolment, module, versions, random.Random(f"{seed} picks"))
    items = _items_for_planning(enrolment, versions, module, picks.items)
    planned = ACTIVITIES[module.kind].plan(with_level(enrolment, module.config), items, random.Random(seed))
    planned = [_marked(step, picks) for step in planned]
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        program_version_id=version_id,
        module=module_slug,
        number=number,
        kind=module.kind,
        seed=seed,
        length=len(planned),
        is_simulated=simulated,
        started_at=now,
    )
    store_steps(attempt, planned, versions)
    return attempt


def _marked(step: PlannedStep, picks: Picks) -> PlannedStep:
    """The step, marked where its item was picked for this person, which makes it no evidence of what they do at large.

    With the trap that comes back in it, which is told after the answer; a bias only when the exercise is over, or the
    next plant would be told with it.
    """
    if step.item not in picks.items:
        return step
    trap = picks.returning.get(step.item)
    told = {"trap": {"name": trap.name, "advice": trap.advice}} if trap and not is_bias(trap) else {}
    return replace(step, plan={**step.plan, PICKED: True, **told})


def store_steps(
    attempt: Attempt,
    planned: Sequence[PlannedStep],
    versions: Mapping[str, ItemVersion] | None = None,
    *,
    first_position: int = 0,
) -> None:
    """The planned steps as rows of the attempt's variant, from `first_position` on; `versions`: of their items."""
    Step.objects.bulk_create(
        Step(
            attempt=attempt,
            position=position,
            item_version=versions[step.item] if step.item and versions else None,
            plan=step.plan,
            variant=attempt.variant,
        )
        for position, step in enumerate(planned, first_position)
    )


def _items_for_planning(
    enrolment: Enrolment, versions: Mapping[str, ItemVersion], module: Module, picked: Sequence[str]
) -> list[ItemView]:
    """The items that may be asked, in the order of the config; a returning pair with the side it first stood on."""
    returning = list(module.config.get("returns", ()))
    first_left: dict[str, str] = {}
    if returning:
        shown = (
            Step.objects.filter(attempt__enrolment=enrolment, item_version__item__slug__in=returning)
            .filter(response__isnull=False)
            .order_by("attempt__started_at", "position")
            .values_list("item_version__item__slug", "plan__left")
        )
        for slug, left in shown:
            first_left.setdefault(slug, left)
    asked = [slug for name in ASKED_WHOLE for slug in module.config.get(name, ())]
    return [view(versions[slug], first_left.get(slug)) for slug in (*asked, *picked) if slug in versions]
