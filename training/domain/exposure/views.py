"""One sitting as its own person may see it at one moment."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from courseware.curriculum import Guideline, Module, Rung, Tier
from courseware.domain.programs import program_of
from courseware.models import User
from training.activities import ACTIVITIES
from training.activities.base import JsonDict, StepView
from training.activities.exposure import EXPOSURE
from training.domain.attempts import NotFound, step_view
from training.domain.care import care_in_force
from training.domain.exposure.dose import Allowance, Block
from training.domain.exposure.holding import holding, settle
from training.domain.exposure.ledger import Dose, close, dose_of
from training.domain.exposure.screen import offers, stays
from training.domain.exposure.standing import open_entry
from training.models import Attempt, CarePolicy, Step


@dataclass(frozen=True)
class SittingView:
    """`question`, with the text, is there only while the item is revealed.

    step: the first that is not answered; None once the sitting is over
    view: the same with its key: never for a page
    number, of: which one that is, counted from 1, and how many the sitting has
    blocked: what keeps this very item from being revealed now
    offers_break: so many items were answered that a pause is offered before this one
    offered: the organisation still offers the rung; where it does not, nothing of it can be revealed
    """

    attempt: Attempt
    rung: Rung
    tier: Tier
    module: Module
    step: Step | None
    view: StepView | None
    number: int
    of: int
    revealed: bool
    question: JsonDict | None
    offers_break: bool
    offered: bool
    allowance: Allowance
    blocked: Block | None
    ended: bool
    guideline: Guideline


def sitting_of(user: User, attempt_id: UUID, *, now: datetime) -> SittingView:
    """Raises NotFound. About ten queries, whatever the number of sittings.

    Ends the sitting where it may not go on, and hides its item where that may not stay.
    """
    settle(user, now=now)
    attempt = (
        Attempt.objects.select_related("enrolment__cohort")
        .filter(public_id=attempt_id, enrolment__user=user, kind=EXPOSURE)
        .first()
    )
    if attempt is None:
        raise NotFound("not_found", "There is no such sitting among yours.")
    program = program_of(attempt.program_version_id)
    rung, care = rung_of(attempt), care_in_force()
    dose = dose_of(user, care=care, now=now)
    steps = steps_of(attempt)
    answered = sum(hasattr(step, "response") for step in steps)
    ended = attempt.completed_at is not None
    step = None if ended else next((step for step in steps if not hasattr(step, "response")), None)
    revealed = step is not None and _revealed(user, step, care, dose)
    view = step_view(attempt, step) if step is not None else None
    return SittingView(
        attempt=attempt,
        rung=rung,
        tier=program.ladder.tier(rung.tier),  # type: ignore[union-attr]  # it has the rung
        module=rung.module,
        step=step,
        view=view,
        number=answered + (step is not None),
        of=answered if ended else len(steps),
        revealed=revealed,
        question=ACTIVITIES[EXPOSURE].present(view) if view and revealed else None,
        offers_break=step is not None and not revealed and answered > 0 and answered % care.break_every == 0,
        offered=offers(care, rung.intensity),
        allowance=dose.allowance,
        blocked=dose.block_for(step.pk) if step is not None and not revealed else None,
        ended=ended,
        guideline=program.guideline(rung.module.config["guideline"]),
    )


def _revealed(user: User, step: Step, care: CarePolicy, dose: Dose) -> bool:
    """Whether the item is on the screen; one that may not stay there goes from it now."""
    entry = open_entry(step)
    if entry is None or stays(entry, care=care, dose=dose):
        return entry is not None
    with holding(user, now=dose.now):
        close(entry, dose.now)
    return False


def rung_of(attempt: Attempt) -> Rung:
    """The rung in the course as it was when the attempt was planned."""
    ladder = program_of(attempt.program_version_id).ladder
    rung = ladder.rung_of(attempt.module) if ladder else None
    if rung is None:
        raise LookupError(f"{attempt} is of no rung of its own course")
    return rung


def steps_of(attempt: Attempt) -> list[Step]:
    """All that were planned, in order, with their answers."""
    return list(attempt.steps.select_related("response"))
