"""PURE: what the activities with a choice and a confidence share."""

import random
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from courseware.curriculum import Guideline
from courseware.keys import Grade
from training.activities.base import (
    Answer,
    InvalidAnswer,
    ItemView,
    JsonDict,
    SimulatedPerson,
    StepView,
    scale_for,
)

# How much harder an item of difficulty 1 is than one of difficulty 0, as a share of the chance to be right.
DIFFICULTY_SPREAD = 0.3


# Config key: items whose key anybody gets right who reads the text to its end. They stand among the others and look
# like them, and count in no accuracy.
ATTENTION_CHECKS = "attention_checks"


def plan_of(slug: str, config: Mapping[str, Any], **decided: Any) -> JsonDict:
    """The plan of an item's step: what the seed decided, and that it is an attention check, which stays here."""
    return {**decided, "check": True} if slug in config.get(ATTENTION_CHECKS, ()) else decided


def chosen(answer: Answer, options: Collection[str]) -> str:
    """The chosen option. Raises InvalidAnswer where it is missing, not offered, or not alone."""
    if "choice" not in answer.value or not set(answer.value) <= {"choice", "parts"}:
        raise InvalidAnswer("answer", "expected 'choice', and 'parts' where more is asked")
    choice = answer.value["choice"]
    if not isinstance(choice, str) or choice not in options:
        raise InvalidAnswer("answer.choice", f"is not among the options {', '.join(sorted(options))}")
    return choice


def check_confidence(answer: Answer, asked: bool, options: int = 2) -> None:
    """Raises InvalidAnswer where confidence is missing though asked for, given though not, or off the scale."""
    scale = scale_for(options)
    if asked and answer.confidence is None:
        raise InvalidAnswer("confidence", f"is missing; expected {scale.low} to {scale.high}")
    if not asked and answer.confidence is not None:
        raise InvalidAnswer("confidence", "is not asked for here")
    if answer.confidence is not None and not scale.low / 100 <= answer.confidence <= scale.high / 100:
        raise InvalidAnswer("confidence", f"must be from {scale.low} to {scale.high}")


def chance_of_right(person: SimulatedPerson, difficulty: float, late: float = 0.0) -> float:
    """`late`: how far the sitting is, 0 to 1; who tires loses skill in proportion."""
    rested = person.skill + DIFFICULTY_SPREAD * (0.5 - difficulty)
    return min(0.99, max(0.05, rested - person.fatigue * late))


def stated_confidence(person: SimulatedPerson, chance: float, rng: random.Random, options: int = 2) -> float:
    """A confidence on the scale, in 0..1: the chance of being right, plus the person's bias, with some noise."""
    percent = 100 * (chance + person.overconfidence + rng.gauss(0, 0.07))
    return min(scale_for(options).points, key=lambda point: abs(point - percent)) / 100


def reading_seconds(text: str, person: SimulatedPerson, rng: random.Random) -> float:
    """Seconds to read and answer, at about 4 words a second and a few seconds to decide."""
    return float((len(text.split()) / 4 + rng.uniform(2, 8)) * person.speed)


def stepped_back(value: JsonDict, confidence: float | None, seconds: float, rng: random.Random) -> JsonDict:
    """A first answer that was caught, as the browser sends it; `seconds`: of the whole step."""
    percent = None if confidence is None else round(100 * confidence)
    return {**value, "confidence": percent, "atMs": round(1000 * seconds * rng.uniform(0.5, 0.8))}


def judged(step: StepView) -> tuple[ItemView, Guideline]:
    """The item and the guideline of a step that judges one. Raises ValueError where the step has none."""
    if step.item is None or step.guideline is None:
        raise ValueError("this step needs an item and a guideline")
    return step.item, step.guideline


def asks_confidence(step: StepView) -> bool:
    return bool(step.config.get("confidence", True))


def told_after(step: StepView) -> JsonDict:
    """Of the plan what is told with the feedback: the trap that came back in this item."""
    return {"trap": step.plan["trap"]} if "trap" in step.plan else {}


def feedback(
    grade: Grade,
    chosen: str,
    key: str,
    key_name: str,
    rationale: str,
    factors: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """What is shown after an answer; `chosen` and `key` are option ids as the browser knows them."""
    return {
        "correct": grade.correct,
        "credit": grade.credit,
        "chosen": chosen,
        "key": key,
        "keyName": key_name,
        "rationale": rationale,
        "factors": [{"name": factor["name"], "text": factor["text"]} for factor in factors],
    }
