"""Reviewing keys: two people decide, each without seeing the other; where they disagree, it is settled in the open.

Every decision is one append-only row. Whoever answered the item has a stake in its key, for their own score hangs on
it, and decides nothing. A key that changes makes a new version of the item (`courseware.domain.corrections`), whose
provenance says who decided; answers are graded again from there.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from assessments.domain.decided_keys import Decided, agree, best_of, changes, together
from assessments.models import Adjudication, Review
from courseware.curriculum import AMBIGUITIES, Guideline
from courseware.domain import audit
from courseware.domain.corrections import correct
from courseware.domain.guidelines import guidelines_of
from courseware.domain.versions import content_of, in_force
from courseware.keys import InvalidKey, parse_key
from courseware.models import Item, ItemVersion, User
from training.domain.contests import clean_reason
from training.models import Contest, Response

DECISIONS_NEEDED = 2
BY_TWO = "adjudicated by two people"
BY_TWO_AND_SETTLED = "adjudicated by two people, then settled"
# What a decision is about. A version that differs in none of these is the same question in better words around it.
DECIDED_ON = ("body", "key", "ambiguity", "guideline")
MAX_NOTE = 300
# Forms of keys that belong to one scale alone.
FORM_OF_SCALE = {"side": "preference", "spans": "span"}


class NotDecidable(Exception):
    """The decision cannot be taken now; the message says why, to the person."""


@dataclass(frozen=True)
class Decision:
    """What one person says the item's key is, and why: 10 to 2,000 characters that trainees may read."""

    key: Mapping[str, Any]
    ambiguity: str
    reason: str


def open_for_contest(contest_id: int, *, now: datetime) -> Review | None:
    """The review of the contested item; None where there is nothing left to ask.

    That is so where the item has been graded by another key since, and where a review was settled after the contest.
    """
    contest = Contest.objects.select_related("response__step__item_version__item").get(pk=contest_id)
    contested = contest.response.step.item_version
    if contested is None or Review.objects.filter(item=contested.item_id, settled_at__gte=contest.created_at).exists():
        return None
    current = ItemVersion.objects.get(pk=in_force([contested.pk])[contested.pk])
    if _asks_otherwise(current, contested):
        return None
    return _open(contested.item, current, by=None, because="contested", now=now)


def open_by_hand(item: Item, by: User, *, now: datetime) -> Review:
    """The open review of the item's newest version; made if there is none yet. Raises PermissionDenied."""
    if not by.has_perm("courseware.operate"):
        raise PermissionDenied
    newest = item.versions.latest("number")
    return _open(item, newest, by=by, because="asked for by operations", now=now)


@transaction.atomic
def _open(item: Item, version: ItemVersion, *, by: User | None, because: str, now: datetime) -> Review:
    open_reviews = Review.objects.filter(item=item, state__in=Review.OPEN_STATES)
    standing = open_reviews.first()
    if standing is not None:
        return standing
    try:
        with transaction.atomic():
            review = Review.objects.create(item=item, item_version=version, opened_at=now)
    except IntegrityError:
        # Two contests at once: one review is enough.
        return open_reviews.get()
    audit.record("review.opened", actor=by, subject=review, data={"item": str(item), "why": because}, at=now)
    return review


def has_stake(review: Review, person: User) -> bool:
    """Whether the person has answered the item in any version: their score hangs on what is decided."""
    return Response.objects.filter(step__item_version__item=review.item_id, attempt__enrolment__user=person.pk).exists()


@transaction.atomic
def adjudicate(review_id: uuid.UUID, by: User, decision: Decision, *, now: datetime) -> Review:
    """Stores one person's decision; the second one closes the review, or leaves it to be settled.

    Raises PermissionDenied (not operations, or a stake), NotDecidable, InvalidKey, InvalidReason, Review.DoesNotExist,
    and Superseded where somebody corrects the item at the same moment: nothing is stored then.
    """
    review = _locked(review_id, by)
    if review.state != Review.State.OPEN:
        raise NotDecidable("Two decisions are in already. Yours was not stored.")
    if review.adjudications.filter(adjudicator=by).exists():
        raise NotDecidable("You have decided on this item before; that decision stands.")
    if _closed_by_correction(review, by, now):
        return review
    guideline = guideline_of(review.item_version)
    decision = _checked(decision, review.item_version, guideline)
    Adjudication.objects.create(
        review=review,
        adjudicator=by,
        key=dict(decision.key),
        ambiguity=decision.ambiguity,
        reason=decision.reason,
        created_at=now,
    )
    decisions = list(review.adjudications.order_by("pk"))
    if len(decisions) == DECISIONS_NEEDED:
        _conclude(review, decisions, guideline, by, now)
    # Without the key: the audit can be read by whoever decides next.
    audit.record("review.adjudicated", actor=by, subject=review, data={"item": str(review.item)}, at=now)
    if review.settled_at is not None:
        _record_settled(review, by, now)
    return review


@transaction.atomic
def settle(review_id: uuid.UUID, by: User, decision: Decision, *, now: datetime) -> Review:
    """Ends a disagreement by what one person says, with a written reason. Raises what `adjudicate` raises."""
    review = _locked(review_id, by)
    if review.state != Review.State.DISAGREED:
        raise NotDecidable("There is no disagreement to settle here.")
    if _closed_by_correction(review, by, now):
        return review
    guideline = guideline_of(review.item_version)
    decision = _checked(decision, review.item_version, guideline)
    said = Decided(decision.key, decision.ambiguity)
    review.settled_by, review.settlement = by, decision.reason
    answers = guideline.answers_to(review.item_version.body)
    final = together(said, said, _current(review.item_version), answers)
    _close(review, final, guideline, [decision.reason], BY_TWO_AND_SETTLED, by, now)
    _record_settled(review, by, now)
    return review


