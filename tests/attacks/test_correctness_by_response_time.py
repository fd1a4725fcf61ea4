"""Attack 6: whether an answer was right, read off how long the reply took or what came around it.

Right and wrong take the same path: the same statements, the same head, the same fields. Time itself is compared
where the two could differ, in grading, and over the whole road with a bound that a busy machine does not break.
"""

import json
import re
import statistics
import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.faults.answering import LESSON, PAIRS, PRACTICE, open_attempt, post_answer
from tests.judged import body_judged, choices
from tests.people import People
from training.activities import ACTIVITIES
from training.activities.base import Answer
from training.domain.attempts import step_view
from training.models import Attempt, Step

EACH = 500
EACH_OVER_HTTP = 100
# Medians of interleaved runs of the same code differ by a few per cent; a second look-up, a second query or an
# early return differ by more than this.
WIDEST_RATIO = 1.5


@pytest.fixture
def tara(client: Client, people: People) -> Client:
    client.force_login(people.trainee)
    return client


def steps_of(attempt: Attempt) -> list[Step]:
    return list(attempt.steps.select_related("attempt"))


def shape_of(sql: str) -> str:
    """The statement without its values."""
    return re.sub(r"'[^']*'|\b\d+(\.\d+)?\b|s\d+_x\d+|\b(true|false)\b", "?", sql)


@pytest.mark.parametrize("module", [PRACTICE, PAIRS])
def test_right_and_wrong_answers_take_the_same_statements(people, tara, module):
    attempt = open_attempt(people.enrolment, module)
    tara.get(f"/attempts/{attempt.public_id}/")
    seen: dict[bool, set[tuple[str, ...]]] = {True: set(), False: set()}
    for number, step in enumerate(steps_of(attempt)):
        correct = number % 2 == 0
        body = json.dumps(body_judged(step, correct=correct))
        with CaptureQueriesContext(connection) as captured:
            assert post_answer(tara, attempt, body).json()["feedback"]["correct"] is correct
        seen[correct].add(tuple(shape_of(query["sql"]) for query in captured))
    assert seen[True] == seen[False]
    assert len(seen[True]) == 1


@pytest.mark.parametrize("module", [LESSON, PRACTICE, PAIRS])
def test_replies_to_both_have_the_same_head_and_fields(people, tara, module):
    replies = []
    for enrolment, correct in ((people.enrolment, True), (people.other_enrolment, False)):
        client = Client()
        client.force_login(enrolment.user)
        attempt = open_attempt(enrolment, module)
        replies.append(post_answer(client, attempt, body_judged(steps_of(attempt)[0], correct=correct)))
    right, wrong = replies
    assert right.status_code == wrong.status_code == 200
    volatile = {"Content-Length"}
    assert {k: v for k, v in right.headers.items() if k not in volatile} == {
        k: v for k, v in wrong.headers.items() if k not in volatile
    }
    assert list(right.json()) == list(wrong.json())
    assert list(right.json()["feedback"]) == list(wrong.json()["feedback"])


def medians(ask: Callable[[bool], object], each: int) -> tuple[float, float]:
    """Median seconds of so many right and so many wrong calls, taken in turns."""
    taken: dict[bool, list[float]] = {True: [], False: []}
    for number in range(2 * each):
        correct = number % 2 == 0
        began = time.perf_counter()
        ask(correct)
        taken[correct].append(time.perf_counter() - began)
    return statistics.median(taken[True]), statistics.median(taken[False])


@pytest.mark.parametrize("module", [PRACTICE, PAIRS])
def test_grading_takes_as_long_for_right_as_for_wrong(people, module):
    attempt = open_attempt(people.enrolment, module)
    step = steps_of(attempt)[0]
    view, options = step_view(attempt, step), choices(step)
    answers = {correct: Answer({"choice": options[correct][0]}, 0.8) for correct in (True, False)}
    right, wrong = medians(lambda correct: ACTIVITIES[attempt.kind].grade(view, answers[correct]), EACH)
    assert 1 / WIDEST_RATIO < right / wrong < WIDEST_RATIO


def test_the_whole_road_takes_as_long_for_right_as_for_wrong(people, tara):
    """The stored answers of one attempt sent again and again: all of the road but the insert, which is one row."""
    attempt = open_attempt(people.enrolment)
    bodies = {}
    for step, correct in zip(steps_of(attempt), (True, False), strict=False):
        bodies[correct] = json.dumps(body_judged(step, correct=correct))
        assert post_answer(tara, attempt, bodies[correct]).status_code == 200
    right, wrong = medians(lambda correct: post_answer(tara, attempt, bodies[correct]), EACH_OVER_HTTP)
    assert 1 / WIDEST_RATIO < right / wrong < WIDEST_RATIO
