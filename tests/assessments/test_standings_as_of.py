"""A standing rests on what was completed by its attempt, whenever and in whatever order the jobs run."""

import random
from datetime import timedelta

from assessments.domain.policies import POLICY_ROOT, policies_in_force, store_policy
from assessments.domain.scoring import score_attempt
from assessments.domain.standings import gates_of, latest_standings
from assessments.models import Standing
from assessments.policy_files import load_policy
from courseware.models import Enrolment
from tests.people import MONDAY_9, People
from training.activities.base import SimulatedPerson
from training.domain.simulation import do_module
from training.models import Attempt


def practised(people: People) -> list[Attempt]:
    """The first two days, completed but not scored."""
    store_policy(load_policy(next(POLICY_ROOT.glob("*.toml"))), now=MONDAY_9)
    rng = random.Random(3)
    attempts = []
    for day, prefix in enumerate(("w1d1", "w1d2")):
        at = MONDAY_9 + timedelta(days=day)
        for module in [slug for slug in modules(people) if slug.startswith(prefix)]:
            attempt, at = do_module(people.enrolment, module, SimulatedPerson(), rng, now=at)
            attempts.append(attempt)
    return attempts


def modules(people: People) -> list[str]:
    from courseware.domain.programs import program_of

    return list(program_of(people.version.pk).modules)


def stored() -> dict[str, list[tuple[str, int]]]:
    rows = Standing.objects.select_related("attempt")
    return {row.attempt.module: [(gate.gate, gate.n) for gate in gates_of(row)] for row in rows}


def test_scoring_late_and_backwards_gives_the_standings_of_the_time(people: People) -> None:
    attempts = practised(people)
    for attempt in reversed(attempts):
        score_attempt(attempt.pk, now=MONDAY_9 + timedelta(days=9))

    practice_sets = [a.module for a in attempts if a.kind == "practice"]
    counts = [dict(stored()[module])["accuracy"] for module in practice_sets]
    assert counts == sorted(counts)
    assert counts[0] < counts[1]


def test_the_latest_standing_is_that_of_the_latest_attempt_not_of_the_latest_job(people: People) -> None:
    attempts = practised(people)
    for attempt in reversed(attempts):
        score_attempt(attempt.pk, now=MONDAY_9 + timedelta(days=9))

    (version,) = policies_in_force()
    latest = latest_standings(Enrolment.objects.filter(pk=people.enrolment.pk), version)
    assert latest[people.enrolment.pk].attempt_id == attempts[-1].pk
