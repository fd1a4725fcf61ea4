"""Stepping back before confirming ("I caught myself"): how often, and whether it moved towards the key or away."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.domain.measured import Measured
from assessments.measures.intervals import wilson
from courseware.keys import SIDES, parse_key
from training.activities.base import StepView
from training.activities.pair_scale import LEFT, RIGHT, STATED
from training.domain.attempts import step_view
from training.domain.items import version_of
from training.domain.regrading import as_corrected
from training.models import Response


@dataclass(frozen=True)
class Catches:
    """Over `n` graded judgements: how many were stepped back from, of these how many moved to the key and away from it.

    The others changed nothing that the key knows of: the same answer again, or one wrong one for another.
    """

    n: int
    caught: int
    helped: int
    wobbled: int


def catches_of(responses: Sequence[Response]) -> Catches:
    """Of responses from `training.domain.counting.counted` with their steps and attempts."""
    graded = [response for response in responses if response.counted_correct is not None]  # type: ignore[attr-defined]
    caught = [(response, first_correct(response)) for response in graded if response.first]
    return Catches(
        n=len(graded),
        caught=len(caught),
        helped=sum(bool(r.counted_correct) and before is False for r, before in caught),  # type: ignore[attr-defined]
        wobbled=sum(not r.counted_correct and before is True for r, before in caught),  # type: ignore[attr-defined]
    )


def first_correct(response: Response) -> bool | None:
    """Whether the answer that was stepped back from is right by the key that counts now; None: nothing to grade it."""
    first = response.first
    view = as_it_counts(response)
    if not first or view.item is None or view.guideline is None:
        return None
    choice = _as_keyed(first["choice"], view)
    return parse_key(view.item.key, view.guideline.answers_to(view.item.body)).grade(choice).correct


def _as_keyed(choice: str, view: StepView) -> str:
    """A choice on the page as keys name it: of a pair the response that stood there, however strongly preferred."""
    left = view.plan.get("left")
    if left is None or choice not in STATED:
        return choice
    place = STATED[choice].place
    if place not in (LEFT, RIGHT):
        return place
    return str(left) if place == LEFT else next(side for side in SIDES if side != left)


def catch_measures(responses: Sequence[Response]) -> list[Measured]:
    """The rate, and of those that changed whether they moved to the key or away; nothing where nobody stepped back."""
    found = catches_of(responses)
    if not found.caught:
        return []
    measured = [Measured("catch_rate", found.caught / found.n, *wilson(found.caught, found.n), found.n)]
    moved = found.helped + found.wobbled
    if moved:
        measured.append(Measured("catch_helped", found.helped / moved, *wilson(found.helped, moved), moved))
    return measured


def as_it_counts(response: Response) -> StepView:
    """The step with its item as corrected, where that is what the answer counts by; `response` from `counted`."""
    version = response.counted_version_id  # type: ignore[attr-defined]  # annotated by counted
    if version is None or version == response.step.item_version_id:
        return step_view(response.attempt, response.step)
    return as_corrected(response.attempt, response.step, version_of(version))
