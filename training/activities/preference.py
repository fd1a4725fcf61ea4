"""PURE: choose the better of two responses. Each pair comes back on a later day with the sides swapped."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from courseware.keys import PAIR_ANSWERS, SIDES, parse_key
from training.activities.base import (
    Answer,
    ConfigCheck,
    Graded,
    ItemView,
    JsonDict,
    PlannedStep,
    Simulated,
    SimulatedPerson,
    StepView,
    scale_for,
)
from training.activities.choices import (
    ATTENTION_CHECKS,
    asks_confidence,
    chance_of_right,
    check_confidence,
    chosen,
    feedback,
    judged,
    plan_of,
    reading_seconds,
    stated_confidence,
)
from training.activities.parts import Parts
from training.activities.reading import floor_ms

POSITIONS = ("left", "right")
# In place of a response that is empty, as imported ones may be.
NOTHING_SAID = "(This response is empty.)"
OTHER = {"a": "b", "b": "a", "left": "right", "right": "left"}


class Preference:
    kind = "preference"
    scales: tuple[str, ...] = ("preference",)
    parts = Parts()

    def check(self, config: Mapping[str, Any]) -> list[str]:
        checked = ConfigCheck(config)
        checked.only("guideline", "items", "returns", ATTENTION_CHECKS, "confidence", *self.parts.names)
        checked.text("guideline")
        checked.slugs("items", required=not config.get("returns"))
        checked.slugs("returns", required=False)
        checked.slugs(ATTENTION_CHECKS, required=False)
        checked.flag("confidence")
        self.parts.check(checked)
        return checked.problems

    def plan(self, config: Mapping[str, Any], items: Sequence[ItemView], rng: random.Random) -> list[PlannedStep]:
        """New pairs, returning ones and attention checks in one shuffled order. Who returns swaps sides."""
        steps = []
        for item in items:
            left = OTHER[item.first_left] if item.first_left else rng.choice(SIDES)
            steps.append(PlannedStep(item=item.slug, plan=plan_of(item.slug, config, left=left)))
        rng.shuffle(steps)
        return self.parts.plan(config, steps, rng)

    def present(self, step: StepView) -> JsonDict:
        item, guideline = judged(step)
        left = step.plan["left"]
        texts = {
            "prompt": item.body["prompt"],
            "left": item.body[f"response_{left}"] or NOTHING_SAID,
            "right": item.body[f"response_{OTHER[left]}"] or NOTHING_SAID,
        }
        return {
            "shape": "pair",
            **texts,
            "question": guideline.question,
            "options": [{"id": "left", "name": "Left"}, {"id": "right", "name": "Right"}],
            "confidence": scale_for(len(SIDES)).present() if asks_confidence(step) else None,
            "floorMs": floor_ms(*texts.values()),
            **self.parts.present(step),
        }

    def grade(self, step: StepView, answer: Answer) -> Graded:
        item, _ = judged(step)
        position = chosen(answer, POSITIONS)
        kept = self.parts.read(answer, step, position)
        check_confidence(answer, asked=asks_confidence(step))
        left = step.plan["left"]
        side = left if position == "left" else OTHER[left]
        key = parse_key(item.key, PAIR_ANSWERS)
        grade = key.grade(side)
        better = _place(grade.best, left)
        rationale = " ".join(part for part in (key.reason, item.rationale) if part)
        shown = feedback(grade, position, better, better.capitalize(), rationale, item.factors)
        shown |= self.parts.feedback(kept, step, grade, answer.confidence)
        return Graded(grade.credit, grade.correct, {"choice": position, "side": side, **kept}, shown)

    def simulate(self, step: StepView, person: SimulatedPerson, rng: random.Random) -> Simulated:
        item, _ = judged(step)
        best = parse_key(item.key, PAIR_ANSWERS).best
        chance = chance_of_right(person, item.difficulty)
        if rng.random() < person.position_bias:
            position = "left"
        else:
            side = rng.choice(SIDES) if best not in SIDES else best if rng.random() < chance else OTHER[best]
            position = "left" if side == step.plan["left"] else "right"
        confidence = stated_confidence(person, chance, rng) if asks_confidence(step) else None
        value = {"choice": position, **self.parts.simulate(step, position, person, rng)}
        return Simulated(value, confidence, reading_seconds(" ".join(item.body.values()), person, rng))


def _place(answer: str, left: str) -> str:
    """Where a key's answer stands on the screen; a tie stands nowhere."""
    if answer not in SIDES:
        return answer
    return "left" if answer == left else "right"