@transaction.atomic
def close_corrected(review_id: uuid.UUID, by: User, *, now: datetime) -> Review:
    """Closes a review whose item was corrected in the bank in the meantime. Raises NotDecidable where it was not."""
    review = _locked(review_id, by)
    if review.state not in Review.OPEN_STATES:
        raise NotDecidable("This review is closed already.")
    if not _closed_by_correction(review, by, now):
        raise NotDecidable("The item still asks what this review asks about.")
    return review


def guideline_of(version: ItemVersion) -> Guideline:
    """The guideline that the item is judged by. Raises NotDecidable where the bank has it no more."""
    guideline = guidelines_of(version.item.bank).get(version.guideline)
    if guideline is None:
        raise NotDecidable(f"The bank {version.item.bank!r} has no guideline {version.guideline!r}; load it first.")
    return guideline


def corrected_since(review: Review) -> ItemVersion | None:
    """The version in force where it asks or grades otherwise than the one under review; None where it does not."""
    current_id = in_force([review.item_version_id])[review.item_version_id]
    if current_id == review.item_version_id:
        return None
    current = ItemVersion.objects.select_related("item").get(pk=current_id)
    return current if _asks_otherwise(current, review.item_version) else None


def _locked(review_id: uuid.UUID, by: User) -> Review:
    """The review, its row locked until the transaction ends. Raises PermissionDenied, Review.DoesNotExist."""
    review = (
        Review.objects.select_for_update(of=("self",))
        .select_related("item", "item_version__item")
        .get(public_id=review_id)
    )
    if not by.has_perm("courseware.operate") or has_stake(review, by):
        raise PermissionDenied
    return review


def _closed_by_correction(review: Review, by: User, now: datetime) -> bool:
    """Closes the review where somebody has corrected in the bank what it is about.

    Where only what stands around it was put better, the review goes on about the newer version.
    """
    current_id = in_force([review.item_version_id])[review.item_version_id]
    if current_id == review.item_version_id:
        return False
    current = ItemVersion.objects.select_related("item").get(pk=current_id)
    if not _asks_otherwise(current, review.item_version):
        review.item_version = current
        review.save(update_fields=["item_version"])
        return False
    review.settled_by = by
    review.settlement = f"Corrected in the bank while this was open (version {current.number}). {current.change_note}"
    review.state, review.settled_at, review.new_version = Review.State.CHANGED, now, current
    review.save()
    _record_settled(review, by, now)
    return True


def _checked(decision: Decision, version: ItemVersion, guideline: Guideline) -> Decision:
    for form, scale in FORM_OF_SCALE.items():
        if (form in decision.key) != (guideline.scale == scale):
            raise InvalidKey(f"a {guideline.scale} item takes another form of key")
    parse_key(decision.key, guideline.answers_to(version.body))
    if decision.ambiguity not in AMBIGUITIES:
        raise InvalidKey(f"{decision.ambiguity!r} is not one of {', '.join(AMBIGUITIES)}")
    return replace(decision, reason=clean_reason(decision.reason))


def _conclude(review: Review, decisions: Sequence[Adjudication], guideline: Guideline, by: User, now: datetime) -> None:
    answers = guideline.answers_to(review.item_version.body)
    one, other = (Decided(decision.key, decision.ambiguity) for decision in decisions)
    if not agree(one, other, answers):
        review.state = Review.State.DISAGREED
        review.save(update_fields=["state"])
        return
    final = together(one, other, _current(review.item_version), answers)
    _close(review, final, guideline, [decision.reason for decision in decisions], BY_TWO, by, now)


def _close(
    review: Review,
    final: Decided,
    guideline: Guideline,
    reasons: Sequence[str],
    provenance: str,
    by: User,
    now: datetime,
) -> None:
    version = review.item_version
    answers = guideline.answers_to(version.body)
    review.state, review.settled_at = Review.State.UPHELD, now
    current = _current(version)
    if changes(final, current, answers):
        content = replace(content_of(version), key=dict(final.key), ambiguity=final.ambiguity, provenance=provenance)
        if best_of(final, answers) != best_of(current, answers):
            # The old explanation argues for the old key.
            content = replace(content, rationale=" ".join(dict.fromkeys(reasons)))
        review.new_version = correct(version, content, by=by, note=_note(reasons[0]), now=now)
        review.state = Review.State.CHANGED
    review.save()


def _note(reason: str) -> str:
    return reason if len(reason) <= MAX_NOTE else f"{reason[: MAX_NOTE - 1]}…"


def _current(version: ItemVersion) -> Decided:
    return Decided(version.key, version.ambiguity)


def _asks_otherwise(one: ItemVersion, other: ItemVersion) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in DECIDED_ON)


def _record_settled(review: Review, by: User, now: datetime) -> None:
    data: dict[str, object] = {"item": str(review.item), "outcome": review.state}
    if review.new_version is not None:
        data["version"] = review.new_version.number
    audit.record("review.settled", actor=by, subject=review, data=data, at=now)
