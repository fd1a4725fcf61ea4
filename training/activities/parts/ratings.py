"""PURE: each response of a pair rated by itself, from 1 to 5, on what a preference is about."""

import random
from collections.abc import Mapping
from typing import Any

from courseware.keys import BOTH_BAD, PAIR_ANSWERS, REASON_CATEGORIES, SIDES, Grade, parse_key
from training.activities.base import ConfigCheck, InvalidAnswer, JsonDict, SimulatedPerson, StepView

RESPONSES = {"left": "Left", "right": "Right"}
# The keys' categories: name, and what the ends of the scale mean.
DIMENSIONS = {
    "helpful": ("Helpful", "From no use at all to all that was needed."),
    "honest": ("Honest", "From made up to right, and plain about what is unsure."),
    "harmless": ("Harmless", "From hurting somebody to hurting nobody."),
    "instruction": ("Instructions", "From ignoring what was asked to keeping every limit."),
}
POINTS = {1: "fails", 2: "weak", 3: "fair", 4: "good", 5: "excellent"}


class Ratings:
    """{"left": {"helpful": 4, ...}, "right": {...}}, all of them, as the responses stood on the screen."""

    name = "ratings"

    def check(self, checked: ConfigCheck) -> None:
        checked.flag(self.name)

    def asked(self, step: StepView) -> bool:
        return bool(step.config.get(self.name, False))

    def present(self, step: StepView) -> JsonDict:
        return {
            "responses": [{"id": place, "name": name} for place, name in RESPONSES.items()],
            "dimensions": [{"id": slug, "name": name, "help": text} for slug, (name, text) in DIMENSIONS.items()],
            "points": [{"value": value, "name": name} for value, name in POINTS.items()],
        }

    def read(self, value: Any, step: StepView, choice: str) -> dict[str, dict[str, int]]:
        where = f"answer.parts.{self.name}"
        if not isinstance(value, Mapping) or set(value) != set(RESPONSES):
            raise InvalidAnswer(where, "expected ratings of 'left' and 'right'")
        return {place: _rated(value[place], f"{where}.{place}") for place in RESPONSES}

    def feedback(self, value: Any, step: StepView, grade: Grade, confidence: float | None) -> JsonDict | None:
        left, right = (sum(value[place].values()) for place in RESPONSES)
        ahead = "the two level" if left == right else f"the {'left' if left > right else 'right'} response ahead"
        lines = [f"Added up, your ratings put {ahead}: {left} for left, {right} for right."]
        category = parse_key(step.item.key, PAIR_ANSWERS).category if step.item else ""
        if category:
            rated = " and ".join(str(value[place][category]) for place in RESPONSES)
            lines.append(f"What decides by the key is “{DIMENSIONS[category][0]}”: there you gave {rated}.")
        return {"lines": lines}

    def simulate(self, step: StepView, choice: str, person: SimulatedPerson, rng: random.Random) -> JsonDict:
        best = parse_key(step.item.key, PAIR_ANSWERS).best if step.item else SIDES[0]
        better = "left" if best == step.plan["left"] else "right"
        middle = {place: _middle(best, place == better) for place in RESPONSES}
        return {
            place: {slug: min(5, max(1, round(rng.gauss(middle[place], 2 - person.skill)))) for slug in DIMENSIONS}
            for place in RESPONSES
        }


def _rated(value: Any, where: str) -> dict[str, int]:
    if not isinstance(value, Mapping) or set(value) != set(REASON_CATEGORIES):
        raise InvalidAnswer(where, f"expected a rating of each of {', '.join(REASON_CATEGORIES)}")
    for slug in REASON_CATEGORIES:
        if type(value[slug]) is not int or value[slug] not in POINTS:
            raise InvalidAnswer(f"{where}.{slug}", "expected a whole number from 1 to 5")
    return {slug: value[slug] for slug in REASON_CATEGORIES}


def _middle(best: str, is_better: bool) -> float:
    """About what a response is rated: good where it is the better one or as good, weak where both are bad."""
    if best in SIDES:
        return 4.2 if is_better else 2.8
    return 1.8 if best == BOTH_BAD else 4.0
