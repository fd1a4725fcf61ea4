"""What an attempt adds to the estimate of a bias: counted when it is scored, and anew after a correction."""

import random
from datetime import timedelta

import pytest

from assessments.domain.bias_tallies import SUMS, counting_tallies, tallies_of
from assessments.domain.scoring import score_attempt
from assessments.models import BiasTally
from courseware.domain import jobs
from tests.contested import answer_wrongly
from tests.corrected import correct_item, key_for
from tests.people import MONDAY_9, People
from tests.training.biases.a_course import TEXTS, enrolled_in_it
from training.activities.base import SimulatedPerson
from training.domain.counting import counted
from training.domain.simulation import do_module
from training.models import Attempt

LATER = MONDAY_9 + timedelta(days=2)
PULLED = SimulatedPerson(anchoring=0.6, position_bias=0.5)


def sums(tallies) -> dict[str, tuple[float, ...]]:
    return {tally.bias: tuple(getattr(tally, name) for name in SUMS) for tally in tallies}


def counting(attempt: Attempt) -> dict[str, tuple[float, ...]]:
    return sums(counting_tallies(BiasTally.objects.filter(attempt=attempt)))


def worked_out(attempt: Attempt) -> dict[str, tuple[float, ...]]:
    responses = counted(attempt.responses.all()).select_related("step")
    return sums(tallies_of(attempt, responses, version="1", revision=0, now=LATER))


@pytest.fixture
def done(people: People) -> tuple[Attempt, Attempt]:
    enrolment, rng = enrolled_in_it(people.stranger), random.Random(3)
    texts, at = do_module(enrolment, "texts", PULLED, rng, now=MONDAY_9)
    pairs, _ = do_module(enrolment, "pairs", PULLED, rng, now=at)
    jobs.run_due()
    return texts, pairs


def test_each_bias_of_an_exercise_is_counted_by_arm(done: tuple[Attempt, Attempt]):
    texts, pairs = done
    suggested = {item.slug: item.planted["anchoring"]["label"] for item in TEXTS if "anchoring" in item.planted}
    taken = {"shown": [0, 0], "hidden": [0, 0]}
    for step in texts.steps.filter(plan__bias="anchoring").select_related("response", "item_version__item"):
        slug = step.item_version.item.slug
        if step.plan["arm"] in taken and slug in suggested:
            taken[step.plan["arm"]][0] += 1
            taken[step.plan["arm"]][1] += step.response.answer["choice"] == suggested[slug]
    (shown, followed), (hidden, agreed) = taken.values()
    assert counting(texts)["anchoring"] == (shown, followed, followed, hidden, agreed, agreed)
    assert shown == hidden == 2
    assert {"anchoring", "authority", "halo", "confirmation", "fatigue"} <= counting(texts).keys()
    assert {"position", "verbosity"} <= counting(pairs).keys()


def test_scored_twice_it_counts_once(done: tuple[Attempt, Attempt]):
    before = BiasTally.objects.count()
    score_attempt(done[0].pk, now=LATER)
    assert BiasTally.objects.count() == before


def test_a_correction_replaces_what_the_key_decides(people: People):
    wrong = answer_wrongly(people.enrolment, whole=True)
    jobs.run_due()
    before = counting(wrong.attempt)
    correct_item(wrong.step.item_version, key=key_for(wrong.answer["choice"]), now=LATER)
    jobs.run_due()
    assert BiasTally.objects.filter(attempt=wrong.attempt, revision=1).exists()
    assert counting(wrong.attempt) == worked_out(wrong.attempt) != before


def test_what_is_set_aside_counts_nowhere(done: tuple[Attempt, Attempt]):
    Attempt.objects.filter(pk=done[0].pk).update(voided_at=LATER)
    assert counting(done[0]) == {}
    assert counting(done[1])


def test_a_lesson_says_nothing_of_a_bias(people: People):
    assert tallies_of(Attempt(kind="lesson"), [], version="1", revision=0, now=LATER) == []
