"""After a module: each quantity told once, points added up, one of a thing in the singular, a measure's own note."""

import random
import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments.catalog import MEASURES
from assessments.domain.bias_cards import debrief_cards, profile_cards
from assessments.domain.bias_profiles import BiasLine, Estimate
from assessments.domain.debriefs import Debrief, DebriefLine, debrief_of
from assessments.domain.points_earned import PointsEarned, points_of
from assessments.models import Score
from courseware.domain import jobs
from tests.clients import signed_in, text_of
from tests.faults.answering import PRACTICE
from tests.nuances import DIVIDED, SHADES, done, nuanced
from tests.people import MONDAY_9, People
from tests.practised import attempt_of, practise
from tests.tallied import judged_attempt, tally
from tests.training.biases.a_course import enrolled_in_it
from training.activities import ACTIVITIES
from training.activities.base import Answer, SimulatedPerson, given
from training.activities.biases import BIASES
from training.domain.attempts import step_view
from training.domain.simulation import do_module
from training.models import Attempt

CHANGE = MEASURES["accuracy_change"].name
PERSON = SimulatedPerson()


def done_page(client: Client, attempt: Attempt) -> str:
    return text_of(client, reverse("attempt_done", args=[attempt.public_id]))


def test_the_change_of_accuracy_is_left_to_the_fatigue_card_where_there_is_one(people: People):
    attempt, _ = do_module(enrolled_in_it(people.stranger), "texts", PERSON, random.Random(3), now=MONDAY_9)
    jobs.run_due()
    assert Score.objects.filter(attempt=attempt, measure="accuracy_change").exists()
    page = done_page(signed_in(people.stranger), attempt)
    assert BIASES["fatigue"].question in page
    assert CHANGE not in page


def test_with_too_few_answers_for_that_card_it_stays_in_the_table(people: People):
    practise(people.enrolment, 1)
    attempt = attempt_of(people.enrolment, PRACTICE)
    assert Score.objects.filter(attempt=attempt, measure="accuracy_change").exists()
    assert CHANGE in done_page(signed_in(people.trainee), attempt)


def test_with_nothing_to_tell_there_is_no_debrief(people: People):
    attempt = judged_attempt(people.enrolment)
    tally(people.enrolment, "position", (2, 4), (1, 4), attempt=attempt)
    assert debrief_of(attempt) is None
    other = judged_attempt(people.enrolment)
    tally(people.enrolment, "position", (2, 5), (1, 5), attempt=other)
    assert [line.bias.slug for line in debrief_of(other).watched] == ["position"]


def test_no_card_shows_an_effect_that_cannot_be():
    wide = Estimate(0.2, -1.77, 1.44)
    line = DebriefLine(BIASES["halo"], 4, 5, 5, wide, named=False)
    [card] = debrief_cards(Debrief((line,), (), None)).planted
    assert (card.line.effect.low, card.line.effect.value, card.line.effect.high) == (-1, 0.2, 1)
    [profile] = profile_cards([BiasLine("halo", 5, 5, wide, wide)]).cards
    assert (profile.line.own, profile.line.drawn) == (Estimate(0.2, -1, 1),) * 2


def test_a_card_with_too_few_answers_has_no_number():
    few = DebriefLine(BIASES["halo"], 4, 4, 9, None, named=False)
    cards = debrief_cards(Debrief((few,), (), None))
    assert cards.planted[0].sentence == "Too few answers to say: either side needs 5."
    assert not cards.has_numbers
    assert not cards.has_number("halo")


def test_points_add_up_to_what_was_told_after_each_answer(people: People):
    practise(people.enrolment, 7)
    attempt = attempt_of(people.enrolment, "w2d2-severity")
    told = [_told(attempt, response) for response in attempt.responses.select_related("step")]
    points = points_of(attempt)
    assert points == PointsEarned(
        sum(said["earned"] for said in told), 100 * len(told), sum(said["expected"] for said in told)
    )
    line = f"You earned {points.earned} of {points.most} points; at the confidences you stated, {points.expected} were"
    assert line in done_page(signed_in(people.trainee), attempt)
    without = attempt_of(people.enrolment, "w1d1-severity")
    assert points_of(without) is None
    assert "You earned" not in done_page(signed_in(people.trainee), without)


def _told(attempt: Attempt, response) -> dict[str, int]:
    view = step_view(attempt, response.step)
    graded = ACTIVITIES[attempt.kind].grade(view, Answer(given(response.answer), response.confidence))
    return graded.feedback["parts"]["points"]


@pytest.mark.parametrize("slug", MEASURES)
def test_one_of_a_thing_is_said_in_the_singular(slug: str):
    about = MEASURES[slug]
    assert about.rests_on(2) == f"2 {about.counted}"
    assert not about.rests_on(1).endswith("s")


def test_the_singular_in_words():
    assert MEASURES["strength_fit"].rests_on(1) == "1 preference"
    assert MEASURES["catch_helped"].rests_on(1) == "1 second answer"
    assert MEASURES["catch_helped"].rests_on(0) == "0 second answers"


def test_a_measure_s_own_note_stands_beside_it_without_a_drill_s_words(db, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delitem(DIVIDED, "raters")
    monkeypatch.setitem(DIVIDED, "estimated", True)
    enrolment = nuanced()
    attempt = done(enrolment, {}, SHADES)
    jobs.run_due()
    note = "4 of 9 references are the authors' estimate"
    page = done_page(signed_in(enrolment.user), attempt).replace("&#x27;", "'")
    assert page.count(note) == 2  # of both measures made of shares
    row = re.search(r"<tr><th scope=\"row\">Closeness of shares</th>.*?</tr>", page, re.DOTALL)[0]
    assert note in row
    assert "Trials are left out" not in page
