"""Preference pairs that a person saw twice, with the sides swapped in between."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from courseware.models import Enrolment
from training.models import Attempt, Response


@dataclass(frozen=True)
class Pair:
    """`first_left`, `second_left`: whether the left response was chosen; `attempt_id` is the second showing's."""

    item_id: int
    attempt_id: int
    first_left: bool
    second_left: bool
    consistent: bool


def pairs_of(enrolment: Enrolment, until: datetime | None = None) -> list[Pair]:
    """Pairs answered twice in attempts completed by `until` (default: at all), in the order of their second answers.

    Third showings count for nothing.
    """
    completed = Q(attempt__completed_at__isnull=False) if until is None else Q(attempt__completed_at__lte=until)
    rows = (
        Response.objects.filter(attempt__enrolment=enrolment, attempt__kind="preference")
        .filter(completed)
        .order_by("received_at", "pk")
        .values_list("step__item_version__item_id", "attempt_id", "answer", "step__plan")
    )
    first: dict[int, tuple[dict[str, str], dict[str, str]]] = {}
    pairs: dict[int, Pair] = {}
    for item_id, attempt_id, answer, plan in rows:
        if item_id not in first:
            first[item_id] = (answer, plan)
        elif item_id not in pairs and plan["left"] != first[item_id][1]["left"]:
            before = first[item_id][0]
            pairs[item_id] = Pair(
                item_id=item_id,
                attempt_id=attempt_id,
                first_left=before["choice"] == "left",
                second_left=answer["choice"] == "left",
                consistent=before["side"] == answer["side"],
            )
    return list(pairs.values())


def pairs_completed_in(attempt: Attempt) -> list[Pair]:
    return [pair for pair in pairs_of(attempt.enrolment, attempt.completed_at) if pair.attempt_id == attempt.pk]
