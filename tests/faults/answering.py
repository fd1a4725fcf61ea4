"""Attempts opened for a test, and answers to their steps as a browser would send them."""

import json
import random
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from courseware.domain.programs import program_of
from courseware.models import Enrolment, User
from tests.people import MONDAY_9
from training.activities import ACTIVITIES
from training.activities.base import SimulatedPerson
from training.domain.attempts import Saved, start, step_view, submit
from training.domain.simulation import do_module
from training.domain.submission import parse
from training.models import Attempt, Step

LESSON, DRILL, PRACTICE, PAIRS = "w1d1-lesson", "w1d1-sart", "w1d1-severity", "w1d1-pairs"
PERSON = SimulatedPerson()

Body = dict[str, Any]


def open_attempt(enrolment: Enrolment, module: str = PRACTICE, now: datetime = MONDAY_9) -> Attempt:
    """A new attempt at the module; a simulated person has done what comes before it in the course."""
    # Not by the primary key: PostgreSQL counts on from test to test, and another order is asked each time.
    rng = random.Random(f"{enrolment.user.email} in {enrolment.cohort.name}")
    for earlier in program_of(enrolment.cohort.program_version_id).modules:
        if earlier == module:
            return start(enrolment, module, now=now, seed=rng.getrandbits(63))
        do_module(enrolment, earlier, PERSON, rng, now=now)
    raise LookupError(module)


def body_for(step: Step, seed: int = 0) -> Body:
    """A sensible answer to the step under a UUID of its own; the same seed, step and answer again."""
    attempt = step.attempt
    simulated = ACTIVITIES[attempt.kind].simulate(step_view(attempt, step), PERSON, random.Random(seed))
    return {
        "uuid": str(uuid.uuid4()),
        "step": str(step.token),
        "answer": simulated.value,
        "confidence": None if simulated.confidence is None else round(100 * simulated.confidence),
        "first": None,
        "timing": {"rtMs": 2345.6, "activeMs": 2000, "hidden": False},
    }


def bodies_for(attempt: Attempt) -> list[Body]:
    """One answer for each step, in order."""
    return [body_for(step, seed=step.position) for step in attempt.steps.select_related("attempt")]


def broken_off_run(step: Step, trials: int = 4, ending: str = "closed") -> Body:
    """A run of a drill's block that ended after so many trials, under a UUID of its own."""
    answer = body_for(step)["answer"]
    return {
        "uuid": str(uuid.uuid4()),
        "step": str(step.token),
        "ending": ending,
        "trials": answer["trials"][:trials],
        "device": answer["device"],
    }


def other_choice(step: Step, body: Body) -> Body:
    """Another answer to the same step under another UUID."""
    shown = ACTIVITIES[step.attempt.kind].present(step_view(step.attempt, step))
    chosen = body["answer"]["choice"]
    other = next(option["id"] for option in shown["options"] if option["id"] != chosen)
    return body | {"uuid": str(uuid.uuid4()), "answer": {"choice": other}}


def submit_body(user: User, attempt: Attempt, body: Body, now: datetime) -> Saved:
    """The answer by way of the domain, with a clock of the test's choice."""
    return submit(user, attempt.public_id, parse(json.dumps(body).encode()), now=now)


def signed_in(user: User) -> Client:
    """A browser of this person's. Errors of the server are answers (500), as they are over the wire."""
    client = Client(raise_request_exception=False, headers={"accept": "application/json"})
    client.force_login(user)
    return client


def post_answer(client: Client, attempt: Attempt, body: Body | str) -> HttpResponse:
    return client.post(reverse("attempt_answers", args=[attempt.public_id]), body, content_type="application/json")


def post_finish(client: Client, attempt: Attempt) -> HttpResponse:
    return client.post(reverse("attempt_finish", args=[attempt.public_id]), {}, content_type="application/json")


def post_all(client: Client, attempt: Attempt, bodies: Sequence[Body]) -> list[int]:
    """The answers one after another, then the end; the status of each."""
    statuses = [post_answer(client, attempt, body).status_code for body in bodies]
    return [*statuses, post_finish(client, attempt).status_code]
