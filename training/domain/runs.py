"""Runs of a drill's block that never became its answer: the tab was closed, the person stopped, too much was void.

They count nowhere and change nothing. They are kept because nothing that was done may be lost, and because somebody
who begins a block over and over should be seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from courseware.models import User
from training.activities import ACTIVITIES
from training.activities.base import InvalidAnswer, JsonDict
from training.activities.drill import Drill
from training.activities.drills.kernel import device_of
from training.domain.attempts import Refused, locked_step, refuse_unrecorded, step_view
from training.domain.submission import read_object, uuid_in
from training.models import DrillRun, Step

FIELDS = {"uuid", "step", "ending", "trials", "device"}
# Nobody begins a block so often; it bounds what one page can store.
MAX_RUNS_PER_STEP = 50


@dataclass(frozen=True)
class RunSubmission:
    """`request_hash` tells the same run sent twice from another under the same UUID. Trials, device: unchecked."""

    uuid: UUID
    step: UUID
    ending: str
    trials: list[Any]
    device: Mapping[str, Any] | None
    request_hash: str


def parse_run(body: bytes) -> RunSubmission:
    """The run in a request body (JSON). Raises InvalidAnswer that names the field."""
    data, request_hash = read_object(body, FIELDS)
    if data.get("ending") not in DrillRun.Ending.values:
        raise InvalidAnswer("ending", f"expected one of {', '.join(DrillRun.Ending.values)}")
    if not isinstance(data.get("trials"), list):
        raise InvalidAnswer("trials", "expected a list")
    return RunSubmission(
        uuid=uuid_in(data, "uuid"),
        step=uuid_in(data, "step"),
        ending=data["ending"],
        trials=data["trials"],
        device=data.get("device"),
        request_hash=request_hash,
    )


def keep_run(user: User, attempt_id: UUID, submission: RunSubmission, *, now: datetime) -> DrillRun:
    """Stores the run, once. The same run again gives the stored one, whatever has become of its block.

    Raises NotFound, InvalidAnswer, or Refused: `uuid_reused`, `too_many`, `closed`, `consent`.
    """
    try:
        return _keep(user, attempt_id, submission, now)
    except IntegrityError as error:
        # The attempt's row is locked, so only a run of another attempt can have taken the UUID meanwhile.
        raise _reused() from error


@transaction.atomic
def _keep(user: User, attempt_id: UUID, submission: RunSubmission, now: datetime) -> DrillRun:
    step = locked_step(user, attempt_id, submission.step)
    stored = DrillRun.objects.filter(uuid=submission.uuid).first()
    if stored is not None:
        if stored.step_id == step.pk and stored.request_hash == submission.request_hash:
            return stored
        raise _reused()
    # A completed attempt takes it still: it may have waited in a browser without a network.
    refuse_unrecorded(step)
    try:
        trials = _trials(step, submission.trials)
        device = None if submission.device is None else device_of(submission.device)
    except InvalidAnswer as error:
        # Checked as those of an answer, which is a level deeper.
        raise InvalidAnswer(error.field.removeprefix("answer."), str(error)) from error
    if step.runs.count() >= MAX_RUNS_PER_STEP:
        raise Refused("too_many", "This part was begun too often; nothing more is recorded of it.")
    return DrillRun.objects.create(
        step=step,
        uuid=submission.uuid,
        request_hash=submission.request_hash,
        ending=submission.ending,
        trials=trials,
        device=device,
        received_at=now,
    )


def _trials(step: Step, trials: list[Any]) -> list[JsonDict]:
    activity = ACTIVITIES[step.attempt.kind]
    if not isinstance(activity, Drill):
        raise InvalidAnswer("step", "is no block of a drill")
    return activity.broken_off(step_view(step.attempt, step), trials)


def _reused() -> Refused:
    return Refused("uuid_reused", "This run's identifier was used for another run.")
