"""A sitting of exposures: begun, revealed item by item, answered, stopped.

The server decides what is shown: every reveal is entered in the ledger in the transaction that allows it, and the
text is sent after that. What may not go on without consent is ended first, whatever was asked for.
"""

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from courseware.models import Enrolment, User
from training.activities.base import Answer
from training.activities.exposure import CHARGED, EXPOSURE
from training.domain.attempts import NotFound, Refused, Saved, submit
from training.domain.care import care_in_force
from training.domain.exposure.dose import Block
from training.domain.exposure.ending import end_sitting
from training.domain.exposure.holding import holding, open_sittings
from training.domain.exposure.ledger import close, close_open, dose_of
from training.domain.exposure.planning import plan_sitting
from training.domain.exposure.screen import may_stay, offers
from training.domain.exposure.standing import ARCHIVED
from training.domain.exposure.state import LadderView, RungView, ladder_of
from training.domain.exposure.views import SittingView, rung_of, sitting_of, steps_of
from training.domain.exposure.wording import LIMITED, waiting
from training.domain.submission import Submission
from training.domain.wellbeing import erasing
from training.models import Attempt, ExposureEntry, ExposureRest, Step

__all__ = [
    "SittingView", "answer", "begin", "hide", "rest", "reveal", "sitting_of", "stop", "stop_for_distress",
]  # fmt: skip

OWN_REST = timedelta(hours=24)
NOT_CARRIED = (
    "This sitting is over: your consent to it does not stand, or you are not in its cohort any more. "
    "What you answered is kept."
)
NOT_OFFERED = "Your organisation does not offer exposures."


def begin(
    enrolment: Enrolment, intensity: int, *, now: datetime, seed: int | None = None, simulated: bool = False
) -> Attempt:
    """The person's open sitting of that rung, planned for them if there is none; any other is ended first, in whatever
    course: two at once would put off the rest that follows one.

    Raises NotFound, or Refused: `locked`, `consent`, `closed`, `rest`, `limit`.
    """
    with holding(enrolment.user, now=now):
        enrolment = Enrolment.objects.select_related("cohort", "user").get(pk=enrolment.pk)
        if enrolment.cohort.archived_at is not None:
            raise Refused("closed", ARCHIVED)
        ladder = ladder_of(enrolment, now=now)
        if ladder is None:
            raise Refused("locked", NOT_OFFERED)
        wanted = next((view for view in ladder.rungs if view.rung.intensity == intensity), None)
        if wanted is None:
            raise NotFound("not_found", "There is no such rung in this course.")
        standing = ladder.open_attempt if wanted.state == "started" else None
        if standing is None:
            _refuse_to_begin(enrolment.user, ladder, wanted)
        # Whoever comes back to a sitting meets nothing that they have not just asked to see.
        close_open(enrolment.user, now=now)
        others = [each for each in open_sittings(enrolment.user, locked=True) if each != standing]
        for other in others:
            end_sitting(other, enrolment.user, now=now)
        if standing is not None:
            return standing
        if not others:
            return _planned(enrolment, ladder, wanted, now, seed, simulated)
    # That end stays, even where the next sitting is refused: a hard one is followed by a rest.
    return begin(enrolment, intensity, now=now, seed=seed, simulated=simulated)


def _refuse_to_begin(user: User, ladder: LadderView, wanted: RungView) -> None:
    if wanted.code:
        raise Refused(wanted.code, wanted.reason)
    if ladder.allowance.blocked is not None:
        raise _waits(ladder.allowance.blocked, user)


def _planned(
    enrolment: Enrolment, ladder: LadderView, wanted: RungView, now: datetime, seed: int | None, simulated: bool
) -> Attempt:
    # By a clock that was moved back the sitting would be older than the consents that carry it.
    standing = (enrolment.consents.filter(withdrawn_at=None), enrolment.tier_consents.filter(withdrawn_at=None))
    given = [at for consents in standing for at in consents.values_list("given_at", flat=True)]
    attempt = plan_sitting(
        enrolment,
        wanted.rung.module,
        room=ladder.allowance.left,
        seed=secrets.randbits(63) if seed is None else seed,
        simulated=simulated or enrolment.user.is_simulated,
        now=max(now, *given),
    )
    if attempt is None:
        raise Refused("locked", "What is left of this rung is for another day, so nothing of it can be asked now.")
    return attempt


