"""A course done on a device that cannot time a drill: the gate on attention is judged by the long look instead."""

import random
from datetime import timedelta

import pytest

from assessments.domain.mastery import evaluate
from assessments.gates import GateStanding, Verdict
from courseware.domain.programs import program_of
from courseware.models import Enrolment
from tests.evidence import ABLE, POOR, load_general_policy
from tests.people import MONDAY_9, People
from training.activities.base import SimulatedPerson
from training.activities.drill import Drill
from training.domain.attempts import start
from training.domain.progress import offered_again
from training.domain.rulings import rule
from training.domain.simulation import do_module
from training.domain.untimed import switch_to_untimed

pytestmark = pytest.mark.django_db
DRILL = Drill()


def attention_of(enrolment: Enrolment, person: SimulatedPerson, days: int, untimed_from: int = 1) -> GateStanding:
    """Where the person stands on attention after so many days, on a device that cannot time from one of them on."""
    version = load_general_policy()
    rng = random.Random(enrolment.user.email)
    for number, day in enumerate(program_of(enrolment.cohort.program_version_id).days[:days], start=1):
        at = MONDAY_9 + timedelta(days=number - 1)
        for module in day.modules:
            if module.kind == "drill" and DRILL.timed(module.config) and number >= untimed_from:
                attempt = start(enrolment, module.slug, now=at)
                switch_to_untimed(enrolment.user, attempt.public_id, ["refresh_rate"])
            do_module(enrolment, module.slug, person, rng, now=at)
    return next(gate for gate in evaluate(enrolment, version.pk) if gate.gate == "attention")


@pytest.mark.parametrize(("person", "verdict"), [(ABLE, Verdict.PASS), (POOR, Verdict.FAIL)])
def test_the_whole_course_without_timing_is_judged_by_the_lines(people: People, person: SimulatedPerson, verdict: str):
    standing = attention_of(people.enrolment, person, 5)
    assert (standing.measure, standing.n) == ("long_look_d_prime", 480)
    assert standing.verdict is verdict


def test_there_is_one_look_and_it_is_on_the_last_day(people: People):
    standing = attention_of(people.enrolment, ABLE, 4)
    assert (standing.measure, standing.n, standing.verdict) == ("long_look_d_prime", 336, Verdict.CONTINUE)


def test_who_has_done_the_timed_drills_is_judged_by_them(people: People):
    standing = attention_of(people.enrolment, ABLE, 5, untimed_from=6)
    assert (standing.measure, standing.n, standing.verdict) == ("sart_d_prime", 450, Verdict.PASS)


def test_who_did_badly_timed_cannot_change_over_and_may_make_the_rest_up(people: People):
    standing = attention_of(people.enrolment, POOR, 5, untimed_from=3)
    assert (standing.measure, standing.n, standing.verdict) == ("sart_d_prime", 225, Verdict.CONTINUE)
    assert "w1d4-sart" in offered_again(people.enrolment.attempts.all())
    at = MONDAY_9 + timedelta(days=5)
    do_module(people.enrolment, "w1d4-sart", POOR, random.Random(1), now=at)
    (attention,) = (gate for gate in evaluate(people.enrolment, load_general_policy().pk) if gate.gate == "attention")
    assert (attention.measure, attention.n, attention.verdict) == ("sart_d_prime", 450, Verdict.FAIL)


def test_who_never_had_timing_is_offered_nothing_again(people: People):
    attention_of(people.enrolment, ABLE, 5)
    assert offered_again(people.enrolment.attempts.all()) == {}


def test_a_drill_offered_again_gives_no_second_look(people: People):
    before = attention_of(people.enrolment, POOR, 5, untimed_from=6)
    newest = people.enrolment.attempts.get(module="w1d4-sart")
    at = MONDAY_9 + timedelta(days=5)
    rule(newest, code="instructor", voids=False, reoffers=True, reason="Once more.", by=people.instructor, now=at)
    do_module(people.enrolment, "w1d4-sart", ABLE, random.Random(1), now=at)
    (after,) = (gate for gate in evaluate(people.enrolment, load_general_policy().pk) if gate.gate == "attention")
    assert (before.verdict, before.n) == (after.verdict, after.n) == (Verdict.FAIL, 450)
