"""Simulated people climb the small ladder, sitting by sitting, and their profiles tell them apart."""

import math
import random

from assessments.domain.reactivity import stored_reactivity
from courseware.domain import jobs
from courseware.models import Enrolment
from tests.ladder_course import TUESDAY_9, Climbers
from training.activities.base import SimulatedPerson
from training.activities.choices import chance_of_right
from training.domain.simulated_exposure import climb
from training.models import Attempt, ExposureEntry, Response, TierConsent

UNREACTIVE = SimulatedPerson(skill=0.95)
REACTIVE = SimulatedPerson(skill=0.95, reactivity=0.9, slowing=1.0)
# So many days bring every pair of the first rung together, and nobody beyond it.
DAYS = 9
# Of every item of the small course.
DIFFICULTY = 0.3


def climbed(enrolment: Enrolment, person: SimulatedPerson):
    """Their first tier, after every job has run."""
    climb(enrolment, person, random.Random(3), starts=TUESDAY_9, sittings=DAYS)
    jobs.run_due()
    return stored_reactivity(enrolment).tiers[0]


def true_loss(person: SimulatedPerson) -> float:
    return min(person.reactivity, chance_of_right(person, DIFFICULTY))


def test_a_reactive_and_an_unreactive_person_are_told_apart(climbers: Climbers):
    calm, moved = climbed(climbers.enrolment, UNREACTIVE), climbed(climbers.other_enrolment, REACTIVE)
    assert calm.pairs == moved.pairs == 8
    assert calm.lost.low <= true_loss(UNREACTIVE) == 0 <= calm.lost.high
    assert moved.lost.low <= true_loss(REACTIVE) <= moved.lost.high
    assert calm.lost.high < moved.lost.low
    assert calm.slower.low <= 0 <= calm.slower.high
    assert moved.slower.low <= math.log(2) <= moved.slower.high
    assert moved.slower.low > 0


def test_climbing_keeps_to_the_rules_of_the_ladder(climbers: Climbers):
    climb(climbers.enrolment, UNREACTIVE, random.Random(3), starts=TUESDAY_9, sittings=3)
    attempts = Attempt.objects.filter(enrolment=climbers.enrolment, kind="exposure")
    assert all(attempt.is_simulated and attempt.completed_at for attempt in attempts)
    assert TierConsent.objects.filter(enrolment=climbers.enrolment).count() == 3
    # Every answer stands to an item that was revealed before, and every entry is closed.
    entries = ExposureEntry.objects.filter(user=climbers.trainee)
    assert entries.filter(hidden_at__isnull=False).count() == entries.count()
    assert entries.count() == Response.objects.filter(attempt__in=attempts).count() == sum(a.length for a in attempts)


def test_who_has_not_done_the_skills_does_not_climb(climbers: Climbers):
    climbers.enrolment.attempts.update(completed_at=None)
    climb(climbers.enrolment, UNREACTIVE, random.Random(3), starts=TUESDAY_9, sittings=3)
    assert not TierConsent.objects.exists()
