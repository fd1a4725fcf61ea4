"""Many people who answered one module, written as rows: for tests that need more of them than clicking gives."""

import random
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from courseware.domain.programs import program_of
from courseware.models import Cohort, Enrolment, ItemVersion, User
from training.activities import ACTIVITIES
from training.activities.base import Answer, StepView
from training.domain.items import view
from training.models import Attempt, Response, Step

BATCH = 500
CONFIDENCES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def crowd(cohort: Cohort, name: str, size: int, now: datetime) -> list[Enrolment]:
    users = User.objects.bulk_create(
        [User(email=f"{name}-{n}@attune.example", name=f"{name} {n}") for n in range(size)], BATCH
    )
    return Enrolment.objects.bulk_create([Enrolment(user=u, cohort=cohort, joined_at=now) for u in users], BATCH)


def answer(
    enrolments: list[Enrolment], module: str, versions: Mapping[str, ItemVersion], *, seed: int, now: datetime
) -> list[Attempt]:
    """A completed attempt of each at the practice module; graded by `versions` (slug -> the version asked).

    Who is n-th chooses the same with the same seed, whatever the keys are.
    """
    asked = program_of(enrolments[0].cohort.program_version_id)
    config = asked.modules[module].config
    slugs, guideline = config["items"], asked.guideline(config["guideline"])
    attempts = Attempt.objects.bulk_create(
        [
            Attempt(
                enrolment=enrolment, program_version_id=enrolment.cohort.program_version_id, module=module,
                kind="practice", seed=seed, length=len(slugs), started_at=now,
                completed_at=now + timedelta(minutes=9), completed_on=now.date(),
            )
            for enrolment in enrolments
        ],
        BATCH,
    )  # fmt: skip
    steps = Step.objects.bulk_create(
        [
            Step(attempt=attempt, position=position, item_version=versions[slug])
            for attempt in attempts
            for position, slug in enumerate(slugs)
        ],
        BATCH,
    )
    rng, labels = random.Random(seed), [label.id for label in guideline.labels]
    responses = []
    for step in steps:
        view_of_it = StepView(plan={}, config=config, item=view(step.item_version), guideline=guideline)
        confidence = rng.choice(CONFIDENCES)
        graded = ACTIVITIES["practice"].grade(view_of_it, Answer({"choice": rng.choice(labels)}, confidence))
        responses.append(
            Response(
                step=step, attempt=step.attempt, uuid=uuid.uuid4(), request_hash="", answer=graded.stored,
                confidence=confidence, timing={"rtMs": 1000.0 + rng.randrange(9000)}, credit=graded.credit,
                correct=graded.correct, received_at=now + timedelta(seconds=30 * step.position),
            )
        )  # fmt: skip
    Response.objects.bulk_create(responses, BATCH)
    return attempts
