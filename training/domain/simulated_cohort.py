"""A cohort of simulated people: made with the same functions as a real one, and marked simulated everywhere."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from courseware.curriculum import Program
from courseware.domain.enrolments import enrol, give_consent
from courseware.domain.programs import program_of
from courseware.models import Cohort, Enrolment, ProgramVersion, User
from training.activities.base import SimulatedPerson
from training.domain.schedule import opening_dates
from training.domain.simulation import do_module, draw_person

# Invented given names; the word "Simulated" is part of every name, so that no page, mail or export can lose it.
NAMES = (
    "Adia", "Bram", "Calla", "Dario", "Edda", "Femi", "Gita", "Hugo", "Ilse", "Jun", "Kofi", "Lena", "Milo", "Nura",
    "Oona", "Pavel", "Quin", "Rosa", "Sami", "Tove", "Uma", "Viggo", "Wren", "Xenia", "Yusuf", "Zora",
)  # fmt: skip
# Some people stop early; without them an instructor's page would have nobody to look after.
CHANCE_TO_GO_ON = 0.95
WORKING_HOUR = time(9, 0)
BREAK = timedelta(minutes=2)


def start_date(program: Program, days: int, today: date) -> date:
    """A start so long ago that `days` days of the program have opened before `today`."""
    start = today
    while opening_dates(program.rules, start, days)[-1] >= today:
        start -= timedelta(days=1)
    return start


def make_cohort(
    name: str, version: ProgramVersion, starts_on: date, instructors: Sequence[User], *, now: datetime
) -> Cohort:
    cohort = Cohort.objects.create(
        name=name, program_version=version, starts_on=starts_on, is_simulated=True, created_at=now
    )
    cohort.instructors.add(*instructors)
    return cohort


def add_trainees(cohort: Cohort, count: int, days: int, rng: random.Random) -> list[Enrolment]:
    """`count` simulated trainees with drawn traits, each through up to `days` days, on the days' own dates."""
    enrolments = []
    for number in range(1, count + 1):
        person = draw_person(rng)
        enrolments.append(add_trainee(cohort, number, person, days, rng, go_on=CHANCE_TO_GO_ON))
    return enrolments


@transaction.atomic
def add_trainee(
    cohort: Cohort, number: int, person: SimulatedPerson, days: int, rng: random.Random, *, go_on: float = 1.0
) -> Enrolment:
    """One simulated trainee with these traits. All or nothing."""
    joined = datetime.combine(cohort.starts_on, WORKING_HOUR, UTC) - timedelta(days=1)
    user = User.objects.create_user(
        f"simulated-{cohort.public_id.hex[:8]}-{number:03d}@simulated.example",
        name=f"{NAMES[(number - 1) % len(NAMES)]} {number} (simulated)",
        is_simulated=True,
    )
    enrolment = enrol(user, cohort, now=joined)
    give_consent(enrolment, now=joined)
    do_days(enrolment, person, days, rng, go_on=go_on)
    return enrolment


def do_days(
    enrolment: Enrolment, person: SimulatedPerson, days: int, rng: random.Random, *, go_on: float = 1.0
) -> None:
    """The first `days` days of the course, each on the date on which it opens; stops early by chance."""
    program = program_of(enrolment.cohort.program_version_id)
    dates = opening_dates(program.rules, enrolment.cohort.starts_on, days)
    for day, on in zip(program.days, dates, strict=False):
        at = datetime.combine(on, WORKING_HOUR, UTC) + timedelta(minutes=rng.uniform(0, 480))
        for module in day.modules:
            _, at = do_module(enrolment, module.slug, person, rng, now=at)
            at += BREAK
        if rng.random() > go_on:
            return
