"""Sittings of exposures as rows, for tests of what is made of them: on the small course of tests/ladder_course.py.

`sit(enrolment, 0, ["c0-1", "n0-2"], at)`: both judged as keyed in one ended sitting at rung 0. `wrong` names the items
that get the label a step above their key's (below it for the severest), `ms` what they took; an item that was judged
before is a repeat. `all_pairs(enrolment, 0)` judges every pair of a rung in two sittings on two days.
"""

import random
import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from courseware.domain import jobs
from courseware.models import Enrolment
from tests.ladder_course import LABELS, PAIRS, TUESDAY_9, charged, key_of, neutral, rung_module
from training.activities.base import Answer
from training.activities.exposure import CHARGED, REPEAT, Exposure
from training.domain.attempts import step_view
from training.domain.items import slugs_of
from training.models import Attempt, Response, Step
from training.signals import attempt_completed

DAY = timedelta(days=1)
USUAL_MS = 9000


def off_by_one(slug: str) -> str:
    """A label that is a step from the key's: above it where there is one."""
    at = LABELS.index(key_of(slug))
    return LABELS[at + 1 if at + 1 < len(LABELS) else at - 1]


def sit(
    enrolment: Enrolment,
    rung: int,
    slugs: Sequence[str],
    at: datetime = TUESDAY_9,
    *,
    wrong: Collection[str] = (),
    ms: Mapping[str, float] | None = None,
    ended: bool = True,
    scored: bool = True,
) -> Attempt:
    """One sitting; each item a minute after the one before. `scored`: its job has run."""
    version, module = enrolment.cohort.program_version_id, rung_module(rung)
    earlier = Attempt.objects.filter(enrolment=enrolment, module=module)
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        program_version_id=version,
        module=module,
        kind="exposure",
        number=1 + earlier.count(),
        seed=1,
        length=len(slugs),
        started_at=at,
    )
    seen = Response.objects.filter(attempt__enrolment=enrolment, attempt__kind="exposure")
    met = set(seen.values_list("step__item_version__item__slug", flat=True))
    for position, slug in enumerate(slugs):
        at += timedelta(minutes=1)
        step = Step.objects.create(
            attempt=attempt,
            position=position,
            item_version=slugs_of(version)[slug],
            plan={CHARGED: slug.startswith("c"), REPEAT: slug in met},
        )
        _judge(attempt, step, off_by_one(slug) if slug in wrong else key_of(slug), (ms or {}).get(slug, USUAL_MS), at)
    if ended:
        attempt.completed_at, attempt.completed_on, attempt.variant = at, at.date(), "ended"
        attempt.save()
        attempt_completed.send(sender=Attempt, attempt_id=attempt.pk, now=at)
        if scored:
            jobs.run_due()
    return attempt


def _judge(attempt: Attempt, step: Step, label: str, ms: float, at: datetime) -> None:
    graded = Exposure().grade(step_view(attempt, step), Answer({"choice": label}))
    Response.objects.create(
        step=step,
        attempt=attempt,
        uuid=uuid.uuid4(),
        request_hash="",
        answer=graded.stored,
        timing={"rtMs": ms},
        credit=graded.credit,
        correct=graded.correct,
        received_at=at,
    )


def all_pairs(
    enrolment: Enrolment,
    rung: int = 0,
    at: datetime = TUESDAY_9,
    *,
    wrong: Collection[str] = (),
    ms: Mapping[str, float] | None = None,
    pairs: int = PAIRS,
) -> list[Attempt]:
    """The first half of the pairs charged first, the other half neutral first; their twins on the next day."""
    c, n = charged(rung)[:pairs], neutral(rung)[:pairs]
    half = pairs // 2
    first, second = [*c[:half], *n[half:]], [*n[:half], *c[half:]]
    random.Random(1).shuffle(first)
    return [
        sit(enrolment, rung, first, at, wrong=wrong, ms=ms),
        sit(enrolment, rung, second, at + DAY, wrong=wrong, ms=ms),
    ]
