"""Exercises with planted biases as rows: done, scored, and shown to the instructor."""

import random

import pytest

from assessments.domain.answers import answers_of
from assessments.models import Score
from courseware.domain import jobs
from tests.people import MONDAY_9, People
from tests.training.biases.a_course import RESPONSES, TEXTS, enrolled_in_it
from training.activities.base import SimulatedPerson
from training.domain.simulation import do_module
from training.models import Attempt

PULLED = SimulatedPerson(
    skill=0.6, anchoring=0.5, authority=0.3, halo=0.4, confirmation=0.4, verbosity_bias=0.4, catching=1.0
)


@pytest.fixture
def done(people: People) -> tuple[Attempt, Attempt]:
    """The texts and the pairs, done by one simulated person and scored."""
    enrolment, rng = enrolled_in_it(people.stranger), random.Random(3)
    texts, at = do_module(enrolment, "texts", PULLED, rng, now=MONDAY_9)
    pairs, _ = do_module(enrolment, "pairs", PULLED, rng, now=at)
    jobs.run_due()
    return texts, pairs


def test_what_is_asked_beside_the_items_counts_in_no_measure(done: tuple[Attempt, Attempt]):
    texts, pairs = done
    assert (texts.length, pairs.length) == (len(TEXTS) + 3, len(RESPONSES) + 1)
    counted = Score.objects.filter(attempt__in=done, measure__in=["accuracy", "brier"]).values_list("measure", "n")
    assert set(counted) >= {("accuracy", len(TEXTS)), ("brier", len(TEXTS))}
    repeats = Score.objects.get(attempt=texts, measure="repeats_excess")
    assert repeats.n == len(TEXTS)
    pace = Score.objects.get(attempt=texts, measure="pace_change")
    assert pace.n == 2 * (len(TEXTS) // 3)
    assert 0 < pace.low < pace.value < pace.high


def test_the_instructor_reads_stances_guesses_and_what_was_shown(done: tuple[Attempt, Attempt]):
    texts, _ = done
    steps = answers_of(texts).steps
    assert [step.question for step in steps[:2]] == ["Do you agree?"] * 2
    assert {step.chosen for step in steps[:2]} <= {"I agree", "I disagree"}
    assert steps[-1].question == "Which of these do you think moved you?"
    names = {"Side", "Length", "Suggestion", "Source", "Own view", "Halo", "Order", "Fatigue", "None of these"}
    assert set(steps[-1].chosen.split(", ")) <= names
    assert any(label == "A colleague's answer" for step in steps for label, _ in step.passages)
    assert not any(step.key for step in (*steps[:2], steps[-1]))


def test_errors_that_were_caught_keep_their_first_answer(done: tuple[Attempt, Attempt]):
    for attempt in done:
        caught = attempt.responses.filter(first__isnull=False)
        assert caught
        assert all(response.first["choice"] and response.first["at_ms"] > 0 for response in caught)


def test_feedback_to_an_aside_is_nothing(done: tuple[Attempt, Attempt]):
    from training.domain.attempts import feedback_for

    for step in done[0].steps.filter(item_version=None).select_related("response"):
        assert feedback_for(done[0], step, step.response) is None
