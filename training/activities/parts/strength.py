"""PURE: how much better the preferred response is. It is part of the choice itself, on one scale with it."""

import random
from typing import Any

from courseware.keys import BOTH_BAD, PAIR_ANSWERS, SIDES, TIE, Grade, parse_key
from training.activities.base import ConfigCheck, InvalidAnswer, JsonDict, SimulatedPerson, StepView
from training.activities.pair_scale import STATED

WORDS = {"much": "much better", "clear": "better", "slight": "slightly better"}


class Strength:
    """The page sends nothing under this name: the strength is read off the choice and kept beside it."""

    name = "strength"

    def check(self, checked: ConfigCheck) -> None:
        checked.flag(self.name)

    def asked(self, step: StepView) -> bool:
        return bool(step.config.get(self.name, False))

    def present(self, step: StepView) -> JsonDict:
        return {}

    def read(self, value: Any, step: StepView, choice: str) -> str | None:
        strength = STATED[choice].strength
        if value is not None and value != strength:
            raise InvalidAnswer("answer.parts.strength", "differs from what was chosen")
        return strength

    def feedback(self, value: Any, step: StepView, grade: Grade, confidence: float | None) -> JsonDict | None:
        if step.item is None:
            return None
        said = _said(value, parse_key(step.item.key, PAIR_ANSWERS).strength, grade)
        return {"lines": [said]} if said else None

    def simulate(self, step: StepView, choice: str, person: SimulatedPerson, rng: random.Random) -> None:
        return None


def _said(strength: str | None, keyed: str | None, grade: Grade) -> str:
    """How the strength stands to the key's; nothing where that adds nothing to the verdict."""
    if keyed is None:
        return ""
    if grade.best in SIDES and grade.correct and strength:
        if grade.credit == 1:
            return f"The key calls it {WORDS[keyed]} too." if strength == keyed else ""
        return f"The side is right. You called it {WORDS[strength]}, the key {WORDS[keyed]}."
    if grade.correct or not grade.credit:
        return ""
    if grade.best in SIDES:
        return "The key prefers one of them, though only slightly: calling them equal earns half."
    if grade.best == TIE and strength:
        return "The key calls them equal: preferring one of them slightly earns half."
    other = "both serve the person equally well" if grade.best == TIE else "both fail the person"
    if grade.best in (TIE, BOTH_BAD):
        return f"Neither is better, as you say. By the key, {other}."
    return ""
