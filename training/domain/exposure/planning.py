"""Planning a sitting for one person: what they have met decides what may come, the seed decides the rest."""

import random
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max

from courseware.curriculum import Module
from courseware.models import Enrolment, ItemVersion
from training.activities.base import PlannedStep
from training.activities.exposure import CHARGED, EXPOSURE, REPEAT
from training.domain.exposure.meetings import Met, Pair
from training.domain.exposure.pairing import Sitting, compose
from training.domain.items import asked_now
from training.domain.planning import store_steps
from training.models import Attempt, ExposureEntry


def pairs_asked(module: Module, versions: Mapping[str, ItemVersion]) -> list[Pair]:
    """The pairs of a rung of which both items may be asked now, by the same key.

    Half a pair says nothing about charge, and neither do two items of which one was corrected to another key.
    """
    pairs = zip(module.config["charged"], module.config["neutral"], strict=True)
    return [
        Pair(charged, neutral)
        for charged, neutral in pairs
        if {charged, neutral} <= versions.keys() and versions[charged].key == versions[neutral].key
    ]


def plan_sitting(
    enrolment: Enrolment, module: Module, *, room: int, seed: int, simulated: bool, now: datetime
) -> Attempt | None:
    """The next sitting of the rung, stored; None where nothing of it can be asked now. `enrolment.user` loaded.

    `room`: how many charged items it may hold.
    """
    versions = asked_now(enrolment.cohort.program_version_id, module.item_slugs)
    sitting = compose(
        pairs_asked(module, versions),
        _met(enrolment, versions),
        now=now,
        today=now.astimezone(enrolment.user.zone).date(),
        per_sitting=module.config["per_sitting"],
        room=room,
        repeats=module.config["repeats"],
        rng=random.Random(seed),
    )
    if not sitting.items:
        return None
    earlier = enrolment.attempts.filter(module=module.slug).aggregate(last=Max("number"))["last"]
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        program_version_id=enrolment.cohort.program_version_id,
        module=module.slug,
        number=1 + (earlier or 0),
        kind=EXPOSURE,
        seed=seed,
        length=len(sitting.items),
        is_simulated=simulated,
        started_at=now,
    )
    store_steps(attempt, _steps(sitting, module), versions)
    return attempt


def _steps(sitting: Sitting, module: Module) -> list[PlannedStep]:
    charged = set(module.config["charged"])
    return [
        PlannedStep(slug, {CHARGED: slug in charged} | ({REPEAT: True} if slug in sitting.repeats else {}))
        for slug in sitting.items
    ]


def _met(enrolment: Enrolment, versions: Mapping[str, ItemVersion]) -> list[Met]:
    """Every time that one of these items was revealed to the person, in whatever course; judged are those of this one.

    Two courses may ask the same items: who saw one there has seen it, but judged it for another record.
    """
    slugs = {version.item_id: slug for slug, version in versions.items()}
    rows = (
        ExposureEntry.objects.filter(user=enrolment.user_id, step__item_version__item__in=slugs)
        .order_by()
        .values_list("step", "step__item_version__item", "step__attempt__enrolment", "step__response")
        .annotate(last=Max("revealed_at"))
    )
    zone = enrolment.user.zone
    return [
        Met(
            slugs[item],
            last,
            last.astimezone(zone).date(),
            judged=response is not None and course == enrolment.pk,
            elsewhere=course != enrolment.pk,
        )
        for _, item, course, response, last in rows
    ]
