"""Stepping back: how often, and whether the second answer moved to the key or away from it."""

import pytest

from assessments.domain.catches import Catches, catches_of, first_correct
from assessments.domain.scoring import score_attempt
from assessments.models import Score
from tests.faults.answering import PAIRS, bodies_for, open_attempt, submit_body
from tests.people import MONDAY_9, People
from training.domain.attempts import current_steps, finish
from training.domain.counting import counted
from training.models import Attempt

pytestmark = pytest.mark.django_db


def do(people: People, changes: dict[int, tuple[str, str]]) -> Attempt:
    """The texts of day 1: at these places (first choice, final choice), each "right" or "wrong"; elsewhere right."""
    attempt = open_attempt(people.enrolment)
    for number, (step, body) in enumerate(zip(current_steps(attempt), bodies_for(attempt), strict=True)):
        key = step.item_version.key
        right = key.get("label") or max(key["accepted"], key=key["accepted"].get)
        choices = {"right": right, "wrong": next(label for label in ("severe", "none") if label not in str(key))}
        first, last = changes.get(number, (None, "right"))
        body |= {"answer": {"choice": choices[last]}}
        body["first"] = first and {"choice": choices[first], "confidence": 60, "atMs": 900}
        submit_body(people.trainee, attempt, body, MONDAY_9)
    return finish(people.trainee, attempt.public_id, now=MONDAY_9)


def responses_of(attempt: Attempt):
    return list(counted(attempt.responses.all()).select_related("step", "attempt").order_by("step__position"))


def test_catches_are_told_apart_by_where_they_moved(people: People):
    attempt = do(people, {0: ("wrong", "right"), 1: ("wrong", "right"), 2: ("right", "wrong"), 3: ("right", "right")})
    assert catches_of(responses_of(attempt)) == Catches(n=10, caught=4, helped=2, wobbled=1)


def test_they_are_scored_where_there_are_any(people: People):
    attempt = do(people, {0: ("wrong", "right"), 2: ("right", "wrong")})
    score_attempt(attempt.pk, now=MONDAY_9)
    scores = {score.measure: score for score in Score.objects.filter(attempt=attempt)}
    assert (scores["catch_rate"].value, scores["catch_rate"].n) == (0.2, 10)
    assert (scores["catch_helped"].value, scores["catch_helped"].n) == (0.5, 2)


def test_without_any_there_is_nothing_to_score(people: People):
    attempt = do(people, {})
    score_attempt(attempt.pk, now=MONDAY_9)
    assert not Score.objects.filter(attempt=attempt, measure__startswith="catch").exists()


@pytest.mark.parametrize(
    ("choice", "right"), [("left", True), ("left_much", True), ("right_slight", False), ("tie", False)]
)
def test_a_first_choice_of_a_pair_is_the_response_that_stood_there(people: People, choice: str, right: bool):
    attempt = open_attempt(people.enrolment, PAIRS)
    bodies = bodies_for(attempt)
    step = next(step for step in current_steps(attempt) if step.plan["left"] == step.item_version.key["side"])
    body = next(body for body in bodies if body["step"] == str(step.token))
    submit_body(people.trainee, attempt, body | {"first": {"choice": choice, "atMs": 5}}, MONDAY_9)
    (response,) = responses_of(attempt)
    assert first_correct(response) is right
