"""Starting, answering and finishing attempts: the one road for pages, commands and simulated people alike.

What must not happen twice is held by constraints (one open attempt per module, one answer per step, one answer
per UUID); this code turns their refusals into the stored result. `now` is the server's clock, taken once by the
caller.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courseware.domain.programs import program_of
from courseware.models import Consent, Enrolment, User
from training.activities import ACTIVITIES
from training.activities.base import MAX_MS, Answer, JsonDict, StepView, given
from training.activities.exposure import EXPOSURE
from training.domain.drill_rulings import rule_on_completed
from training.domain.exposure.ending import end_sitting
from training.domain.exposure.ledger import close, seconds_shown
from training.domain.exposure.screen import may_stay
from training.domain.exposure.standing import may_go_on, open_entry
from training.domain.items import items_of, version_of, view
from training.domain.planning import create_attempt
from training.domain.progress import offered_again, schedule_of
from training.domain.schedule import State
from training.domain.submission import Submission
from training.models import Attempt, ExposureEntry, Response, Step
from training.signals import attempt_completed


class Refused(Exception):
    """What was asked cannot be done now; `code` is for the program, the message for the person."""

    def __init__(self, code: str, message: str, **details: Any) -> None:
        self.code = code
        self.details = details
        super().__init__(message)


class NotFound(Refused):
    """There is no such attempt or step, or it is somebody else's."""


@dataclass(frozen=True)
class Saved:
    """An answer that is stored: its feedback, and how many steps are left to answer."""

    uuid: UUID
    step: UUID
    feedback: JsonDict | None
    left: int


def start(
    enrolment: Enrolment, module_slug: str, *, now: datetime, seed: int | None = None, simulated: bool = False
) -> Attempt:
    """The person's open attempt at the module, planned and stored if there is none yet.

    Where nothing of the module is left to ask (its items are retired or kept for sittings by now), the attempt comes
    back completed: the course goes on, and nothing is measured. A module that is done is done once more, as a next
    attempt, where its last one was offered again.
    `simulated` marks the attempt as done by the simulator; whoever is a simulated person has no other kind.
    Raises Refused where the module is locked or done, or consent does not stand.
    """
    module = program_of(enrolment.cohort.program_version_id).modules.get(module_slug)
    if module is None:
        raise NotFound("not_found", "There is no such module in this course.")
    if module.kind == EXPOSURE:
        raise Refused("locked", "Exposures are begun on the page of the ladder.")
    refuse_without_consent(enrolment)
    attempts = list(enrolment.attempts.all())
    standing = next((a for a in attempts if a.module == module_slug and a.completed_at is None), None)
    if standing is not None:
        return _nothing_to_ask(enrolment, standing, now) if standing.length == 0 else standing
    if module_slug not in offered_again(attempts):
        schedule = schedule_of(enrolment, attempts, now=now)
        status = schedule.status_of(module_slug)
        if status is None or status.state != State.OPEN:
            raise Refused("locked", schedule.reason_for(module_slug) or "You have finished this module.")
    try:
        made = create_attempt(
            enrolment,
            module_slug,
            number=1 + max((a.number for a in attempts if a.module == module_slug), default=0),
            seed=secrets.randbits(63) if seed is None else seed,
            simulated=simulated or enrolment.user.is_simulated,
            now=now,
        )
    except IntegrityError:
        # Two tabs or a double click: the other request made it, and may have completed it; this one joins.
        made = Attempt.objects.filter(enrolment=enrolment, module=module_slug).latest("pk")
    return _nothing_to_ask(enrolment, made, now) if made.length == 0 else made


def _nothing_to_ask(enrolment: Enrolment, attempt: Attempt, now: datetime) -> Attempt:
    """The attempt, completed as it is: without it the module, and every one after it, would stay closed for ever."""
    return finish(enrolment.user, attempt.public_id, now=now)


