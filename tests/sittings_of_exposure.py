"""A trainee of the course on the first rung of its ladder: for tests that need a sitting to be there, and no more.

The skills that come first are left out, and so is what `begin` would refuse for: tests of that are in
tests/training/exposure/.
"""

from datetime import datetime

from courseware.domain.programs import program_of
from courseware.models import Enrolment
from training.domain.exposure import consents, sittings
from training.domain.exposure.planning import plan_sitting
from training.models import Attempt, Step

ROOM = 4
LABEL = "mild"


def agree(enrolment: Enrolment, now: datetime, tier: int = 1) -> None:
    """Consent to the tier, in the words that the course has."""
    ladder = program_of(enrolment.cohort.program_version_id).ladder
    assert ladder is not None
    consents.give(enrolment, tier, ladder.tier(tier).version, now=now)


def sitting_of(enrolment: Enrolment, now: datetime, *, seed: int = 1) -> Attempt:
    """An open sitting of the first rung."""
    ladder = program_of(enrolment.cohort.program_version_id).ladder
    assert ladder is not None
    attempt = plan_sitting(enrolment, ladder.rungs[0].module, room=ROOM, seed=seed, simulated=False, now=now)
    assert attempt is not None
    return attempt


def ended_sitting(enrolment: Enrolment, now: datetime) -> Attempt:
    """One that was stopped before anything was shown."""
    return sittings.stop(enrolment.user, sitting_of(enrolment, now).public_id, now=now)


def revealed(attempt: Attempt, now: datetime) -> Step:
    """The first item of an open sitting, on the screen."""
    step = attempt.steps.order_by("position").first()
    assert step is not None
    sittings.reveal(attempt.enrolment.user, attempt.public_id, step.token, now=now)
    return step
