"""A new policy version judges everybody who was scored before it came, and nobody twice."""

import dataclasses
import random

from assessments.domain.policies import POLICY_ROOT, store_policy
from assessments.models import Standing
from assessments.policy_files import load_policy
from courseware.domain import jobs
from tests.people import MONDAY_9, People
from training.activities.base import SimulatedPerson
from training.domain.simulation import do_module


def test_people_scored_under_the_old_version_stand_under_the_new_one(people: People) -> None:
    policy = load_policy(next(POLICY_ROOT.glob("*.toml")))
    store_policy(policy, now=MONDAY_9)
    at = MONDAY_9
    for module in ("w1d1-lesson", "w1d1-sart", "w1d1-severity"):
        _, at = do_module(people.enrolment, module, SimulatedPerson(), random.Random(1), now=at)
    jobs.run_due()

    newer, is_new = store_policy(dataclasses.replace(policy, valid_days=30), now=at)
    assert is_new
    jobs.run_due()
    (standing,) = Standing.objects.filter(policy_version=newer)
    assert standing.enrolment_id == people.enrolment.pk
    assert standing.attempt.module == "w1d1-severity"
    assert standing.as_of == standing.attempt.completed_at


def test_nobody_is_judged_before_being_scored(people: People) -> None:
    do_module(people.enrolment, "w1d1-lesson", SimulatedPerson(), random.Random(1), now=MONDAY_9)
    store_policy(load_policy(next(POLICY_ROOT.glob("*.toml"))), now=MONDAY_9)
    jobs.run_due()
    assert not Standing.objects.exists()
