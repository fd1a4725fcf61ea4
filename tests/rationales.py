"""Rationales that people have written, for tests: a whole set with reasons, or one answer stored without its course."""

import random
from uuid import uuid4

from courseware.domain.programs import program_of
from courseware.keys import parse_key
from courseware.models import Enrolment
from tests.faults.answering import submit_body
from tests.people import MONDAY_9
from training.activities import ACTIVITIES
from training.activities.base import SimulatedPerson
from training.domain.attempts import finish, step_view
from training.domain.items import slugs_of
from training.domain.planning import create_attempt
from training.models import Attempt, Response, Step

REASONS = "The rule is stated without any exception, so the claim follows from it."


def module_with_reasons(enrolment: Enrolment) -> str:
    """The first module of the course that asks for reasons."""
    modules = program_of(enrolment.cohort.program_version_id).modules
    return next(slug for slug, module in modules.items() if module.config.get("rationale") is True)


def stored_reasons(enrolment: Enrolment, text: str = REASONS, *, right: bool = True) -> Response:
    """One answer with reasons in a finished attempt of one step."""
    course, slug = program_of(enrolment.cohort.program_version_id), module_with_reasons(enrolment)
    versions = slugs_of(enrolment.cohort.program_version_id)
    version = next(versions[item] for item in course.modules[slug].config["items"] if versions[item].factors)
    guideline = course.guideline(course.modules[slug].config["guideline"])
    credits = parse_key(version.key, guideline.answers_to(version.body)).credits
    wrong = next(answer for answer in guideline.answers_to(version.body) if answer not in credits)
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        program_version_id=enrolment.cohort.program_version_id,
        module=slug,
        kind="practice",
        seed=1,
        length=1,
        started_at=MONDAY_9,
        completed_at=MONDAY_9,
        completed_on=MONDAY_9.date(),
    )
    step = Step.objects.create(attempt=attempt, position=0, item_version=version)
    rationale = {"text": text, "spans": [{"passage": 0, "start": 0, "end": 12}]}
    return Response.objects.create(
        step=step,
        attempt=attempt,
        uuid=uuid4(),
        request_hash="",
        answer={"choice": max(credits, key=credits.__getitem__) if right else wrong, "parts": {"rationale": rationale}},
        confidence=0.8,
        credit=float(right),
        correct=right,
        received_at=MONDAY_9,
    )


def set_with_reasons(enrolment: Enrolment, skill: float = 0.85, seed: int = 1) -> Attempt:
    """A whole set, answered as a simulated person would, on the road that a browser takes."""
    rng = random.Random(seed)
    attempt = create_attempt(
        enrolment, module_with_reasons(enrolment), number=1, seed=seed, simulated=True, now=MONDAY_9
    )
    person = SimulatedPerson(skill=skill)
    for step in attempt.steps.select_related("attempt"):
        simulated = ACTIVITIES[attempt.kind].simulate(step_view(attempt, step), person, rng)
        body = {
            "uuid": str(uuid4()),
            "step": str(step.token),
            "answer": simulated.value,
            "confidence": None if simulated.confidence is None else round(100 * simulated.confidence),
            "first": simulated.first,
            "timing": {"rtMs": 9000, "activeMs": 9000, "idleMs": 0},
        }
        submit_body(enrolment.user, attempt, body, MONDAY_9)
    return finish(enrolment.user, attempt.public_id, now=MONDAY_9)