def refuse_without_consent(enrolment: Enrolment) -> None:
    if enrolment.left_at is not None:
        raise Refused("closed", "You are no longer in this cohort, so nothing more is recorded.")
    if not enrolment.consents.filter(withdrawn_at__isnull=True).exists():
        raise Refused("consent", "Taking part needs your consent first; without it nothing more is recorded.")


def current_steps(attempt: Attempt) -> QuerySet[Step]:
    """The steps that the attempt asks or has asked: those of its variant, and any that are answered. In order."""
    return attempt.steps.filter(Q(variant=attempt.variant) | Q(response__isnull=False))


def step_view(attempt: Attempt, step: Step) -> StepView:
    """The step with its module's config, guideline and item, as its activity wants it. No query once warm."""
    program = program_of(attempt.program_version_id)
    config = program.modules[attempt.module].config
    guideline = program.guideline(config["guideline"]) if "guideline" in config else None
    item = None
    if step.item_version_id is not None:
        known = items_of(attempt.program_version_id)
        item = view(known.get(step.item_version_id) or version_of(step.item_version_id))
    return StepView(plan=step.plan, config=config, item=item, guideline=guideline)


def feedback_for(attempt: Attempt, step: Step, response: Response) -> JsonDict | None:
    """The feedback to a stored answer, worked out again from the version it answered."""
    activity = ACTIVITIES[attempt.kind]
    if "choice" not in response.answer:
        # Where the answer itself is not kept in `answer`, the activity may know it from the recording.
        again: JsonDict | None = None
        if hasattr(activity, "feedback_again"):
            again = activity.feedback_again(step_view(attempt, step), response.answer, response.recording)
        return again
    answer = Answer(given(response.answer), response.confidence)
    return activity.grade(step_view(attempt, step), answer).feedback


def submit(user: User, attempt_id: UUID, submission: Submission, *, now: datetime) -> Saved:
    """Stores one answer, once. The same answer again gives the stored result.

    Raises NotFound, InvalidAnswer, or Refused: `uuid_reused`, `already_answered`, `closed`, `consent`.
    """
    try:
        return _submit(user, attempt_id, submission, now)
    except IntegrityError:
        # A constraint refused a second answer: on PostgreSQL a request that waited for the row lock still sees the
        # state from before it waited. Looked at again, the stored answer is there.
        pass
    try:
        return _submit(user, attempt_id, submission, now)
    except IntegrityError as error:
        raise Refused("uuid_reused", "This answer's identifier was used for another answer.") from error


@transaction.atomic
def _submit(user: User, attempt_id: UUID, submission: Submission, now: datetime) -> Saved:
    step = locked_step(user, attempt_id, submission.step)
    attempt = step.attempt
    left = attempt.length - step.answered  # type: ignore[attr-defined]  # annotated in locked_step
    stored: Response | None = getattr(step, "response", None)
    if stored is not None:
        if stored.uuid == submission.uuid and stored.request_hash == submission.request_hash:
            return Saved(stored.uuid, step.token, feedback_for(attempt, step, stored), left)
        if stored.uuid == submission.uuid:
            raise Refused("uuid_reused", "This answer's identifier was used for another answer.")
        raise Refused(
            "already_answered",
            "This step was already answered, perhaps in another tab. The first answer stands.",
            feedback=feedback_for(attempt, step, stored),
            left=left,
        )
    if attempt.completed_at is not None:
        raise Refused("closed", "This attempt is finished; it takes no more answers.")
    if step.variant != attempt.variant:
        raise Refused("closed", "This part was replaced by another that needs no exact timing.")
    refuse_unrecorded(step)
    shown = _shown(step, user, now) if attempt.kind == EXPOSURE else None
    graded = ACTIVITIES[attempt.kind].grade(step_view(attempt, step), submission.answer)
    Response.objects.create(
        step=step,
        attempt=attempt,
        uuid=submission.uuid,
        request_hash=submission.request_hash,
        answer=graded.stored,
        confidence=submission.answer.confidence,
        **_beside(attempt.kind, submission, shown, now),
        recording=graded.recording,
        credit=graded.credit,
        correct=graded.correct,
        received_at=now,
    )
    if shown:
        close(shown, now)
        if left == 1:
            end_sitting(attempt, user, now=now)
    return Saved(submission.uuid, step.token, graded.feedback, left - 1)


