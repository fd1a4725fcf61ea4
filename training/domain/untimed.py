"""Going on without timing: the device cannot time the drill, so the rest is asked by a drill that needs none.

Blocks that are answered stay as they are and count nowhere; those that are not are never asked. The new steps follow
them, planned by the attempt's own seed, so that asking twice plans the same. What the device could not do is kept in
the plan of the first new step, `faults`, for the instructor.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from courseware.domain.programs import program_of
from courseware.models import User
from training.activities import ACTIVITIES
from training.activities.base import InvalidAnswer
from training.activities.drill import UNTIMED, Drill
from training.activities.drills.validity import TIMING_FAULTS
from training.domain.attempts import NotFound, Refused, refuse_without_consent
from training.domain.planning import store_steps
from training.domain.submission import read_object
from training.models import Attempt

FIELDS = {"faults"}


def parse_faults(body: bytes) -> list[str]:
    """The faults in a request body (JSON), each once, in their own order. Raises InvalidAnswer."""
    data, _ = read_object(body, FIELDS)
    faults = data.get("faults")
    if not isinstance(faults, list) or not faults or any(fault not in TIMING_FAULTS for fault in faults):
        raise InvalidAnswer("faults", f"expected a list of some of {', '.join(TIMING_FAULTS)}")
    return [fault for fault in TIMING_FAULTS if fault in faults]


@transaction.atomic
def switch_to_untimed(user: User, attempt_id: UUID, faults: Sequence[str]) -> Attempt:
    """The attempt, going on with a drill that needs no timing where it is not answered yet. Twice is the same as once.

    Raises NotFound, or Refused: `refused` (completed, all answered, or a drill that is not timed), `closed`, `consent`.
    """
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("enrolment")
        .filter(public_id=attempt_id, enrolment__user=user)
        .first()
    )
    if attempt is None:
        raise NotFound("not_found", "There is no such attempt among yours.")
    if attempt.completed_at is not None:
        raise Refused("refused", "This attempt is finished; it goes on in no other way.")
    refuse_without_consent(attempt.enrolment)
    if attempt.variant == UNTIMED:
        return attempt
    config = program_of(attempt.program_version_id).modules[attempt.module].config
    activity = ACTIVITIES[attempt.kind]
    if not isinstance(activity, Drill) or not activity.timed(config):
        raise Refused("refused", "This needs no exact timing, so it goes on as it is.")
    answered = attempt.responses.count()
    if answered == attempt.length:
        raise Refused("refused", "Every part of this is answered already.")
    first, *others = activity.plan_untimed(config, random.Random(f"{attempt.seed} {UNTIMED}"))
    planned = [replace(first, plan=first.plan | {"faults": list(faults)}), *others]
    attempt.variant = UNTIMED
    attempt.length = answered + len(planned)
    attempt.save(update_fields=["variant", "length"])
    last = attempt.steps.aggregate(last=Max("position"))["last"]
    store_steps(attempt, planned, first_position=last + 1)
    return attempt
