"""PURE: points for stated confidence by a proper score: on average nobody earns more than by saying what they believe.

The quadratic rule on K answers (Brier 1950, Monthly Weather Review 78; Gneiting and Raftery 2007, JASA 102). Who gives
an answer and says they are sure of it with probability c leaves 1 - c to the others, evenly:

    right  100 (1 - ½ (1 - c)² K/(K - 1))
    wrong  100 (1 - ½ (c² + (1 - r)² + (K - 2) r²)),   r = (1 - c)/(K - 1)

With K = 2 that is 100 (1 - (1 - c)²) and 100 (1 - c²). The expected points fall with the square of the distance between
c and the chance p of being right, and rise with the distance of p from 1/K: so neither another confidence nor an answer
one believes in less pays. (A rule for two answers would pay for giving a surely wrong one of four and saying so.)
"""

import random
from collections.abc import Callable
from typing import Any

from courseware.keys import Grade
from training.activities.base import ConfigCheck, InvalidAnswer, JsonDict, SimulatedPerson, StepView, scale_for

MOST = 100


class Points:
    """Shown beside the confidence scale and after the answer; nothing to fill in. `answers`: how many a step has."""

    name = "points"

    def __init__(self, answers: Callable[[StepView], int]) -> None:
        self._answers = answers

    def check(self, checked: ConfigCheck) -> None:
        checked.flag(self.name)
        if checked.config.get(self.name) and checked.config.get("confidence") is False:
            checked.problems.append(f"config.{self.name}: points are for stated confidence, and none is asked for")

    def asked(self, step: StepView) -> bool:
        return bool(step.config.get(self.name)) and step.item is not None

    def present(self, step: StepView) -> JsonDict:
        """What an answer earns at every point of the scale, in whole points."""
        answers = self._answers(step)
        return {
            "rows": [
                {
                    "confidence": percent,
                    "right": round(points(percent / 100, True, answers)),
                    "wrong": round(points(percent / 100, False, answers)),
                }
                for percent in scale_for(answers).points
            ]
        }

    def read(self, value: Any, step: StepView, choice: str) -> None:
        if value is not None:
            raise InvalidAnswer(f"answer.parts.{self.name}", "takes no answer")

    def feedback(self, value: Any, step: StepView, grade: Grade, confidence: float | None) -> JsonDict | None:
        """`expected`: what such an answer earns on average if the stated confidence is what it is worth."""
        if confidence is None:
            return None
        answers = self._answers(step)
        return {
            "earned": round(points(confidence, grade.correct, answers)),
            "stated": round(100 * confidence),
            "expected": round(expected_points(confidence, confidence, answers)),
        }

    def simulate(self, step: StepView, choice: str, person: SimulatedPerson, rng: random.Random) -> None:
        return None


def points(confidence: float, right: bool, answers: int) -> float:
    """What one answer earns, 0 to 100; confidence 0..1, `answers` (two or more) there were to choose from.

    Less than a guess is worth nobody can say they are sure: lower confidence counts as 1/answers.
    """
    stated = max(confidence, 1 / answers)
    rest = (1 - stated) / (answers - 1)
    if right:
        return MOST * (1 - ((1 - stated) ** 2 + (answers - 1) * rest**2) / 2)
    return MOST * (1 - (stated**2 + (1 - rest) ** 2 + (answers - 2) * rest**2) / 2)


def expected_points(confidence: float, chance: float, answers: int) -> float:
    """What such answers earn on average if they are right with this chance (0..1)."""
    return chance * points(confidence, True, answers) + (1 - chance) * points(confidence, False, answers)
