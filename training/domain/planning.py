"""Planning an attempt: its steps, decided by its seed and stored before the first of them is shown."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from courseware.curriculum import Module
from courseware.domain.programs import program_of
from courseware.models import Enrolment, ItemVersion
from training.activities import ACTIVITIES
from training.activities.base import ItemView, PlannedStep
from training.domain.items import asked_now, view
from training.domain.levels import with_level
from training.models import Attempt, Step


@transaction.atomic
def create_attempt(
    enrolment: Enrolment, module_slug: str, *, number: int, seed: int, simulated: bool, now: datetime
) -> Attempt:
    """The `number`-th attempt at the module, planned in full. Raises IntegrityError where there is one already."""
    version_id = enrolment.cohort.program_version_id
    module = program_of(version_id).modules[module_slug]
    named = module.item_slugs
    versions = asked_now(version_id, named) if named else {}
    items = _items_for_planning(enrolment, versions, module)
    planned = ACTIVITIES[module.kind].plan(with_level(enrolment, module.config), items, random.Random(seed))
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


def _items_for_planning(enrolment: Enrolment, versions: Mapping[str, ItemVersion], module: Module) -> list[ItemView]:
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
    return [view(versions[slug], first_left.get(slug)) for slug in module.item_slugs if slug in versions]
