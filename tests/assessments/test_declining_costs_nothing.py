"""Whoever declines exposures is no worse off: in no score, standing, profile, list or page of anybody else.

Two people of one cohort answer everything alike. One of them then goes up the ladder, answers badly there, stops,
rates their distress high and withdraws; the other never looks at it.
"""

import random
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.domain.cohort_table import cohort_table
from assessments.models import BiasTally, Score, Standing
from courseware.domain import jobs
from courseware.domain.programs import program_of
from courseware.models import Enrolment
from tests.evidence import ABLE, load_general_policy
from tests.people import MONDAY_9, People
from training.activities.base import SimulatedPerson
from training.domain.exposure import consents
from training.domain.simulated_cohort import do_days
from training.domain.simulated_exposure import climb
from training.domain.wellbeing import moods
from training.models import Ability, Attempt, ExposureEntry, ExposureRest, MoodCheck

LATER = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
REACTIVE = SimulatedPerson(skill=0.6, reactivity=0.5, harshness=0.5)
SEED = 11


@pytest.fixture
def alike(people: People) -> People:
    """Both trainees after the same first day, with the skills behind them."""
    load_general_policy()
    for enrolment in (people.enrolment, people.other_enrolment):
        do_days(enrolment, ABLE, 1, random.Random(SEED))
        _practise_skills(enrolment)
    jobs.run_due()
    return people


def _practise_skills(enrolment: Enrolment) -> None:
    """The modules that come before the ladder, done: what was answered in them says nothing here."""
    program = program_of(enrolment.cohort.program_version_id)
    assert program.ladder is not None
    Attempt.objects.bulk_create(
        Attempt(
            enrolment=enrolment,
            program_version_id=enrolment.cohort.program_version_id,
            module=slug,
            kind=program.modules[slug].kind,
            seed=1,
            length=0,
            started_at=MONDAY_9,
            completed_at=MONDAY_9,
        )
        for slug in program.ladder.requires
    )


def go_up_the_ladder(enrolment: Enrolment) -> None:
    climb(enrolment, REACTIVE, random.Random(3), starts=LATER, sittings=3)
    now = LATER + timedelta(days=4)
    moods.note(enrolment, "after", moods.Ratings(pleasure=5.0, arousal=95.0, distress=100.0), now=now)
    consents.withdraw(enrolment, 1, now=now)
    jobs.run_due(now=now)  # not by the real date, at which the ratings are erased by now


def of(enrolment: Enrolment) -> dict[str, Any]:
    """Everything that is worked out about somebody, without whose it is."""
    ability = Ability.objects.get(enrolment=enrolment)
    table = cohort_table(enrolment.cohort, now=LATER + timedelta(days=5))
    row = next(row for row in table.rows if row.enrolment == enrolment)
    scores = Score.objects.filter(attempt__enrolment=enrolment)
    tallies = BiasTally.objects.filter(attempt__enrolment=enrolment)
    standings = Standing.objects.filter(enrolment=enrolment).order_by("as_of", "attempt")
    return {
        "scores": sorted(scores.values_list("attempt__module", "measure", "value", "low", "high", "n", "note")),
        "tallies": sorted(tallies.values_list("attempt__module", "bias", "treated_n", "treated_sum", "control_sum")),
        "standings": list(standings.values_list("attempt__module", "verdict", "gates")),
        "ability": (ability.theta, ability.standard_error, ability.n),
        "profile": enrolment.judgement_profile.document,
        "situation": row.situation,
        "row": (row.concerns, row.status, row.last_active, row.gates, row.cells),
    }


def test_the_climb_is_one(alike: People):
    """Or the other tests would compare nothing."""
    go_up_the_ladder(alike.enrolment)
    assert ExposureEntry.objects.filter(user=alike.trainee, charged=True).count() >= 4
    assert MoodCheck.objects.filter(user=alike.trainee).exists()
    assert ExposureRest.objects.filter(user=alike.trainee).exists()
    assert not ExposureEntry.objects.filter(user=alike.other_trainee).exists()


def test_scores_standings_profiles_and_lists_are_the_same(alike: People):
    assert of(alike.enrolment) == of(alike.other_enrolment), "they were not alike to begin with"
    before = of(alike.enrolment)
    go_up_the_ladder(alike.enrolment)
    assert of(alike.enrolment) == of(alike.other_enrolment) == before


def test_pages_of_staff_say_the_same_of_both(alike: People):
    go_up_the_ladder(alike.enrolment)
    teacher, operator = Client(), Client()
    teacher.force_login(alike.instructor)
    operator.force_login(alike.operations)
    for name, client, first in (("trainee", teacher, True), ("dossier", operator, False)):
        said = [
            said_of(
                client.get(reverse(name, args=[*([alike.cohort.public_id] if first else []), mine.public_id])), mine
            )
            for mine in (alike.enrolment, alike.other_enrolment)
        ]
        assert said[0] == said[1], name


def said_of(reply: Any, enrolment: Enrolment) -> str:
    """The page without names, addresses and ids."""
    text = reply.content.decode()
    assert reply.status_code == 200
    for own in (enrolment.user.name, enrolment.user.email):
        text = text.replace(own, "somebody")
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "id", text)
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


def test_no_day_and_no_end_of_the_course_waits_for_the_ladder(alike: People):
    """The declining one's next module is the same as before there was anything to decline."""
    go_up_the_ladder(alike.enrolment)
    pages = []
    for user in (alike.trainee, alike.other_trainee):
        client = Client()
        client.force_login(user)
        context = client.get(reverse("today")).context
        schedule = context["schedule"]
        pages.append((schedule.days_done, schedule.finished, context["next_module"].module.slug))
    assert pages[0] == pages[1]
