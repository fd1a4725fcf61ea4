"""PURE: charged items among neutral ones, label by label; nothing is told of any key.

Each charged item has a neutral twin with the same key and the same structure, which is met on another day: what differs
between the two is what the charge does to the judgement. There is no feedback, since telling the key of one twin would
tell that of the other, and no confidence, points or pauses: nothing here is to be done quickly or won. Which items make
up a sitting is decided for the person (`training.domain.exposure`); the seed decides their order.
"""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from courseware.curriculum import Guideline, ItemContent
from courseware.keys import parse_key
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
)
from training.activities.choices import chance_of_right, check_confidence, chosen, judged, reading_seconds
from training.activities.practice import PASSAGE_LABELS

# The name of the kind: what attempts of it are found by.
EXPOSURE = "exposure"
# Keys of a plan. CHARGED: whether the item is the charged one of its pair; REPEAT: it was judged before.
CHARGED, REPEAT = "charged", "repeat"
FEWEST_PAIRS, MOST_PER_SITTING, MOST_REPEATS = 2, 10, 6
# Words of the longer twin per word of the shorter one.
LENGTH_RATIO = 1.4


class Exposure:
    kind = EXPOSURE
    scales: tuple[str, ...] = ("ordinal",)
    gives_feedback = False

    def check(self, config: Mapping[str, Any]) -> list[str]:
        checked = ConfigCheck(config)
        checked.only("guideline", "charged", "neutral", "per_sitting", "repeats")
        checked.text("guideline")
        checked.slugs("charged", required=True)
        checked.slugs("neutral", required=True)
        checked.whole("per_sitting", FEWEST_PAIRS, MOST_PER_SITTING)
        checked.whole("repeats", 0, MOST_REPEATS)
        if not checked.problems and len(config["charged"]) != len(config["neutral"]):
            checked.problems.append("config.charged and config.neutral: expected as many of one as of the other")
        return checked.problems

    def check_items(self, config: Mapping[str, Any], items: Sequence[ItemContent], guideline: Guideline) -> list[str]:
        """Twins say so of each other, have one key, are clear, and are about as long."""
        known = {item.slug: item for item in items}
        return [
            f"config.charged: {problem}"
            for charged, neutral in zip(config["charged"], config["neutral"], strict=True)
            if charged in known and neutral in known
            for problem in _twin_problems(known[charged], known[neutral])
        ]

    def plan(self, config: Mapping[str, Any], items: Sequence[ItemView], rng: random.Random) -> list[PlannedStep]:
        """The items of this sitting in one shuffled order."""
        order = list(items)
        rng.shuffle(order)
        return [PlannedStep(item.slug, {CHARGED: item.slug in config["charged"]}) for item in order]

    def present(self, step: StepView) -> JsonDict:
        """Only for an item that was revealed: its texts, and what it is to be judged by."""
        item, guideline = judged(step)
        return {
            "shape": "exposure",
            "passages": [{"label": PASSAGE_LABELS[name], "text": text} for name, text in item.body.items()],
            "question": guideline.question,
            "options": [{"id": label.id, "name": label.name, "help": label.help} for label in guideline.labels],
            "confidence": None,
        }

    def grade(self, step: StepView, answer: Answer) -> Graded:
        item, guideline = judged(step)
        labels = [label.id for label in guideline.labels]
        choice = chosen(answer, labels)
        check_confidence(answer, asked=False)
        grade = parse_key(item.key, labels).grade(choice)
        return Graded(grade.credit, grade.correct, {"choice": choice}, None)

    def simulate(self, step: StepView, person: SimulatedPerson, rng: random.Random) -> Simulated:
        """A charged item is read with less care by `reactivity`, and rated a label higher by `harshness`."""
        item, guideline = judged(step)
        labels = [label.id for label in guideline.labels]
        charged = bool(step.plan.get(CHARGED))
        chance = max(0.0, chance_of_right(person, item.difficulty) - charged * person.reactivity)
        best = parse_key(item.key, labels).best
        at = labels.index(best)
        if rng.random() >= chance:
            at = rng.choice([near for near in (at - 1, at + 1) if 0 <= near < len(labels)])
        if charged and rng.random() < person.harshness:
            at = min(at + 1, len(labels) - 1)
        seconds = reading_seconds(" ".join(item.body.values()), person, rng)
        return Simulated({"choice": labels[at]}, None, seconds * (1 + charged * person.slowing))


def _twin_problems(charged: ItemContent, neutral: ItemContent) -> list[str]:
    problems = []
    if charged.twin != neutral.slug or neutral.twin != charged.slug:
        problems.append(f"{charged.slug!r} and {neutral.slug!r} do not name each other as twin")
    if charged.key != neutral.key:
        problems.append(f"{charged.slug!r} and {neutral.slug!r} have different keys")
    if {charged.ambiguity, neutral.ambiguity} != {"clear"}:
        problems.append(f"{charged.slug!r} or {neutral.slug!r} is not clear")
    words = sorted(sum(len(text.split()) for text in item.body.values()) for item in (charged, neutral))
    if words[1] > LENGTH_RATIO * words[0]:
        problems.append(f"{charged.slug!r} and {neutral.slug!r}: one is more than {LENGTH_RATIO:g} times as long")
    return problems
