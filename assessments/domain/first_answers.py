"""Everybody's first answer to each item of a bank: what is known of the items themselves.

Later answers come from people who have been shown the key. An answer to another text than the item's newest is left
out, for it says nothing of the item as it is now.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from courseware.keys import parse_key
from courseware.models import ItemVersion
from training.domain.counting import counted
from training.domain.private_kinds import responses_for_staff
from training.models import Contest, Response, Step


@dataclass(frozen=True)
class FirstAnswer:
    """`correct` as it counts now; `choice`: a label, a passage, or the side of a pair; milliseconds: time on it."""

    person_id: int
    item_id: int
    correct: bool
    choice: str
    milliseconds: float | None
    contested: bool


@dataclass(frozen=True)
class FirstAnswers:
    """In the order they came in; `versions`: item -> its newest version, with the item."""

    answers: tuple[FirstAnswer, ...]
    versions: Mapping[int, ItemVersion]


def first_answers(bank: str, *, simulated: bool = False) -> FirstAnswers:
    """Of completed attempts; with `simulated` those of simulated people and demonstration accounts too. Two queries."""
    asked = Step.objects.filter(item_version__item__bank=bank).values("item_version__item")
    versions = {
        version.pk: version
        for version in ItemVersion.objects.filter(item__in=asked)
        .select_related("item")
        .defer("sketch", "factors", "rationale")
        .order_by("number")
    }
    newest = {version.item_id: version for version in versions.values()}
    first: dict[tuple[int, int], FirstAnswer | None] = {}
    for person, item, version, kind, plan, correct, answer, timing, contested in _rows(bank, simulated):
        if (person, item) in first:
            continue
        # What was planted there says something of the person, not of the item; the item is met all the same.
        if "bias" in plan:
            first[person, item] = None
            continue
        same_text = versions[version].body == newest[item].body
        choice, milliseconds = answer.get("side") or answer["choice"], timing.get("rtMs")
        if kind == "ambiguity":
            # There an answer is correct where its flag fits, and sharing out and arguing take time of their own.
            correct, milliseconds = choice_is_right(newest[item].key, choice), None
        first[person, item] = (
            FirstAnswer(person, item, bool(correct), choice, milliseconds, contested) if same_text else None
        )
    return FirstAnswers(tuple(answer for answer in first.values() if answer is not None), newest)


def choice_is_right(key: Mapping[str, Any], choice: str) -> bool:
    """Whether the choice of a label alone is right by the key."""
    named = {*key.get("accepted", ()), *key.get("distribution", ()), key.get("label", choice), choice}
    return parse_key(key, named).grade(choice).correct


def _rows(bank: str, simulated: bool) -> Iterator[Any]:
    answers = Response.objects.filter(step__item_version__item__bank=bank, attempt__completed_at__isnull=False)
    # Of a few people in a small cohort, a count of answers to a charged item would tell who chose to see it.
    rows = counted(responses_for_staff(answers))
    if not simulated:
        rows = rows.exclude(Q(attempt__is_simulated=True) | Q(attempt__enrolment__user__is_demo=True))
    return (
        rows.filter(counted_correct__isnull=False)
        .annotate(
            person=F("attempt__enrolment__user_id"),
            contested=Exists(Contest.objects.filter(response=OuterRef("pk"))),
        )
        .order_by("received_at", "pk")
        .values_list(
            "person",
            "step__item_version__item_id",
            "step__item_version_id",
            "attempt__kind",
            "step__plan",
            "counted_correct",
            "answer",
            "timing",
            "contested",
        )
        .iterator()
    )
