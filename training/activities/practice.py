"""PURE: label items from a guideline, with confidence; the key and the reasons follow each answer."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from courseware.curriculum import Guideline
from courseware.keys import parse_key
from courseware.passages import passages
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

PASSAGE_LABELS = {"text": "Text", "source": "Source", "claim": "Claim"}


class Practice:
    kind = "practice"
    scales: tuple[str, ...] = ("ordinal", "nominal", "span")
    parts = Parts()

    def check(self, config: Mapping[str, Any]) -> list[str]:
        checked = ConfigCheck(config)
        checked.only("guideline", "items", ATTENTION_CHECKS, "confidence", *self.parts.names)
        checked.text("guideline")
        checked.slugs("items", required=True)
        checked.slugs(ATTENTION_CHECKS, required=False)
        checked.flag("confidence")
        self.parts.check(checked)
        return checked.problems

    def plan(self, config: Mapping[str, Any], items: Sequence[ItemView], rng: random.Random) -> list[PlannedStep]:
        """All items, attention checks among them, in one shuffled order."""
        order = [item.slug for item in items]
        rng.shuffle(order)
        steps = [PlannedStep(item=slug, plan=plan_of(slug, config)) for slug in order]
        return self.parts.plan(config, steps, rng)

    def present(self, step: StepView) -> JsonDict:
        item, guideline = judged(step)
        options = _options(item, guideline)
        return {
            "shape": "choice",
            "passages": [{"label": PASSAGE_LABELS[name], "text": text} for name, text in item.body.items()],
            "question": guideline.question,
            "options": options,
            "confidence": scale_for(len(options)).present() if asks_confidence(step) else None,
            "floorMs": floor_ms(*item.body.values()),
            **self.parts.present(step),
        }

    def grade(self, step: StepView, answer: Answer) -> Graded:
        item, guideline = judged(step)
        options = {option["id"]: option["name"] for option in _options(item, guideline)}
        choice = chosen(answer, options)
        kept = self.parts.read(answer, step, choice)
        check_confidence(answer, asked=asks_confidence(step), options=len(options))
        grade = parse_key(item.key, options).grade(choice)
        shown = feedback(grade, choice, grade.best, options[grade.best], item.rationale, item.factors)
        shown |= self.parts.feedback(kept, step, grade, answer.confidence)
        return Graded(grade.credit, grade.correct, {"choice": choice, **kept}, shown)

    def simulate(self, step: StepView, person: SimulatedPerson, rng: random.Random) -> Simulated:
        item, guideline = judged(step)
        options = [option["id"] for option in _options(item, guideline)]
        best = parse_key(item.key, options).best
        chance = chance_of_right(person, item.difficulty)
        # A slip lands on a neighbouring label more often than on a far one, as in ordinal data.
        near = sorted((o for o in options if o != best), key=lambda o: abs(options.index(o) - options.index(best)))
        choice = best if not near or rng.random() < chance else (near[0] if rng.random() < 0.7 else rng.choice(near))
        confidence = stated_confidence(person, chance, rng, len(options)) if asks_confidence(step) else None
        value = {"choice": choice, **self.parts.simulate(step, choice, person, rng)}
        return Simulated(value, confidence, reading_seconds(" ".join(item.body.values()), person, rng))


def _options(item: ItemView, guideline: Guideline) -> list[JsonDict]:
    """The labels of the guideline, or the sentences of a text in which the deciding one is to be marked."""
    if guideline.scale == "span":
        return [{"id": passage.id, "name": passage.text, "help": ""} for passage in passages(item.body["text"])]
    return [{"id": label.id, "name": label.name, "help": label.help} for label in guideline.labels]
