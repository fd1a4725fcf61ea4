"""Grading stored answers again by a corrected version of their item: new rows beside the answers, never a change.

Only a version of the same body can grade an answer to an earlier one: who read another text answered another
question. What was chosen, and the side a pair stood on, stay as they were.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db.models import Exists, OuterRef

from courseware.keys import InvalidKey
from courseware.models import ItemVersion
from training.activities import ACTIVITIES
from training.activities.base import Answer, Graded, JsonDict, StepView, given
from training.activities.exposure import EXPOSURE
from training.domain.attempts import step_view
from training.domain.counting import counted
from training.domain.items import view
from training.models import Attempt, Regrade, Response, Step

logger = logging.getLogger(__name__)

# Kinds of module whose answers are graded by an item's key.
GRADED_KINDS = ("practice", "preference", "ambiguity")
# Kinds whose stored answers follow a corrected key; of exposures no grade is ever shown.
REGRADED_KINDS = (*GRADED_KINDS, EXPOSURE)
# Rows held in memory and written by one statement; a killed run loses at most this much work.
BATCH = 1000


def same_body_before(version: ItemVersion) -> list[ItemVersion]:
    """The versions that `version` corrects without another text, newest first. One query for each."""
    found: list[ItemVersion] = []
    earlier = version.supersedes
    while earlier is not None and earlier.body == version.body:
        found.append(earlier)
        earlier = earlier.supersedes
    return found


def regrade(version: ItemVersion, *, now: datetime, after: int = 0, limit: int = BATCH) -> int | None:
    """Grade again up to `limit` answers to the versions that `version` corrects; by primary key, beyond `after`.

    Answers that it or a later correction has graded are left alone, so that running it again changes nothing.
    Returns the primary key to go on after; None: no answer is left.
    """
    graded_by_it = Regrade.objects.filter(response=OuterRef("pk"), item_version__gte=version.pk)
    responses = list(
        Response.objects.filter(
            ~Exists(graded_by_it),
            step__item_version__in=[earlier.pk for earlier in same_body_before(version)],
            attempt__kind__in=REGRADED_KINDS,
            pk__gt=after,
        )
        .select_related("attempt", "step")
        .order_by("pk")[:limit]
    )
    _store(((response, version) for response in responses), now)
    return responses[-1].pk if len(responses) == limit else None


def regrade_attempt(attempt: Attempt, *, now: datetime) -> int:
    """Grade again the attempt's answers whose items were corrected since it was planned; returns how many were.

    For answers that came in after everybody else's were graded again. Two queries where nothing was corrected.
    """
    if attempt.kind not in REGRADED_KINDS:
        return 0
    corrections = _newest_of_same_body(attempt.steps.exclude(item_version=None).values_list("item_version", flat=True))
    if not corrections:
        return 0
    answers = counted(attempt.responses.filter(step__item_version__in=corrections)).select_related("attempt", "step")
    stale = [
        (response, correction)
        for response in answers
        if (correction := corrections[response.step.item_version_id]).pk > response.counted_version_id  # type: ignore[index,operator]
    ]
    return _store(stale, now)


def as_corrected(attempt: Attempt, step: Step, version: ItemVersion) -> StepView:
    """The step as it was asked, with that version of its item in the place of the one asked."""
    return replace(step_view(attempt, step), item=view(version))


def feedback_by(attempt: Attempt, step: Step, response: Response, version: ItemVersion) -> JsonDict:
    """The feedback to a stored answer by another version of its item. Raises InvalidKey as grading does."""
    return _grade(attempt, step, response, version).feedback or {}


def _grade(attempt: Attempt, step: Step, response: Response, version: ItemVersion) -> Graded:
    answer = Answer(given(response.answer), response.confidence)
    return ACTIVITIES[attempt.kind].grade(as_corrected(attempt, step, version), answer)


def _newest_of_same_body(version_ids: Iterable[int]) -> dict[int, ItemVersion]:
    """Version -> the last in its chain of corrections without another text; only those that are corrected."""
    newest: dict[int, ItemVersion] = {}
    # The version that a chain has come to -> where it began.
    origins = {pk: [pk] for pk in version_ids}
    while origins:
        links = ItemVersion.objects.filter(supersedes__in=list(origins)).select_related("item", "supersedes")
        following: dict[int, list[int]] = {}
        for link in links:
            before = link.supersedes
            if before is not None and link.body == before.body:
                following[link.pk] = origins[before.pk]
                newest |= dict.fromkeys(origins[before.pk], link)
        origins = following
    return newest


def _store(answers: Iterable[tuple[Response, ItemVersion]], now: datetime) -> int:
    """Writes the grades; those that are there already stay. Returns how many were worked out."""
    made = [made for response, version in answers if (made := _graded(response, version, now)) is not None]
    Regrade.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _graded(response: Response, version: ItemVersion, now: datetime) -> Regrade | None:
    """The answer's grade by that version; None where its course has no such label, so the first grade stands."""
    try:
        graded = _grade(response.attempt, response.step, response, version)
    except InvalidKey as problem:
        logger.warning("Answer %s keeps its grade: %s cannot grade it, %s", response.pk, version, problem)
        return None
    if graded.credit is None or graded.correct is None:
        return None
    return Regrade(
        response=response, item_version=version, credit=graded.credit, correct=graded.correct, created_at=now
    )
