"""Days of the course done and scored, for tests of what pages show of them.

`practise(enrolment, days)` does the first days on their dates, `drill_on(enrolment, module)` a drill on a device that
cannot time, or with void trials. The same person gives the same answers every time.
"""

import random
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from courseware.domain import jobs
from courseware.domain.programs import program_of
from courseware.models import Enrolment
from tests.evidence import ABLE, load_general_policy
from tests.faults.answering import bodies_for, submit_body
from tests.people import MONDAY_9
from training.activities.base import SimulatedPerson
from training.domain.attempts import finish, start
from training.domain.simulated_cohort import do_days
from training.domain.simulation import do_module
from training.models import Attempt


def practise(enrolment: Enrolment, days: int, person: SimulatedPerson = ABLE, *, scored: bool = True) -> list[Attempt]:
    """The attempts, in order; without `scored` their jobs stay in the queue."""
    load_general_policy()
    do_days(enrolment, person, days, random.Random(enrolment.user.email))
    if scored:
        jobs.run_due()
    return list(enrolment.attempts.order_by("pk"))


def days_in_all(enrolment: Enrolment) -> int:
    """How many days the course has."""
    return len(program_of(enrolment.cohort.program_version_id).days)


def finish_everything(enrolment: Enrolment) -> None:
    """Every module of the course done on one morning, where nobody looks at what was answered: there is nothing."""
    version = enrolment.cohort.program_version_id
    Attempt.objects.bulk_create(
        Attempt(
            enrolment=enrolment,
            program_version_id=version,
            module=module.slug,
            kind=module.kind,
            seed=1,
            length=0,
            started_at=MONDAY_9,
            completed_at=MONDAY_9,
        )
        for day in program_of(version).days
        for module in day.modules
    )


def attempt_of(enrolment: Enrolment, module: str) -> Attempt:
    return enrolment.attempts.get(module=module)


def drill_on(
    enrolment: Enrolment,
    module: str,
    *,
    now: datetime,
    timing_valid: bool = True,
    void: int = 0,
    device: Mapping[str, Any] | None = None,
) -> Attempt:
    """A finished, scored drill whose device could (not) time, with so many void trials in every block.

    `device`: what the browser says of it otherwise than that of simulated people.
    """
    attempt = _reach(enrolment, module, now)
    for body in bodies_for(attempt):
        _spoil(body["answer"], timing_valid, void)
        body["answer"]["device"] |= device or {}
        submit_body(enrolment.user, attempt, body, now)
    finished = finish(enrolment.user, attempt.public_id, now=now)
    jobs.run_due()
    return finished


def _reach(enrolment: Enrolment, module: str, now: datetime) -> Attempt:
    """The module started; a simulated person does what comes before it and is not done yet."""
    rng = random.Random(enrolment.user.email)
    done = set(enrolment.attempts.filter(completed_at__isnull=False).values_list("module", flat=True))
    for earlier in program_of(enrolment.cohort.program_version_id).modules:
        if earlier == module:
            break
        if earlier not in done:
            do_module(enrolment, earlier, ABLE, rng, now=now)
    return start(enrolment, module, now=now, seed=rng.getrandbits(63))


def _spoil(answer: dict[str, Any], timing_valid: bool, void: int) -> None:
    answer["device"]["timingValid"] = timing_valid
    for trial in answer["trials"][:void]:
        trial["hidden"] = True
