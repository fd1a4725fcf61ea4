"""Simulated people: marked as such everywhere, the same again with the same seed, through the same functions."""

import random
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assessments.models import Score
from courseware.domain.programs import program_of
from courseware.models import Cohort, Consent, Enrolment, Job, OutgoingMail, User
from tests.people import People
from training.activities.base import SimulatedPerson
from training.domain import attempts, simulation
from training.domain.schedule import opening_dates
from training.domain.simulated_cohort import add_trainee, draw_person, make_cohort, start_date
from training.models import Attempt, Response
from training.views import answers as views


def simulate(**options: Any) -> str:
    out = StringIO()
    call_command("simulate_cohort", stdout=out, **{"trainees": 2, "days": 1, "seed": 7, **options})
    return out.getvalue()


def answers_of(cohort: Cohort) -> list[list[Any]]:
    """What every simulated trainee of the cohort answered, in order."""
    return [
        list(
            Response.objects.filter(attempt__enrolment=enrolment)
            .order_by("received_at", "step__position")
            .values_list("attempt__module", "step__item_version", "answer", "confidence", "recording", "timing")
        )
        for enrolment in cohort.enrolments.order_by("pk")
    ]


class TestCommand:
    def test_everything_it_makes_is_marked(self, people):
        said = simulate(instructor=[people.instructor.email])
        cohort = Cohort.objects.get(is_simulated=True)
        assert said == f"{cohort.name}: 2 simulated trainees, 1 days, scored.\n"
        assert "Simulated" in cohort.name
        assert list(cohort.instructors.all()) == [people.instructor]
        users = User.objects.filter(enrolments__cohort=cohort)
        assert users.count() == 2
        for user in users:
            assert user.is_simulated
            assert "(simulated)" in user.name
            assert user.email.endswith("@simulated.example")
            assert not user.has_usable_password()
        assert Attempt.objects.filter(enrolment__cohort=cohort, is_simulated=True).count() == 8
        assert not Attempt.objects.filter(enrolment__cohort=cohort, is_simulated=False).exists()

    def test_nobody_else_is_touched(self, people):
        before = (User.objects.filter(is_simulated=False).count(), people.cohort.enrolments.count())
        simulate()
        assert (User.objects.filter(is_simulated=False).count(), people.cohort.enrolments.count()) == before

    def test_the_same_seed_gives_the_same_answers_and_another_does_not(self, people):
        for seed in (7, 7, 8):
            simulate(seed=seed)
        first, again, other = (answers_of(cohort) for cohort in Cohort.objects.filter(is_simulated=True).order_by("pk"))
        assert first == again
        assert first != other

    def test_their_work_is_scored_and_no_mail_goes_out(self, people):
        simulate()
        assert set(Score.objects.values_list("measure", flat=True)) >= {"sart_d_prime", "accuracy", "brier"}
        due = Job.objects.filter(run_at__lte=timezone.now())
        assert due.exists()
        assert not due.exclude(state=Job.State.DONE).exists()
        assert not OutgoingMail.objects.exists()

    @pytest.mark.parametrize(
        ("options", "says"),
        [
            ({"trainees": 0}, "--trainees is 0; expected 1 to"),
            ({"days": 99}, r"--days is 99; Foundations of careful annotation has \d+ days"),
            ({"program": "unheard-of"}, "No version of the program 'unheard-of' is loaded"),
            ({"instructor": ["nobody@attune.example"]}, "There is no instructor with the address"),
        ],
    )
    def test_what_cannot_be_simulated_says_why_and_makes_nothing(self, people, options, says):
        with pytest.raises(CommandError, match=says):
            simulate(**options)
        assert not Cohort.objects.filter(is_simulated=True).exists()
        assert not User.objects.filter(is_simulated=True).exists()


@pytest.fixture
def cohort(people: People) -> Cohort:
    program = program_of(people.version.pk)
    starts_on = start_date(program, len(program.days), timezone.localdate())
    return make_cohort("Simulated", people.version, starts_on, [people.instructor], now=timezone.now())


class TestSimulatedTrainee:
    def test_each_day_is_done_on_a_date_on_which_it_is_open_and_in_order(self, cohort):
        program = program_of(cohort.program_version_id)
        enrolment = add_trainee(cohort, 1, SimulatedPerson(), len(program.days), random.Random(1))
        done = list(Attempt.objects.filter(enrolment=enrolment).order_by("started_at"))
        assert [attempt.module for attempt in done] == list(program.day_of)
        dates = opening_dates(program.rules, cohort.starts_on, len(program.days))
        first = {day.modules[0].slug for day in program.days}
        assert [attempt.started_at.date() for attempt in done if attempt.module in first] == dates
        assert all(attempt.completed_at is not None for attempt in done)
        assert done[-1].completed_at < timezone.now()

    def test_answers_come_after_one_another_and_take_as_long_as_they_say(self, cohort):
        add_trainee(cohort, 1, SimulatedPerson(), 1, random.Random(1))
        for attempt in Attempt.objects.all():
            at = attempt.started_at
            for response in attempt.responses.order_by("step__position"):
                assert response.received_at - at == pytest.approx(
                    timedelta(milliseconds=response.timing["rtMs"]), abs=timedelta(milliseconds=1)
                )
                at = response.received_at
            assert attempt.completed_at == at

    def test_they_consent_like_everybody(self, cohort):
        enrolment = add_trainee(cohort, 1, SimulatedPerson(), 0, random.Random(1))
        assert Consent.objects.get(enrolment=enrolment).given_at < enrolment.cohort.created_at

    def test_they_go_through_the_functions_that_the_pages_use(self):
        for name in ("start", "submit", "finish"):
            assert getattr(simulation, name) is getattr(attempts, name)
        assert simulation.parse is views.parse

    def test_more_skill_is_more_right_answers(self, cohort):
        shares = []
        for number, skill in enumerate((0.4, 0.95), start=1):
            enrolment = add_trainee(cohort, number, SimulatedPerson(skill=skill), 5, random.Random(5))
            graded = Response.objects.filter(attempt__enrolment=enrolment, attempt__kind="practice")
            shares.append(graded.filter(correct=True).count() / graded.count())
        assert shares[0] + 0.2 < shares[1]

    def test_some_stop_early(self, cohort):
        rng = random.Random(2)
        done = [
            Attempt.objects.filter(enrolment=add_trainee(cohort, n, draw_person(rng), 5, rng, go_on=0.3)).count()
            for n in range(1, 6)
        ]
        assert min(done) < 20
        assert Enrolment.objects.filter(cohort=cohort).count() == 5


def test_drawn_traits_stay_within_what_they_mean():
    rng = random.Random(3)
    for person in (draw_person(rng) for _ in range(500)):
        assert 0 < person.skill < 1
        assert 0 < person.attention < 1
        assert 0 <= person.position_bias < 1
        assert -0.5 < person.overconfidence < 0.5
        assert 0 < person.speed < 4