def reveal(user: User, attempt_id: UUID, token: UUID, *, now: datetime) -> ExposureEntry:
    """Enters the item in the ledger; from then on it may be shown. What is revealed already stays as it is.

    Raises NotFound, or Refused: `consent`, `closed` (ended, or answered), `locked` (not its turn, or not offered any
    more), `rest`, `limit`.
    """
    with holding(user, now=now) as ended:
        attempt = _open(user, attempt_id, ended)
        steps = steps_of(attempt)
        step = _step(steps, token)
        if hasattr(step, "response"):
            raise Refused("closed", "This item is answered already.")
        if step != next(each for each in steps if not hasattr(each, "response")):
            raise Refused("locked", "Items are shown one after another; another one comes first.")
        standing = ExposureEntry.objects.filter(step=step, hidden_at=None).first()
        if standing is not None and may_stay(standing, user, now=now):
            return standing
        if standing is not None:
            close(standing, now)
        care, rung = care_in_force(), rung_of(attempt)
        if not offers(care, rung.intensity):
            raise Refused("locked", "Your organisation does not offer this any more; nothing else of it is shown.")
        blocked = dose_of(user, care=care, now=now).block_for(step.pk)
        if blocked is not None:
            raise _waits(blocked, user)
        close_open(user, now=now)
        return ExposureEntry.objects.create(
            user=user, step=step, rung=rung.intensity, charged=bool(step.plan.get(CHARGED)), revealed_at=now
        )


def hide(user: User, attempt_id: UUID, token: UUID, *, now: datetime) -> None:
    """Takes the item off the screen; one that is not there, or whose sitting is over, changes nothing."""
    with holding(user, now=now):
        attempt = _own(user, attempt_id)
        if _step(steps_of(attempt), token).exposure_entries.filter(hidden_at=None).exists():
            close_open(user, now=now)


def answer(user: User, attempt_id: UUID, token: UUID, uuid: UUID, choice: str, *, now: datetime) -> Saved:
    """Stores the answer, once, and takes the item off the screen; the last one ends the sitting.

    Raises NotFound, InvalidAnswer, or Refused: `consent`, `closed`, `unrevealed`, and as `submit` does.
    """
    body = json.dumps({"choice": choice, "step": str(token), "uuid": str(uuid)}, sort_keys=True)
    submission = Submission(
        uuid=uuid,
        step=token,
        answer=Answer({"choice": choice}),
        first=None,
        timing={},
        request_hash=hashlib.sha256(body.encode()).hexdigest(),
    )
    with holding(user, now=now) as ended:
        attempt = _own(user, attempt_id)
        try:
            return submit(user, attempt_id, submission, now=max(now, attempt.started_at))
        except Refused as refusal:
            if refusal.code == "closed" and attempt.pk in ended:
                raise _no_consent() from refusal
            raise


def stop(user: User, attempt_id: UUID, *, now: datetime) -> Attempt:
    """Ends the sitting with the answers it has. A second stop changes nothing. Raises NotFound."""
    with holding(user, now=now):
        attempt = _own(user, attempt_id)
        if attempt.completed_at is None:
            end_sitting(attempt, user, now=now)
        return attempt


def rest(user: User, *, now: datetime) -> ExposureRest:
    """The person's own wish: the ladder rests for 24 hours; an open sitting waits. One that stands is kept."""
    with holding(user, now=now):
        close_open(user, now=now)
        own = ExposureRest.objects.filter(user=user, cause=ExposureRest.Cause.OWN, until__gt=now)
        standing = own.order_by("-until").first()
        if standing is not None:
            return standing
        until = now + OWN_REST
        rest = ExposureRest.objects.create(user=user, cause=ExposureRest.Cause.OWN, since=now, until=until)
        erasing.plan(now=now)
        return rest


def stop_for_distress(user: User, *, now: datetime) -> ExposureRest:
    """A high rating of distress: whatever sitting is open ends, and the ladder rests for the hours that are set."""
    with holding(user, now=now):
        for attempt in open_sittings(user, locked=True):
            end_sitting(attempt, user, now=now)
        until = now + timedelta(hours=care_in_force().rest_hours)
        return ExposureRest.objects.create(user=user, cause=ExposureRest.Cause.DISTRESS, since=now, until=until)


def _own(user: User, attempt_id: UUID) -> Attempt:
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .filter(public_id=attempt_id, enrolment__user=user, kind=EXPOSURE)
        .first()
    )
    if attempt is None:
        raise NotFound("not_found", "There is no such sitting among yours.")
    return attempt


def _open(user: User, attempt_id: UUID, ended: frozenset[int]) -> Attempt:
    attempt = _own(user, attempt_id)
    if attempt.pk in ended:
        raise _no_consent()
    if attempt.completed_at is not None:
        raise Refused("closed", "This sitting is over; what you answered is kept.")
    return attempt


def _step(steps: list[Step], token: UUID) -> Step:
    found = next((step for step in steps if step.token == token), None)
    if found is None:
        raise NotFound("not_found", "There is no such item in this sitting.")
    return found


def _no_consent() -> Refused:
    return Refused("consent", NOT_CARRIED)


def _waits(block: Block, user: User) -> Refused:
    code = "limit" if block.kind in LIMITED else "rest"
    return Refused(code, waiting(block, user.zone), until=block.until)
