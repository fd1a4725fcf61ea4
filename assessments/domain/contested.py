"""What somebody who contests a key sees: their answers that can be contested, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from assessments.domain.answers import Answered, answered
from assessments.models import Review
from courseware.domain.versions import in_force
from courseware.models import ItemVersion
from training.domain.contests import CONTESTABLE
from training.domain.counting import newest_regrades
from training.models import Attempt, Contest


class Outcome(StrEnum):
    WAITING = "waiting"
    UPHELD = "upheld"
    CHANGED = "changed"


@dataclass(frozen=True)
class Outcomes:
    """What came of a contest, and the reasons given for it. Nobody is named."""

    state: Outcome
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """An answer that differs from the key, or that was contested."""

    position: int
    answer: Answered
    contested: bool


def differing(attempt: Attempt) -> tuple[Line, ...]:
    """The answers of a completed attempt that one may want to contest, in their order. One query, or none.

    By the grade that counts now: what a correction has made right since is left out.
    """
    if attempt.kind not in CONTESTABLE:
        return ()
    regraded = newest_regrades(response=OuterRef("response")).values("correct")[:1]
    steps = (
        attempt.steps.filter(response__isnull=False, item_version__isnull=False)
        .select_related("response__contest")
        .annotate(correct_now=Coalesce(Subquery(regraded), "response__correct"))
    )
    lines = [
        Line(step.position, answered(attempt, step, step.response), hasattr(step.response, "contest"))
        for step in steps
        if not step.correct_now or hasattr(step.response, "contest")
    ]
    return tuple(lines)


def outcome_of(contest: Contest) -> Outcomes:
    """What came of it. The item that was answered must be loaded (`training.domain.contests.fetch_answer`)."""
    version = contest.response.step.item_version
    if version is None:
        return Outcomes(Outcome.WAITING)
    current = ItemVersion.objects.get(pk=in_force([version.pk])[version.pk])
    after = Review.objects.filter(item=version.item_id, settled_at__gte=contest.created_at)
    after = after.order_by("settled_at", "pk").prefetch_related("adjudications")
    if (current.key, current.ambiguity) != (version.key, version.ambiguity):
        review = after.filter(state=Review.State.CHANGED).last()
        return Outcomes(Outcome.CHANGED, reasons_of(review) if review else (current.change_note,))
    review = after.first()
    return Outcomes(Outcome.UPHELD, reasons_of(review)) if review else Outcomes(Outcome.WAITING)


def reasons_of(review: Review) -> tuple[str, ...]:
    """Why a closed review came out as it did: what settled it, or what the two who agreed said."""
    if review.settlement:
        return (review.settlement,)
    return tuple(decision.reason for decision in sorted(review.adjudications.all(), key=lambda each: each.pk))
