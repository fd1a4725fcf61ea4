"""PURE: label items some of which are genuinely ambiguous: say which, how people would divide, and argue both sides.

What is worth training is not doubt but the right amount of it: an item called ambiguous that is clear counts as much
against one as an ambiguous one that went unnoticed.
"""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from courseware.curriculum import Guideline, ItemContent
from courseware.keys import Grade, parse_key
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
    asks_confidence,
    chance_of_right,
    check_confidence,
    chosen,
    feedback,
    judged,
    reading_seconds,
    stated_confidence,
)
from training.activities.parts import Parts
from training.activities.parts.cases import Cases, required_cases, simulated_cases
from training.activities.parts.flag import Flag, flag_agrees
from training.activities.parts.pauses import Pauses
from training.activities.parts.soft import Soft, closeness, reference_for
from training.activities.practice import PASSAGE_LABELS
from training.activities.reading import floor_ms

FLAG, CASES = Flag(), Cases()


class Ambiguity:
    kind = "ambiguity"
    scales: tuple[str, ...] = ("ordinal", "nominal")
    parts = Parts(FLAG, Soft(), CASES, Pauses())

    def check(self, config: Mapping[str, Any]) -> list[str]:
        checked = ConfigCheck(config)
        checked.only("guideline", "items", "confidence", *self.parts.names)
        checked.text("guideline")
        checked.slugs("items", required=True)
        checked.flag("confidence")
        self.parts.check(checked)
        return checked.problems

    def check_items(self, config: Mapping[str, Any], items: Sequence[ItemContent], guideline: Guideline) -> list[str]:
        """A flag says something only where some items call for it and some do not."""
        if not config.get(FLAG.name, True) or {"clear", "ambiguous"} <= {item.ambiguity for item in items}:
            return []
        return ["config.items: expected clear items and ambiguous ones, or flag = false"]

    def plan(self, config: Mapping[str, Any], items: Sequence[ItemView], rng: random.Random) -> list[PlannedStep]:
        """All items in one shuffled order."""
        order = [item.slug for item in items]
        rng.shuffle(order)
        return self.parts.plan(config, [PlannedStep(item=slug, plan={}) for slug in order], rng)

    def present(self, step: StepView) -> JsonDict:
        item, guideline = judged(step)
        return {
            "shape": "choice",
            "passages": [{"label": PASSAGE_LABELS[name], "text": text} for name, text in item.body.items()],
            "question": guideline.question,
            "options": [{"id": label.id, "name": label.name, "help": label.help} for label in guideline.labels],
            "confidence": scale_for(len(guideline.labels)).present() if asks_confidence(step) else None,
            "floorMs": floor_ms(*item.body.values()),
            **self.parts.present(step),
        }

    def grade(self, step: StepView, answer: Answer) -> Graded:
        """Credit is the closeness of the stated shares; correct is a flag that fits, on clear items with the choice."""
        item, guideline = judged(step)
        names = {label.id: label.name for label in guideline.labels}
        choice = chosen(answer, names)
        kept = self.parts.read(answer, step, choice)
        parts = kept.get("parts", {})
        required_cases(parts, CASES.asked(step))
        check_confidence(answer, asked=asks_confidence(step), options=len(names))
        by_choice = parse_key(item.key, names).grade(choice)
        grade = _grade(step, by_choice, parts)
        # Of an ambiguous item no answer is marked as the key: that would say what the feedback denies.
        key = "" if item.ambiguity == "ambiguous" else grade.best
        shown = feedback(grade, choice, key, names[grade.best], item.rationale, item.factors)
        shown |= {"key": key or None, "verdict": _verdict(step, by_choice, names[grade.best], parts)}
        shown |= self.parts.feedback(kept, step, grade, answer.confidence)
        return Graded(grade.credit, grade.correct, {"choice": choice, **kept}, shown)

    def simulate(self, step: StepView, person: SimulatedPerson, rng: random.Random) -> Simulated:
        """Ambiguous items are answered by one of the readings people have, the others as in practice."""
        item, _ = judged(step)
        shares = reference_for(step).shares
        best = max(shares, key=lambda label: shares[label])
        chance = chance_of_right(person, item.difficulty)
        others = [label for label in shares if label != best]
        if item.ambiguity == "ambiguous":
            choice = rng.choices(list(shares), list(shares.values()))[0]
        else:
            choice = best if rng.random() < chance else rng.choice(others)
        confidence = stated_confidence(person, chance, rng, len(shares)) if asks_confidence(step) else None
        value = {"choice": choice, **self.parts.simulate(step, choice, person, rng)}
        if CASES.asked(step) and value["parts"]["flag"]:
            value["parts"][CASES.name] = simulated_cases(step, choice, rng)
        words = " ".join([*item.body.values(), *value.get("parts", {}).get(CASES.name, {}).values()])
        return Simulated(value, confidence, reading_seconds(words, person, rng))


def _grade(step: StepView, by_choice: Grade, parts: Mapping[str, Any]) -> Grade:
    credit = closeness(reference_for(step), parts["soft"]) if "soft" in parts else by_choice.credit
    agrees = flag_agrees(step, parts["flag"]) if "flag" in parts else None
    if agrees is None:
        return Grade(credit, by_choice.correct, by_choice.best)
    clear = step.item is not None and step.item.ambiguity == "clear"
    return Grade(credit, agrees and (by_choice.correct or not clear), by_choice.best)


def _verdict(step: StepView, by_choice: Grade, key_name: str, parts: Mapping[str, Any]) -> JsonDict:
    """What is said first: `kind` is "good", "warn" or "bad"."""
    if step.item is not None and step.item.ambiguity == "ambiguous" and "flag" in parts:
        if parts["flag"]:
            return {"kind": "good", "text": "Genuinely ambiguous, as you said"}
        return {"kind": "warn", "text": "Genuinely ambiguous: careful people differ here"}
    if flag_agrees(step, parts.get("flag", False)) is False and "flag" in parts:
        kind = "warn" if by_choice.correct else "bad"
        return {"kind": kind, "text": f"Clear, not ambiguous. The key is: {key_name}"}
    if by_choice.correct:
        return {"kind": "good", "text": "Matches the key"}
    if by_choice.credit > 0:
        return {"kind": "warn", "text": f"Accepted in part. The key is: {key_name}"}
    return {"kind": "bad", "text": f"The key is: {key_name}"}
