"""PURE: one simulated person at one exercise: planned, answered and graded by the very code of the course."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.validation import items as made
from courseware.curriculum import Guideline
from training.activities import ACTIVITIES
from training.activities.base import Answer, ItemView, SimulatedPerson, StepView
from training.activities.biases import Judged

Config = Mapping[str, Any]


@dataclass(frozen=True)
class Exercise:
    """What one exercise consists of: the kind of module, its config, its guideline and its items."""

    kind: str
    config: Config
    guideline: Guideline
    items: tuple[ItemView, ...]


def exercises(rng: random.Random, size: int) -> dict[str, Exercise]:
    """For each bias the exercise that measures it by about `size` answers; `ambiguity` and `confidence` besides.

    Order and fatigue compare only some of the answers of a set: theirs are longer.
    """
    practice = {"confidence": True, "items": []}
    claims = [{"slug": slug, "text": slug} for slug in made.CLAIMS]
    long = made.labelled("ordinal", made.ORDERED, 4 * size, rng)
    return {
        "position": _of("preference", practice, made.PREFERENCE, made.pairs(size, rng)),
        "verbosity": _of(
            "preference", {**practice, "biases": ["verbosity"]}, made.PREFERENCE, made.pairs(size, rng, "verbosity")
        ),
        **{
            bias: _of(
                "practice", {**practice, "biases": [bias]}, guideline, made.labelled(kind, labels, size, rng, bias)
            )
            for bias, guideline, kind, labels in (
                ("anchoring", made.SEVERITY, "ordinal", made.ORDERED),
                ("authority", made.SUPPORT, "classification", made.UNORDERED),
                ("halo", made.COMPLETENESS, "ordinal", made.RATING),
            )
        },
        "confirmation": _of(
            "practice",
            {**practice, "biases": ["confirmation"], "claims": claims},
            made.STRENGTH,
            made.labelled("classification", made.EVIDENCE, size, rng, "confirmation"),
        ),
        "contrast": _of("practice", practice, made.SEVERITY, long),
        "fatigue": _of("practice", practice, made.SEVERITY, long),
        "confidence": _of("practice", practice, made.SUPPORT, made.labelled("c", made.UNORDERED, 3 * size, rng)),
        "ambiguity": _of("ambiguity", {**practice, "cases": False}, made.SEVERITY, made.readings(2 * size, rng)),
    }


def _of(kind: str, config: Config, guideline: Guideline, items: Sequence[ItemView]) -> Exercise:
    named = {**config, "guideline": guideline.slug, "items": [item.slug for item in items]}
    return Exercise(kind, named, guideline, tuple(items))


def do(exercise: Exercise, person: SimulatedPerson, seed: int) -> list[Judged]:
    """The person's answers, in the order given."""
    activity, rng = ACTIVITIES[exercise.kind], random.Random(seed)
    by_slug = {item.slug: item for item in exercise.items}
    judged = []
    for planned in activity.plan(exercise.config, exercise.items, random.Random(seed + 1)):
        item = by_slug[planned.item] if planned.item else None
        step = StepView(planned.plan, exercise.config, item, exercise.guideline)
        answer = activity.simulate(step, person, rng)
        graded = activity.grade(step, Answer(answer.value, answer.confidence))
        judged.append(
            Judged(
                plan=planned.plan,
                item=item,
                guideline=exercise.guideline,
                answer=graded.stored,
                correct=graded.correct,
                credit=graded.credit,
                confidence=answer.confidence,
            )
        )
    return judged
