"""PURE: name the bias of a simulated annotator from a record of what they judged.

Every record is made up by the seed, and says so. One bias is planted in it, strongly; the others that are offered show
in it hardly or not at all, and that is checked before a record is used (`training.activities.records`). Records of one
form have the same columns whatever is planted in them, so that only the rows tell.
"""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from courseware.keys import Grade
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
from training.activities.biases import BIASES
from training.activities.choices import (
    asks_confidence,
    check_confidence,
    chosen,
    feedback,
    reading_seconds,
    stated_confidence,
)
from training.activities.reading import floor_ms
from training.activities.records import OFFERED, Record, draw_record

LABEL = "Record of a simulated annotator"
QUESTION = "Which bias does this record show?"
FEWEST_ROWS, MOST_ROWS = 12, 24
MOST_RECORDS = 20


class Naming:
    kind = "naming"
    scales: tuple[str, ...] = ()

    def check(self, config: Mapping[str, Any]) -> list[str]:
        checked = ConfigCheck(config)
        checked.only("records", "rows", "confidence")
        checked.whole("records", 1, MOST_RECORDS)
        checked.whole("rows", FEWEST_ROWS, MOST_ROWS)
        checked.flag("confidence")
        return checked.problems

    def plan(self, config: Mapping[str, Any], items: Sequence[ItemView], rng: random.Random) -> list[PlannedStep]:
        """The records themselves, so that one that was judged stays what it was. No bias comes twice before all did."""
        biases = [slug for _ in range(MOST_RECORDS) for slug in rng.sample(sorted(OFFERED), len(OFFERED))]
        records = [draw_record(slug, config["rows"], rng) for slug in biases[: config["records"]]]
        return [PlannedStep(item=None, plan=record.to_plan()) for record in records]

    def present(self, step: StepView) -> JsonDict:
        record = Record.from_plan(step.plan)
        return {
            "shape": "record",
            "record": {"label": LABEL, "intro": record.intro, "columns": record.columns, "rows": record.cells},
            "question": QUESTION,
            "options": [
                {"id": slug, "name": BIASES[slug].name, "help": BIASES[slug].question} for slug in record.options
            ],
            "confidence": scale_for(len(record.options)).present() if asks_confidence(step) else None,
            "floorMs": floor_ms(record.text),
        }

    def grade(self, step: StepView, answer: Answer) -> Graded:
        record = Record.from_plan(step.plan)
        choice = chosen(answer, record.options)
        check_confidence(answer, asked=asks_confidence(step), options=len(record.options))
        right = choice == record.bias
        grade = Grade(credit=float(right), correct=right, best=record.bias)
        shown = feedback(grade, choice, record.bias, BIASES[record.bias].name, record.where_to_look)
        return Graded(grade.credit, grade.correct, {"choice": choice}, shown)

    def simulate(self, step: StepView, person: SimulatedPerson, rng: random.Random) -> Simulated:
        record = Record.from_plan(step.plan)
        others = [slug for slug in record.options if slug != record.bias]
        choice = record.bias if rng.random() < person.skill else rng.choice(others)
        confidence = None
        if asks_confidence(step):
            confidence = stated_confidence(person, person.skill, rng, len(record.options))
        return Simulated({"choice": choice}, confidence, reading_seconds(record.text, person, rng))
