"""What an exercise with points came to: the same points as were told after each answer, added up."""

from collections.abc import Iterable
from dataclasses import dataclass

from courseware.domain.programs import program_of
from courseware.keys import Grade
from training.activities.base import JsonDict
from training.activities.parts.points import MOST
from training.activities.practice import Practice
from training.activities.preference import Preference
from training.domain.attempts import step_view
from training.domain.counting import counted
from training.models import Attempt, Response

# The kinds of modules that can give points.
PARTS = {activity.kind: activity.parts for activity in (Practice, Preference)}


@dataclass(frozen=True)
class PointsEarned:
    """expected: what such answers earn on average if every stated confidence is what the answer is worth."""

    earned: int
    most: int
    expected: int


def points_of(attempt: Attempt) -> PointsEarned | None:
    """Of a completed attempt; None where no points were given, or it counts nowhere. One query, or none.

    As the answers count now: a corrected key changes who was right.
    """
    if attempt.kind not in PARTS or attempt.completed_at is None or attempt.voided_at is not None:
        return None
    if not program_of(attempt.program_version_id).modules[attempt.module].config.get("points"):
        return None
    told = [said for response in _responses(attempt) if (said := _told(attempt, response))]
    if not told:
        return None
    earned, expected = (sum(said[name] for said in told) for name in ("earned", "expected"))
    return PointsEarned(earned, MOST * len(told), expected)


def _responses(attempt: Attempt) -> Iterable[Response]:
    return counted(attempt.responses.all()).select_related("step")


def _told(attempt: Attempt, response: Response) -> JsonDict | None:
    """What is said of points after this answer; None where it earns none, as a stance or a guess."""
    part, step = PARTS[attempt.kind].named("points"), step_view(attempt, response.step)
    if not part.asked(step):
        return None
    right = bool(response.counted_correct)  # type: ignore[attr-defined]  # annotated by counted
    return part.feedback(None, step, Grade(float(right), right, ""), response.confidence)
