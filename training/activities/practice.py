"""PURE: label items from a guideline, with confidence; the key and the reasons follow each answer."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from courseware.curriculum import Guideline, ItemContent
from courseware.keys import parse_key
from courseware.passages import passages
from training.activities import asides
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
from training.activities.biases.people import give
from training.activities.biases.plants import PLANTS, check_planted, check_plants, dressed, plan_plants
from training.activities.biases.sitting import plan_sitting
from training.activities.choices import (
    ATTENTION_CHECKS,
    asks_confidence,
    check_confidence,
    chosen,
    feedback,
    judged,
    plan_of,
    reading_seconds,
    stated_confidence,
    stepped_back,
    told_after,
)
from training.activities.parts import Parts
from training.activities.parts.before import Before
from training.activities.parts.pauses import Pauses
from training.activities.parts.points import Points
from training.activities.parts.rationale import Rationale
from training.activities.picking import PICKED, check_picks
from training.activities.reading import floor_ms

PASSAGE_LABELS = {"text": "Text", "source": "Source", "claim": "Claim"}


class Practice:
    kind = "practice"
    scales: tuple[str, ...] = ("ordinal", "nominal", "span")
    parts = Parts(Before(), Rationale(), Points(lambda step: len(_options(*judged(step)))), Pauses())

    def check(self, config: Mapping[str, Any]) -> list[str]:
        checked = ConfigCheck(config)
        checked.only(
            "guideline", "items", ATTENTION_CHECKS, "confidence", PLANTS, *asides.KEYS, *PICKED, *self.parts.names
        )
        checked.text("guideline")
        checked.slugs("items", required=not any(name in config for name in PICKED))
        check_picks(checked)
        checked.slugs(ATTENTION_CHECKS, required=False)
        checked.flag("confidence")
        check_plants(checked, self.scales)
        asides.check_asides(checked)
        self.parts.check(checked)
        return checked.problems

    def check_items(self, config: Mapping[str, Any], items: Sequence[ItemContent], guideline: Guideline) -> list[str]:
        return check_planted(config, items, guideline)

    def plan(self, config: Mapping[str, Any], items: Sequence[ItemView], rng: random.Random) -> list[PlannedStep]:
        """All items, attention checks among them, in one shuffled order; what is planted in them; and the asides."""
        order = list(items)
        rng.shuffle(order)
        plants = plan_plants(config, items, rng)
        steps = [
            PlannedStep(item.slug, plan_of(item.slug, config, **noted, **plants.get(item.slug, {})))
            for item, noted in plan_sitting(order)
        ]
        return asides.with_asides(config, self.parts.plan(config, steps, rng))

    def present(self, step: StepView) -> JsonDict:
        if asides.is_aside(step):
            return asides.present(step)
        item, guideline = judged(step)
        options = _options(item, guideline)
        texts = shown_passages(step)
        return {
            "shape": "choice",
            "passages": texts,
            "question": guideline.question,
            "options": options,
            "confidence": scale_for(len(options)).present() if asks_confidence(step) else None,
            "floorMs": floor_ms(*(passage["text"] for passage in texts)),
            **self.parts.present(_as_shown(step)),
        }

    def grade(self, step: StepView, answer: Answer) -> Graded:
        if asides.is_aside(step):
            return asides.grade(step, answer)
        step = _as_shown(step)
        item, guideline = judged(step)
        options = {option["id"]: option["name"] for option in _options(item, guideline)}
        choice = chosen(answer, options)
        kept = self.parts.read(answer, step, choice)
        check_confidence(answer, asked=asks_confidence(step), options=len(options))
        grade = parse_key(item.key, options).grade(choice)
        shown = feedback(grade, choice, grade.best, options[grade.best], item.rationale, item.factors)
        shown |= told_after(step) | self.parts.feedback(kept, step, grade, answer.confidence)
        return Graded(grade.credit, grade.correct, {"choice": choice, **kept}, shown)

    def simulate(self, step: StepView, person: SimulatedPerson, rng: random.Random) -> Simulated:
        if asides.is_aside(step):
            return asides.simulate(step, person, rng)
        given = give(step, person, rng)
        first = None if given.first is None else self._simulated(step, given.first, given.chance, person, rng)
        value, confidence = self._simulated(step, given.choice, given.chance, person, rng)
        seconds = reading_seconds(" ".join(passage["text"] for passage in shown_passages(step)), person, rng)
        return Simulated(value, confidence, seconds, first and stepped_back(*first, seconds, rng))

    def _simulated(
        self, step: StepView, choice: str, chance: float, person: SimulatedPerson, rng: random.Random
    ) -> tuple[JsonDict, float | None]:
        """One answer with all that goes with it: the value as sent, and the confidence."""
        shown = _as_shown(step)
        options = len(_options(*judged(shown)))
        confidence = stated_confidence(person, chance, rng, options) if asks_confidence(step) else None
        return {"choice": choice, **self.parts.simulate(shown, choice, person, rng)}, confidence


def shown_passages(step: StepView) -> list[JsonDict]:
    """What is to be read, in the order of the page: label and text of each, what is planted included."""
    dress = dressed(step)
    texts = [{"label": PASSAGE_LABELS[name], "text": text} for name, text in dress.item.body.items()]
    return [*map(dict, dress.above), *texts, *map(dict, dress.below)]


def _as_shown(step: StepView) -> StepView:
    """The step with its item as the page shows it: what is marked or copied is of that text."""
    return replace(step, item=dressed(step).item)


def _options(item: ItemView, guideline: Guideline) -> list[JsonDict]:
    """The labels of the guideline, or the sentences of a text in which the deciding one is to be marked."""
    if guideline.scale == "span":
        return [{"id": passage.id, "name": passage.text, "help": ""} for passage in passages(item.body["text"])]
    return [{"id": label.id, "name": label.name, "help": label.help} for label in guideline.labels]
