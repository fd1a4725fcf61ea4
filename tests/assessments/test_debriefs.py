"""After an exercise: what was planted, what it did, beside the guess; never before."""

import random
import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments.domain.bias_cards import debrief_cards
from assessments.domain.debriefs import debrief_of
from courseware.domain import jobs
from tests.clients import signed_in, text_of
from tests.faults.answering import LESSON, bodies_for, submit_body
from tests.people import MONDAY_9, People
from tests.practised import attempt_of, practise
from tests.tallied import judged_attempt, tally
from tests.training.biases.a_course import enrolled_in_it
from training.activities.base import SimulatedPerson
from training.domain.attempts import finish, start
from training.domain.simulation import do_module
from training.models import Attempt

PULLED = SimulatedPerson(anchoring=0.5, authority=0.3, halo=0.4, confirmation=0.4, verbosity_bias=0.4)


@pytest.fixture
def done(people: People) -> tuple[Attempt, Attempt]:
    enrolment, rng = enrolled_in_it(people.stranger), random.Random(3)
    texts, at = do_module(enrolment, "texts", PULLED, rng, now=MONDAY_9)
    pairs, _ = do_module(enrolment, "pairs", PULLED, rng, now=at)
    jobs.run_due()
    return texts, pairs


@pytest.fixture
def client(people: People) -> Client:
    return signed_in(people.stranger)


def done_url(attempt: Attempt) -> str:
    return reverse("attempt_done", args=[attempt.public_id])


def test_what_was_planted_is_told_with_counts_and_what_chance_decided_apart(done: tuple[Attempt, Attempt]):
    texts, pairs = (debrief_of(attempt) for attempt in done)
    assert [line.bias.slug for line in texts.planted] == ["anchoring", "authority", "confirmation", "halo"]
    # Four items of each can be planted. The course has right suggestions beside: compared with nothing, so not counted.
    assert [line.planted for line in texts.planted] == [4, 4, 4, 4]
    assert done[0].steps.filter(plan__bias="anchoring").count() > 4
    suggestion = texts.planted[0]
    assert suggestion.treated + suggestion.control == suggestion.planted
    assert "fatigue" in {line.bias.slug for line in texts.watched}
    assert [line.bias.slug for line in pairs.planted] == ["verbosity"]
    # Nine pairs: four of them on one side, too few to say anything of it.
    assert pairs.watched == ()


def test_the_effect_is_that_of_this_exercise_and_too_few_give_none(done: tuple[Attempt, Attempt]):
    lines = {line.bias.slug: line for attempt in done for line in debrief_of(attempt).lines}
    assert lines["anchoring"].effect is None
    fatigue = lines["fatigue"]
    assert (fatigue.treated, fatigue.control) == (6, 6)
    assert -1 <= fatigue.effect.low <= fatigue.effect.value <= fatigue.effect.high <= 1


def texts_with_guess(people: People, guess: str) -> Attempt:
    """The texts done and scored, with this guess at the end."""
    attempt = start(enrolled_in_it(people.stranger), "texts", now=MONDAY_9, seed=3)
    *bodies, last = bodies_for(attempt)
    for body in (*bodies, last | {"answer": {"choice": guess}}):
        submit_body(people.stranger, attempt, body, MONDAY_9)
    finished = finish(people.stranger, attempt.public_id, now=MONDAY_9)
    jobs.run_due()
    return finished


def test_the_guess_stands_beside_it(people: People, client: Client):
    texts = texts_with_guess(people, "anchoring,fatigue")
    debrief = debrief_of(texts)
    assert [bias.slug for bias in debrief.guess] == ["anchoring", "fatigue"]
    assert {line.bias.slug for line in debrief.lines if line.named} == {"anchoring", "fatigue"}
    page = text_of(client, done_url(texts))
    assert "You thought that these moved you: Suggestion, Fatigue." in page
    assert page.count("You named it") == 2


def test_to_guess_nothing_is_a_guess(people: People):
    debrief = debrief_of(texts_with_guess(people, "none"))
    assert debrief.guess == ()
    assert debrief_cards(debrief).guessed == "none of them moved you"


def test_the_page_discloses_it_after_the_exercise(done: tuple[Attempt, Attempt], client: Client):
    page = text_of(client, done_url(done[0]))
    assert "What else was in this exercise" in page
    assert "Beside some texts stood an answer of a colleague, who does not exist." in page
    assert reverse("judgement") in page
    assert re.search(r"</strong> \(95&nbsp;% interval [+−0-9]+ to [+−0-9]+\), from \d+ answers against \d+", page)


def test_an_exercise_without_a_plant_tells_what_chance_decided(people: People):
    practise(people.enrolment, 1)
    assert debrief_of(attempt_of(people.enrolment, "w1d1-pairs")) is None  # nothing planted, too few answers
    enough = judged_attempt(people.enrolment)
    tally(people.enrolment, "position", (2, 5), (1, 5), attempt=enough)
    debrief = debrief_of(enough)
    assert debrief.planted == ()
    assert debrief.guess is None
    assert "position" in {line.bias.slug for line in debrief.watched}
    assert debrief_of(attempt_of(people.enrolment, LESSON)) is None


def test_nothing_is_told_before_it_is_scored_nor_of_what_is_set_aside(people: People):
    enrolment = enrolled_in_it(people.stranger)
    assert debrief_of(start(enrolment, "texts", now=MONDAY_9)) is None
    texts, _ = do_module(enrolment, "texts", PULLED, random.Random(3), now=MONDAY_9)
    assert debrief_of(texts) is None
    jobs.run_due()
    assert debrief_of(texts) is not None
    texts.voided_at = MONDAY_9
    assert debrief_of(texts) is None
