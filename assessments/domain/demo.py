"""The demo: four accounts, a simulated cohort, and one decision of each kind, so that every page has something true.

Made once, on an empty database, in development only.
"""

import random
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from assessments.domain.certification import certify, defer
from assessments.domain.policies import policies_for
from assessments.domain.profiles import make_profile
from assessments.domain.standings import latest_standings
from assessments.gates import Verdict
from courseware.domain import jobs
from courseware.domain.demo import (
    DEMO_INSTRUCTOR,
    DEMO_LADDER,
    DEMO_OPERATIONS,
    DEMO_PASSWORD,
    DEMO_TRAINEE,
)
from courseware.domain.enrolments import enrol, give_consent
from courseware.domain.programs import latest_version, program_of
from courseware.models import Cohort, Enrolment, User
from training.activities.base import SimulatedPerson
from training.domain.simulated_cohort import add_trainees, do_days, make_cohort, start_date

SEED = 7
TRAINEES = 16
# The demo trainee has this many days behind them (done by the simulator) and the next one open.
TRAINEE_DAYS = 2


def seed_demo(*, now: datetime) -> bool:
    """Makes the demo; False (and nothing touched) where there are people already."""
    if not settings.DEMO_ALLOWED:
        raise RuntimeError("Demo accounts exist in development only.")
    if User.objects.exists():
        return False
    with transaction.atomic():
        trainee = _account(DEMO_TRAINEE, "Demo Trainee")
        climber = _account(DEMO_LADDER, "Demo Trainee at the Ladder")
        instructor = _account(DEMO_INSTRUCTOR, "Demo Instructor", is_instructor=True)
        operations = _account(DEMO_OPERATIONS, "Demo Operations", is_operations=True)
        cohort = _cohort(trainee, climber, instructor, now)
    while jobs.run_due(500):
        pass
    _look_again(cohort, now)
    _decide(cohort, operations, now)
    return True


def _account(email: str, name: str, **roles: bool) -> User:
    user = User.objects.create_user(email, DEMO_PASSWORD, name=name, is_demo=True, **roles)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def _cohort(trainee: User, climber: User, instructor: User, now: datetime) -> Cohort:
    version = latest_version()
    program = program_of(version.pk)
    rng = random.Random(SEED)
    starts_on = start_date(program, len(program.days), now.date())
    cohort = make_cohort("Demo cohort (simulated)", version, starts_on, [instructor], now=now)
    add_trainees(cohort, TRAINEES, len(program.days), rng)
    for person, days in ((trainee, TRAINEE_DAYS), (climber, len(program.days))):
        enrolment = enrol(person, cohort, now=now)
        give_consent(enrolment, now=now)
        do_days(enrolment, SimulatedPerson(), days, rng)
    return cohort


def _look_again(cohort: Cohort, now: datetime) -> None:
    """Profiles again, now that everybody is scored: whoever came first had nobody's answers to stand beside."""
    for enrolment in cohort.enrolments.filter(judgement_profile__isnull=False).select_related("user"):
        make_profile(enrolment, now=now)


def _decide(cohort: Cohort, operations: User, now: datetime) -> None:
    """One certificate and one deferral; the other ready people wait in the queue."""
    version = policies_for(cohort.program_version.program.slug)[0]
    standings = latest_standings(cohort.enrolments.all(), version)
    ready = sorted(pk for pk, standing in standings.items() if standing.verdict == Verdict.PASS)
    people = [Enrolment.objects.get(pk=pk) for pk in ready[:2]]
    if people:
        certify(people[0].public_id, version.pk, operations, now=now)
    if len(people) > 1:
        reason = "Demonstration of a deferral: we would like to see one more day of practice first."
        defer(people[1].public_id, version.pk, operations, reason, now=now)
