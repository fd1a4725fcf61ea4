"""Simulated people on the ladder: consent, sittings day by day, and every limit, by the same functions as the pages."""

import random
import uuid
from datetime import datetime, timedelta

from courseware.curriculum import Rung
from courseware.models import Enrolment
from training.activities import ACTIVITIES
from training.activities.base import SimulatedPerson
from training.domain.attempts import Refused
from training.domain.exposure.consents import give
from training.domain.exposure.sittings import answer, begin, reveal, sitting_of, stop
from training.domain.exposure.state import LadderView, ladder_of

BETWEEN = timedelta(days=1)
LOOKING_FOR_THE_BUTTON = timedelta(seconds=3)


def climb(
    enrolment: Enrolment, person: SimulatedPerson, rng: random.Random, *, starts: datetime, sittings: int
) -> None:
    """Consents to every tier, then sits down once a day, `sittings` times, on the highest open rung with anything new.

    Days on which a limit or a rest lets nothing be shown pass without a sitting. Ends early where the ladder has
    nothing new left, is not offered, or its skills are not done.
    """
    for number in range(sittings):
        now = starts + number * BETWEEN
        view = ladder_of(enrolment, now=now)
        if view is None or not view.ready:
            return
        missing = [view.tier for view in view.tiers if view.consent is None]
        for tier in missing:
            give(enrolment, tier.number, tier.version, now=now)
        if missing:
            view = ladder_of(enrolment, now=now) or view
        if view.allowance.blocked is not None:
            continue
        rung = _highest(view)
        if rung is None:
            return
        _sit(enrolment, rung, person, rng, now)


def _highest(view: LadderView) -> Rung | None:
    """The highest rung that is open and has anything new; None: there is none."""
    found = [rung.rung for rung in view.rungs if rung.state != "locked" and not rung.nothing_new]
    return max(found, key=lambda rung: rung.intensity, default=None)


def _sit(enrolment: Enrolment, rung: Rung, person: SimulatedPerson, rng: random.Random, now: datetime) -> None:
    """One sitting to its end, or to the limit, where it is stopped."""
    user = enrolment.user
    try:
        attempt = begin(enrolment, rung.intensity, now=now, seed=rng.getrandbits(63), simulated=True)
    except Refused:  # nothing can be asked today: what is left were the twins of yesterday's items
        return
    while True:
        sitting = sitting_of(user, attempt.public_id, now=now)
        if sitting.ended or sitting.step is None or sitting.view is None:
            return
        if sitting.blocked is not None:
            stop(user, attempt.public_id, now=now)
            return
        token = sitting.step.token
        now += LOOKING_FOR_THE_BUTTON
        reveal(user, attempt.public_id, token, now=now)
        judged = ACTIVITIES[attempt.kind].simulate(sitting.view, person, rng)
        now += timedelta(seconds=judged.seconds)
        answer(user, attempt.public_id, token, uuid.uuid4(), judged.value["choice"], now=now)
