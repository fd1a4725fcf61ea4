"""Right and wrong answers to a step, for tests that care which is which."""

import uuid
from typing import Any

from training.activities import ACTIVITIES
from training.activities.base import Answer
from training.domain.attempts import step_view
from training.models import Step

CONFIDENCE = 80


def choices(step: Step) -> dict[bool, list[str]]:
    """The options of the step, by whether they are correct."""
    activity, view = ACTIVITIES[step.attempt.kind], step_view(step.attempt, step)
    presented = activity.present(view)
    confidence = CONFIDENCE / 100 if presented["confidence"] else None
    sorted_out: dict[bool, list[str]] = {True: [], False: []}
    for option in presented["options"]:
        graded = activity.grade(view, Answer({"choice": option["id"]}, confidence))
        sorted_out[bool(graded.correct)].append(option["id"])
    return sorted_out


def body_judged(step: Step, *, correct: bool = True) -> dict[str, Any]:
    """An answer to the step, right or wrong, as the browser sends it under a new UUID."""
    asked = ACTIVITIES[step.attempt.kind].present(step_view(step.attempt, step))["confidence"]
    return {
        "uuid": str(uuid.uuid4()),
        "step": str(step.token),
        "answer": {"choice": choices(step)[correct][0]},
        "confidence": CONFIDENCE if asked else None,
        "first": None,
        "timing": {"rtMs": 2000.0, "activeMs": 2000.0, "hidden": False},
    }
