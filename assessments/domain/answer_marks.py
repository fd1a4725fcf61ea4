"""PURE: how an answer is marked on the answers page: against a key, or, in ambiguity modules, the flag and the choice.

In an ambiguity module an answer counts as correct where its flag fits, which "agrees with the key" would belie.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courseware.keys import Grade, parse_key
from training.activities.base import StepView
from training.activities.parts.flag import flag_agrees


@dataclass(frozen=True)
class Mark:
    """tone: good, warn or bad as badges have them; empty where the mark judges nothing."""

    text: str
    tone: str = ""


def is_open(step: StepView) -> bool:
    """Whether careful people differ on the step's item, so that no answer is its key."""
    return step.item is not None and step.item.ambiguity == "ambiguous"


def nuance_marks(step: StepView, stored: Mapping[str, Any]) -> tuple[Mark, ...]:
    """Of an answer in an ambiguity module, as it is stored: what the item is, then the flag, then the choice if clear.

    `step` holds the item as the answer counts by now.
    """
    item, guideline = step.item, step.guideline
    if item is None or guideline is None:
        return ()
    marks = [Mark(f"{item.ambiguity.capitalize()} item")]
    flagged = stored.get("parts", {}).get("flag")
    agrees = None if flagged is None else flag_agrees(step, flagged)
    if agrees is not None:
        marks.append(Mark("Flag right", "good") if agrees else Mark("Flag wrong", "bad"))
    if not is_open(step):
        key = parse_key(item.key, {label.id: label.name for label in guideline.labels})
        marks.append(_choice(key.grade(stored["choice"])))
    return tuple(marks)


def _choice(grade: Grade) -> Mark:
    if grade.correct:
        return Mark("Choice right", "good")
    return Mark("Choice right in part", "warn") if grade.credit > 0 else Mark("Choice wrong", "bad")
