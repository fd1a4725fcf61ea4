"""PURE: choose the better of two responses. Each pair comes back on a later day with the sides swapped."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from courseware.curriculum import Guideline, ItemContent
from courseware.keys import PAIR_ANSWERS, SIDES, parse_key
from courseware.markup import render_judged
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
from training.activities.biases.verbosity import Verbosity
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
)
from training.activities.pair_scale import LEFT, RIGHT, SCALE, STATED, Stated, grade, keyed, simulated
from training.activities.parts import Parts
from training.activities.parts.pauses import Pauses
from training.activities.parts.points import Points
from training.activities.parts.ratings import Ratings
from training.activities.parts.reasons import Reasons
from training.activities.parts.strength import Strength
from training.activities.reading import floor_ms
from training.activities.sides import OTHER_SIDE, sides_for

# What can be answered where only the better one is asked for.
POSITIONS = (Stated(LEFT, "Left", LEFT), Stated(RIGHT, "Right", RIGHT))
# In place of a response that is empty, as imported ones may be.
NOTHING_SAID = "(This response is empty.)"
# Config keys of what is planted, and of what is asked beside the pairs.
KEYS = (PLANTS, asides.GUESS)
VERBOSITY = Verbosity()


class Preference:
    kind = "preference"
    scales: tuple[str, ...] = ("preference",)
    parts = Parts(Strength(), Ratings(), Reasons(), Points(lambda step: _answers(step)), Pauses())

    def check(self, config: Mapping[str, Any]) -> list[str]:
        checked = ConfigCheck(config)
        checked.only("guideline", "items", "returns", ATTENTION_CHECKS, "confidence", *KEYS, *self.parts.names)
        checked.text("guideline")
        checked.slugs("items", required=not config.get("returns"))
        checked.slugs("returns", required=False)
        checked.slugs(ATTENTION_CHECKS, required=False)
        checked.flag("confidence")
        check_plants(checked, self.scales)
        asides.check_asides(checked)
        self.parts.check(checked)
        return checked.problems

    def check_items(self, config: Mapping[str, Any], items: Sequence[ItemContent], guideline: Guideline) -> list[str]:
        return check_planted(config, items, guideline)

    def plan(self, config: Mapping[str, Any], items: Sequence[ItemView], rng: random.Random) -> list[PlannedStep]:
        """New pairs, returning ones and attention checks in one shuffled order. Who returns swaps sides."""
        plants = plan_plants(config, items, rng)
        shown = {item.slug: VERBOSITY.padded(item, plants.get(item.slug, {})) for item in items}
        left = sides_for(list(shown.values()), rng)
        order = list(left)
        rng.shuffle(order)
        steps = [
            PlannedStep(
                pair.slug, plan_of(pair.slug, config, left=left[pair.slug], **noted, **plants.get(pair.slug, {}))
            )
            for pair, noted in plan_sitting(shown[slug] for slug in order)
        ]
        return asides.with_asides(config, self.parts.plan(config, steps, rng))

    def present(self, step: StepView) -> JsonDict:
        if asides.is_aside(step):
            return asides.present(step)
        step = _as_shown(step)
        item, guideline = judged(step)
        left = step.plan["left"]
        texts = {
            "prompt": item.body["prompt"],
            "left": item.body[f"response_{left}"] or NOTHING_SAID,
            "right": item.body[f"response_{OTHER_SIDE[left]}"] or NOTHING_SAID,
        }
        return {
            "shape": "pair",
            **texts,
            "html": {name: html for name, text in texts.items() if (html := render_judged(text)) is not None},
            "question": guideline.question,
            "options": [{"id": stated.id, "name": stated.name} for stated in _scale(step)],
            **({"scale": True} if asks_strength(step) else {}),
            "confidence": scale_for(_answers(step)).present() if asks_confidence(step) else None,
            "floorMs": floor_ms(*texts.values()),
            **self.parts.present(step),
        }

    def grade(self, step: StepView, answer: Answer) -> Graded:
        if asides.is_aside(step):
            return asides.grade(step, answer)
        step = _as_shown(step)
        item, _ = judged(step)
        scale = {stated.id: stated for stated in _scale(step)}
        stated = scale[chosen(answer, scale)]
        kept = self.parts.read(answer, step, stated.id)
        check_confidence(answer, asked=asks_confidence(step), options=_answers(step))
        left = step.plan["left"]
        side = _other_view(stated.place, left)
        key = parse_key(item.key, PAIR_ANSWERS)
        graded = grade(key, side, stated.strength) if asks_strength(step) else key.grade(side)
        better = _other_view(graded.best, left)
        if asks_strength(step):
            better = keyed(better, key.strength or "clear")
        name = scale.get(better, STATED[better]).name
        rationale = " ".join(part for part in (key.reason, item.rationale) if part)
        shown = feedback(graded, stated.id, better, name, rationale, item.factors)
        shown |= self.parts.feedback(kept, step, graded, answer.confidence)
        return Graded(graded.credit, graded.correct, {"choice": stated.id, "side": side, **kept}, shown)

    def simulate(self, step: StepView, person: SimulatedPerson, rng: random.Random) -> Simulated:
        if asides.is_aside(step):
            return asides.simulate(step, person, rng)
        given = give(step, person, rng)
        shown = _as_shown(step)
        first = None if given.first is None else self._simulated(shown, given.first, given.chance, person, rng)
        value, confidence = self._simulated(shown, given.choice, given.chance, person, rng)
        seconds = reading_seconds(" ".join(judged(shown)[0].body.values()), person, rng)
        return Simulated(value, confidence, seconds, first and stepped_back(*first, seconds, rng))

    def _simulated(
        self, step: StepView, side: str, chance: float, person: SimulatedPerson, rng: random.Random
    ) -> tuple[JsonDict, float | None]:
        """One answer with all that goes with it: the value as sent, and the confidence."""
        choice = _other_view(side, step.plan["left"])
        if asks_strength(step):
            choice = simulated(choice, parse_key(judged(step)[0].key, PAIR_ANSWERS).strength, rng)
        confidence = stated_confidence(person, chance, rng, _answers(step)) if asks_confidence(step) else None
        return {"choice": choice, **self.parts.simulate(step, choice, person, rng)}, confidence


def asks_strength(step: StepView) -> bool:
    """Whether the answers are a scale of strengths, with a tie and both bad, or the two sides alone."""
    return bool(step.config.get("strength", False))


def _scale(step: StepView) -> tuple[Stated, ...]:
    return SCALE if asks_strength(step) else POSITIONS


def _answers(step: StepView) -> int:
    """How many answers one may be right or wrong among: strengths are shades of the same one."""
    return len(PAIR_ANSWERS) if asks_strength(step) else len(SIDES)


def _other_view(answer: str, left: str) -> str:
    """A side (a, b) as the place where it stands, a place as the side that stands there; neither is neither."""
    places = {LEFT: left, RIGHT: OTHER_SIDE[left], left: LEFT, OTHER_SIDE[left]: RIGHT}
    return places.get(answer, answer)


def _as_shown(step: StepView) -> StepView:
    """The step with its pair as the page shows it, padding included."""
    return replace(step, item=dressed(step).item)
