"""Simulated people doing real attempts: the same domain functions as the pages, with a clock that is passed in."""

import json
import random
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from courseware.models import Enrolment
from training.activities import ACTIVITIES
from training.activities.base import SimulatedPerson
from training.domain.attempts import current_steps, finish, start, step_view, submit
from training.domain.submission import parse
from training.models import Attempt

# What some follow unread, and others hardly at all.
LED = ("verbosity_bias", "anchoring", "authority", "confirmation", "halo")


def draw_person(rng: random.Random) -> SimulatedPerson:
    """Traits of one simulated trainee, spread as widely as a real cohort might be."""
    person = SimulatedPerson(
        skill=min(0.97, max(0.55, rng.gauss(0.86, 0.08))),
        attention=min(0.97, max(0.2, rng.gauss(0.7, 0.15))),
        position_bias=min(0.8, max(0.0, rng.gauss(0.08, 0.12))),
        overconfidence=rng.gauss(0.05, 0.08),
        speed=min(2.5, max(0.5, rng.gauss(1.0, 0.25))),
    )
    # From a chance of their own, so that a seed gives the same people it gave before there were these traits.
    own = random.Random(f"{person}")
    led = {name: min(0.7, max(0.0, own.gauss(0.1, 0.12))) for name in LED}
    return replace(
        person,
        contrast=own.gauss(0.03, 0.08),
        fatigue=max(0.0, own.gauss(0.05, 0.08)),
        catching=min(0.6, max(0.0, own.gauss(0.15, 0.1))),
        ambiguity=max(0.2, own.gauss(1.5, 0.5)),
        flagging=own.gauss(0.3, 0.3),
        soft_noise=min(0.5, max(0.05, own.gauss(0.15, 0.06))),
        **led,
    )


def do_module(
    enrolment: Enrolment, module: str, person: SimulatedPerson, rng: random.Random, *, now: datetime
) -> tuple[Attempt, datetime]:
    """One whole module, from start to finish. Returns the attempt and the (simulated) time when it was done."""
    attempt = start(enrolment, module, now=now, seed=rng.getrandbits(63), simulated=True)
    answered = set(attempt.responses.values_list("step_id", flat=True))
    at = now
    for step in current_steps(attempt):
        if step.pk in answered:
            continue
        simulated = ACTIVITIES[attempt.kind].simulate(step_view(attempt, step), person, rng)
        at += timedelta(seconds=simulated.seconds)
        ms = round(1000 * simulated.seconds)
        body = {
            # Not from `rng`: a second cohort with the same seed gives the same answers, each under its own UUID.
            "uuid": str(uuid.uuid4()),
            "step": str(step.token),
            "answer": simulated.value,
            "confidence": None if simulated.confidence is None else round(100 * simulated.confidence),
            "first": simulated.first,
            "timing": {"rtMs": ms, "activeMs": ms, "idleMs": 0},
        }
        submit(enrolment.user, attempt.public_id, parse(_encode(body)), now=at)
    return finish(enrolment.user, attempt.public_id, now=at), at


def _encode(body: Mapping[str, object]) -> bytes:
    """As the browser would send it, so that simulated answers pass the same checks."""
    return json.dumps(body).encode()
