"""A whole long look on the server: from the first section to the scores."""

import random
from pathlib import Path

import pytest
from django.utils import timezone

from assessments.domain.scoring import score_attempt
from assessments.models import Score
from courseware.domain.content import store
from courseware.domain.enrolments import enrol, give_consent
from courseware.loader import load
from courseware.models import Enrolment
from tests.looks import LINES, PLANTED, write_look_course
from tests.people import People, make_cohort
from training.activities import check_config
from training.activities.base import SimulatedPerson
from training.domain.simulation import do_module
from training.models import Attempt


@pytest.fixture
def enrolment(people: People, tmp_path: Path) -> Enrolment:
    version = store(load(write_look_course(tmp_path / "small"), check_config), now=timezone.now()).version
    enrolment = enrol(people.trainee, make_cohort("Lookers", version, people.instructor), now=timezone.now())
    give_consent(enrolment, now=timezone.now())
    return enrolment


def test_a_simulated_person_does_one_and_is_scored(enrolment: Enrolment):
    rng, now = random.Random(1), timezone.now()
    for module in ("d1-lesson", "d1-drill"):
        do_module(enrolment, module, SimulatedPerson(attention=1.0), rng, now=now)
    attempt = Attempt.objects.get(enrolment=enrolment, module="d1-drill")
    assert attempt.completed_at is not None
    answers = [response.answer for response in attempt.responses.order_by("step__position")]
    assert [answer["block"] for answer in answers] == [0, 0, 1, 2, 3, 4]
    assert answers[1]["skipped"]
    assert all((one["hits"], one["false_alarms"], one["trials"]) == (one["planted"], 0, LINES) for one in answers[2:])
    assert sorted(one["planted"] for one in answers[2:]) == [PLANTED - 1, PLANTED, PLANTED, PLANTED + 1]
    score_attempt(attempt.pk, now=timezone.now())
    values = dict(Score.objects.filter(attempt=attempt).values_list("measure", "value"))
    assert (values["long_look_hits"], values["long_look_false_alarms"]) == (1, 0)
    # One section at either end is too little to say anything of change.
    assert "long_look_decrement" not in values
