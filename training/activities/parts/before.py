"""PURE: a rating of something else, from 1 to 5, asked before the question: what stands out may colour the rest."""

import random
from collections.abc import Mapping
from typing import Any

from courseware.keys import Grade
from training.activities.base import ConfigCheck, InvalidAnswer, JsonDict, SimulatedPerson, StepView
from training.activities.biases.halo import Halo

LOWEST, HIGHEST = 1, 5
# What the ends mean is part of the question.
TEXTS = ("question", "low", "high")
WARM, CURT = Halo.arms


class Before:
    name = "before"

    def check(self, checked: ConfigCheck) -> None:
        value = checked.config[self.name]
        is_whole = isinstance(value, Mapping) and set(value) == set(TEXTS)
        if not is_whole or not all(isinstance(text, str) and text.strip() for text in value.values()):
            checked.problems.append(f"config.{self.name}: expected a table with the texts {', '.join(TEXTS)}")

    def asked(self, step: StepView) -> bool:
        """Of every item alike: asked only where something is planted, it would say so."""
        return self.name in step.config and step.item is not None

    def present(self, step: StepView) -> JsonDict:
        asked = step.config[self.name]
        return {**{name: asked[name] for name in TEXTS}, "points": list(range(LOWEST, HIGHEST + 1))}

    def read(self, value: Any, step: StepView, choice: str) -> int:
        if type(value) is not int or not LOWEST <= value <= HIGHEST:
            raise InvalidAnswer(f"answer.parts.{self.name}", f"expected a whole number from {LOWEST} to {HIGHEST}")
        return value

    def feedback(self, value: Any, step: StepView, grade: Grade, confidence: float | None) -> JsonDict | None:
        return None

    def simulate(self, step: StepView, choice: str, person: SimulatedPerson, rng: random.Random) -> int:
        """Warm texts are seen as warm and curt ones as curt, by everybody; others lie between."""
        arm = step.plan.get("arm") if step.plan.get("bias") == Halo.slug else None
        middle = {WARM: 4.3, CURT: 1.7}.get(arm or "", 3.0)
        return min(HIGHEST, max(LOWEST, round(rng.gauss(middle, 0.7))))
