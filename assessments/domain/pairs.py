"""Preference pairs that a person saw twice, with the sides swapped in between."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from courseware.domain.programs import program_of
from courseware.keys import SIDES
from courseware.models import Enrolment
from training.activities.pair_scale import left_chosen
from training.models import Attempt, Response


@dataclass(frozen=True)
class Pair:
    """One pair and both answers to it; attempt and day are the second showing's.

    `first_left`, `second_left`: 1 where the left response was chosen, 0 where the right one was, 0.5 where neither was.
    `consistent`: the same response won both times, or neither did; how strongly does not matter.
    """

    item_id: int
    attempt_id: int
    day: int
    first_left: float
    second_left: float
    consistent: bool

    @property
    def chosen(self) -> bool:
        """Whether a side was chosen both times."""
        return {self.first_left, self.second_left} <= {0, 1}


def pairs_of(enrolment: Enrolment, until: datetime | None = None) -> list[Pair]:
    """Pairs answered twice in attempts completed by `until` (default: at all), in the order of their second answers.

    Third showings count for nothing, nor does a pair that the person first met in another enrolment: its key was shown
    to them then.
    """
    completed = Q(attempt__completed_at__isnull=False) if until is None else Q(attempt__completed_at__lte=until)
    rows = (
        Response.objects.filter(completed, attempt__enrolment__user=enrolment.user_id, attempt__kind="preference")
        .filter(step__item_version__isnull=False)
        .order_by("received_at", "pk")
        .values_list(
            "step__item_version__item_id",
            "attempt__enrolment_id",
            "attempt_id",
            "attempt__program_version_id",
            "attempt__module",
            "answer",
            "step__plan",
        )
    )
    first: dict[int, tuple[int, dict[str, str], dict[str, str]]] = {}
    pairs: dict[int, Pair] = {}
    for item_id, enrolment_id, attempt_id, version_id, module, answer, plan in rows:
        if item_id not in first:
            first[item_id] = (enrolment_id, answer, plan)
            continue
        owner, before, before_plan = first[item_id]
        own = owner == enrolment_id == enrolment.pk
        if own and item_id not in pairs and plan["left"] != before_plan["left"]:
            pairs[item_id] = Pair(
                item_id=item_id,
                attempt_id=attempt_id,
                day=program_of(version_id).day_of.get(module, 0) + 1,
                first_left=left_chosen(before["choice"]),
                second_left=left_chosen(answer["choice"]),
                consistent=_winner(before) == _winner(answer),
            )
    return list(pairs.values())


def _winner(answer: dict[str, str]) -> str | None:
    """The response that won; None for a tie and where both are bad."""
    return answer["side"] if answer["side"] in SIDES else None


def pairs_completed_in(attempt: Attempt) -> list[Pair]:
    return [pair for pair in pairs_of(attempt.enrolment, attempt.completed_at) if pair.attempt_id == attempt.pk]
