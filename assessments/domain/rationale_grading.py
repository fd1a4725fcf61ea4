"""Instructors read samples of rationales, blind. What they find is compared in `rationale_agreement`.

Blind: whoever grades sees what was to be read, what was written and marked, and the item's reference factors; not who
wrote it, which label they chose, the key, whether it was right, or what the program found. That comes after.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from assessments.domain.rationale_estimates import by_words
from assessments.models import RationaleGrade
from courseware.domain.programs import program_of
from courseware.models import Cohort, User
from courseware.roles import fetch_cohort
from training.activities import ACTIVITIES
from training.domain.attempts import NotFound, step_view
from training.domain.counting import counted
from training.domain.items import items_of, version_of, view
from training.models import Response

KIND = "practice"
# How many rationales make the agreement worth reading: with three factors each its interval is about .25 wide.
ENOUGH = 50
CLARITY = {0: "Hard to follow", 1: "Can be followed", 2: "Clear"}


class NotGradable(Exception):
    """The rationale was graded by this person before, or what they found does not fit it; in words for them."""


@dataclass(frozen=True)
class Written:
    """One rationale as it is shown: passages (label or "", text), and the passages' parts that were marked."""

    passages: tuple[tuple[str, str], ...]
    question: str
    text: str
    marked: tuple[str, ...]
    factors: tuple[Mapping[str, str], ...]
    is_simulated: bool


@dataclass(frozen=True)
class Progress:
    """Of one cohort: how many rationales there are to read, how many were read, and how many by this person."""

    there: int
    read: int
    own: int


def rationales(cohort: Cohort, grader: User) -> QuerySet[Response]:
    """What this person may grade: of completed attempts, about items with factors, and never their own."""
    modules = program_of(cohort.program_version_id).modules
    return (
        Response.objects.filter(
            attempt__enrolment__cohort=cohort,
            attempt__kind=KIND,
            # Few modules ask for reasons: no need to look into the answers of all the others.
            attempt__module__in=[slug for slug, module in modules.items() if module.config.get("rationale") is True],
            attempt__completed_at__isnull=False,
            attempt__voided_at__isnull=True,
            answer__parts__has_key="rationale",
            step__plan__check__isnull=True,
            step__item_version__isnull=False,
        )
        .exclude(step__item_version__factors=[])
        .exclude(attempt__enrolment__user=grader)
    )


def next_for(cohort: Cohort, grader: User) -> Response | None:
    """The next to grade, in an order that has nothing to do with what was answered, the same for all who grade."""
    left = rationales(cohort, grader).exclude(rationale_grades__grader=grader)
    return left.select_related("attempt", "step").order_by("step__token").first()


def progress(cohort: Cohort, grader: User) -> Progress:
    """Three counts, three queries."""
    found = rationales(cohort, grader)
    grades = RationaleGrade.objects.filter(response__attempt__enrolment__cohort=cohort)
    return Progress(
        there=found.count(),
        read=grades.values("response").distinct().count(),
        own=grades.filter(grader=grader).count(),
    )


def fetch(user: User, cohort_id: uuid.UUID, attempt_id: uuid.UUID, position: int) -> tuple[Cohort, Response]:
    """The cohort, which this instructor must teach (else 404), and a rationale of it. Raises NotFound for others."""
    cohort = fetch_cohort(user, cohort_id)
    response = (
        rationales(cohort, user)
        .select_related("attempt", "step")
        .filter(attempt__public_id=attempt_id, step__position=position)
        .first()
    )
    if response is None:
        raise NotFound("not_found", "There is no such rationale in this cohort.")
    return cohort, response


def written(response: Response) -> Written:
    """What whoever grades it sees. No query once warm."""
    attempt, step = response.attempt, response.step
    asked = step_view(attempt, step)
    shown = ACTIVITIES[attempt.kind].present(asked)
    rationale = response.answer["parts"]["rationale"]
    texts = [passage["text"] for passage in shown["passages"]]
    return Written(
        passages=tuple((passage["label"] or "", passage["text"]) for passage in shown["passages"]),
        question=shown["question"],
        text=rationale["text"],
        marked=tuple(marked for span in rationale["spans"] if (marked := _marked(span, texts))),
        factors=tuple(asked.item.factors) if asked.item else (),
        is_simulated=attempt.is_simulated,
    )


def grade(
    user: User,
    cohort_id: uuid.UUID,
    attempt_id: uuid.UUID,
    position: int,
    *,
    mentioned: Mapping[str, bool],
    clarity: int,
    now: datetime,
) -> RationaleGrade:
    """Stores what this instructor found, beside what the program estimates by words. Once, and for good.

    By words whatever scores: that is what trainees are told after an answer, and a page must not load a sentence model.
    mentioned: name of each of the item's factors -> whether it is mentioned. Raises NotFound or NotGradable.
    """
    _, response = fetch(user, cohort_id, attempt_id, position)
    version_id = response.step.item_version_id
    if version_id is None:
        raise NotGradable("There is no item behind this rationale.")
    item = view(items_of(response.attempt.program_version_id).get(version_id) or version_of(version_id))
    if set(mentioned) != {factor["name"] for factor in item.factors} or clarity not in CLARITY:
        raise NotGradable("Say of each factor whether it is mentioned, and how clear the reasons are.")
    estimate = by_words(response.answer["parts"]["rationale"]["text"], item)
    try:
        with transaction.atomic():
            return RationaleGrade.objects.create(
                response=response,
                grader=user,
                mentioned=dict(mentioned),
                clarity=clarity,
                estimated=estimate.mentioned,
                estimator=estimate.estimator,
                created_at=now,
            )
    except IntegrityError as error:
        raise NotGradable("You have graded this rationale before. That stands.") from error


def counts_as_right(response: Response) -> bool | None:
    """Whether the label that was chosen is right by the key as it stands now: by that one rationales are scored."""
    return counted(Response.objects.filter(pk=response.pk)).values_list("counted_correct", flat=True).get()


def _marked(span: Mapping[str, int], texts: list[str]) -> str:
    """The words of a mark; none where it is no place in a text."""
    return texts[span["passage"]][span["start"] : span["end"]] if span["passage"] < len(texts) else ""
