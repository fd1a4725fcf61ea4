"""What an instructor reads of attention beside each answer: idle time, second looks, and which items were checks."""

import json
import re
import uuid

from django.test import Client

from assessments.domain.answers import answers_of
from tests.faults.answering import PRACTICE
from tests.judged import body_judged
from tests.people import MONDAY_9, People
from training.domain.attempts import finish, submit
from training.domain.planning import create_attempt
from training.domain.submission import parse
from training.models import Attempt


def done(people: People, module: str, timing: dict) -> Attempt:
    attempt = create_attempt(people.enrolment, module, number=1, seed=3, simulated=False, now=MONDAY_9)
    for step in attempt.steps.select_related("attempt"):
        body = body_judged(step) | {"uuid": str(uuid.uuid4()), "timing": timing}
        submit(people.trainee, attempt.public_id, parse(json.dumps(body).encode()), now=MONDAY_9)
    return finish(people.trainee, attempt.public_id, now=MONDAY_9)


def page(client: Client, people: People, attempt: Attempt) -> str:
    """The words of the answers page."""
    client.force_login(people.instructor)
    path = f"/cohorts/{people.cohort.public_id}/trainees/{people.enrolment.public_id}/?attempt={attempt.public_id}"
    html = client.get(path).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_idle_seconds_and_second_looks_are_said(people: People, client: Client):
    attempt = done(people, PRACTICE, {"rtMs": 24_400, "activeMs": 18_000, "idleMs": 6_400, "nudged": True})
    first = answers_of(attempt).steps[0]
    assert (first.seconds, first.idle, first.nudged, first.is_check) == (24.4, 6.4, True, False)
    text = page(client, people, attempt)
    assert text.count("24 s, of which 6 s idle") == 10
    assert text.count("quick for its length; confirmed after a nudge") == 10


def test_without_them_the_time_stands_alone(people: People, client: Client):
    attempt = done(people, PRACTICE, {"rtMs": 24_400, "activeMs": 24_400, "idleMs": 0, "nudged": False})
    text = page(client, people, attempt)
    assert "24 s" in text
    assert "idle" not in text
    assert "nudge" not in text
    assert "attention check" not in text


def test_answers_from_before_idle_time_was_known_read_as_before(people: People):
    attempt = done(people, PRACTICE, {"rtMs": 3_000, "activeMs": 3_000, "hidden": False})
    assert {(step.idle, step.nudged) for step in answers_of(attempt).steps} == {(0.0, False)}


def test_attention_checks_are_named(people: People, client: Client):
    attempt = done(people, "w1d3-severity", {"rtMs": 9_000})
    assert sum(step.is_check for step in answers_of(attempt).steps) == 4
    assert page(client, people, attempt).count("attention check, counted in no accuracy") == 4