def _beside(kind: str, submission: Submission, shown: ExposureEntry | None, now: datetime) -> JsonDict:
    """What is kept beside the answer. Of exposures only how long the item was shown, by this clock; of a practised
    skill nothing: whatever a request holds besides would be somebody's own words."""
    if shown:
        return {"timing": {"rtMs": min(1000 * seconds_shown(shown, now), MAX_MS)}}
    return {} if kind == "skill" else {"first": submission.first, "timing": submission.timing}


def _shown(step: Step, user: User, now: datetime) -> ExposureEntry:
    """The entry by which the item of an exposure is on the screen. Raises Refused where it is not, or may not stay."""
    if not may_go_on(step.attempt):
        raise Refused("consent", "Your consent does not stand, so nothing more is recorded.")
    entry = open_entry(step)
    if entry is None or not may_stay(entry, user, now=now):
        raise Refused("unrevealed", "This item is not shown now, so it takes no answer. Show it first.")
    return entry


def locked_step(user: User, attempt_id: UUID, token: UUID) -> Step:
    """One query for all that an answer needs; the attempt's row stays locked until the transaction ends.

    Raises NotFound. The step comes with `answered` (how many steps are), `consented` and `left_at`.
    """
    answered = (
        Response.objects.filter(attempt=OuterRef("attempt"))
        .order_by()
        .values("attempt")
        .annotate(count=Count("pk"))
        .values("count")
    )
    consent = Consent.objects.filter(enrolment=OuterRef("attempt__enrolment"), withdrawn_at__isnull=True)
    step = (
        Step.objects.select_for_update(of=("attempt",))
        .select_related("attempt", "response")
        .filter(token=token, attempt__public_id=attempt_id, attempt__enrolment__user=user)
        .annotate(
            answered=Coalesce(Subquery(answered), 0),
            consented=Exists(consent),
            left_at=F("attempt__enrolment__left_at"),
        )
        .order_by()
        .first()
    )
    if step is None:
        raise NotFound("not_found", "There is no such step in your attempts.")
    return step


def refuse_unrecorded(step: Step) -> None:
    """Raises Refused where nothing of this person may be recorded. `step` comes from `locked_step`."""
    if step.left_at is not None:  # type: ignore[attr-defined]
        raise Refused("closed", "You are no longer in this cohort, so nothing more is recorded.")
    if not step.consented:  # type: ignore[attr-defined]
        raise Refused("consent", "You withdrew your consent, so nothing more is recorded.")


@transaction.atomic
def finish(user: User, attempt_id: UUID, *, now: datetime) -> Attempt:
    """Completes the attempt once every step is answered, and tells assessments. A second call changes nothing.

    A drill that says nothing (its device could not time it, too much of it is void) is set aside and offered again.
    """
    attempt = Attempt.objects.select_for_update(of=("self",)).filter(public_id=attempt_id, enrolment__user=user).first()
    if attempt is None:
        raise NotFound("not_found", "There is no such attempt among yours.")
    if attempt.completed_at is not None:
        return attempt
    refuse_without_consent(attempt.enrolment)
    answers = attempt.responses.aggregate(count=Count("pk"), last=Max("received_at"))
    missing = attempt.length - answers["count"]
    if missing:
        raise Refused("unfinished", "Some steps are not answered yet.", missing=missing)
    if attempt.kind == EXPOSURE:
        end_sitting(attempt, user, now=now)
        return attempt
    # `now` was read before the wait for the row: the answer that was waited for may be a moment younger.
    attempt.completed_at = max(now, attempt.started_at, answers["last"] or now)
    attempt.completed_on = attempt.completed_at.astimezone(user.zone).date()
    attempt.save(update_fields=["completed_at", "completed_on"])
    attempt_completed.send(sender=Attempt, attempt_id=attempt.pk, now=now)
    if attempt.kind == "drill":
        rule_on_completed(attempt)
    return attempt
