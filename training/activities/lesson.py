"""PURE: a short text with one check question."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from courseware.keys import parse_key
from courseware.markup import render
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
from training.activities.choices import check_confidence, chosen, feedback, reading_seconds

# A lesson's question follows straight from the text: nearly everybody who read it is right.
CHANCE_AFTER_READING = 0.93


class Lesson:
    kind = "lesson"
    scales: tuple[str, ...] = ()

    def check(self, config: Mapping[str, Any]) -> list[str]:
        checked = ConfigCheck(config)
        checked.only("file", "text", "check")
        checked.text("file")
        question = config.get("check")
        if not isinstance(question, Mapping):
            return [*checked.problems, "config.check is missing; expected question, options, answer and why"]
        inner = ConfigCheck(question)
        inner.only("question", "options", "answer", "why")
        for key in ("question", "why"):
            inner.text(key)
        options = question.get("options")
        ids = [option["id"] for option in options if _is_option(option)] if isinstance(options, list) else []
        if not isinstance(options, list) or len(ids) != len(options):
            inner.problems.append("config.options: expected a list of tables with exactly 'id' and 'text'")
        elif len(ids) < 2 or len(set(ids)) != len(ids):
            inner.problems.append("config.options: expected two or more options with different ids")
        else:
            inner.choice("answer", ids)
        return checked.problems + [problem.replace("config.", "config.check.") for problem in inner.problems]

    def plan(self, config: Mapping[str, Any], items: Sequence[ItemView], rng: random.Random) -> list[PlannedStep]:
        order = [option["id"] for option in config["check"]["options"]]
        rng.shuffle(order)
        return [PlannedStep(item=None, plan={"order": order})]

    def present(self, step: StepView) -> JsonDict:
        question = step.config["check"]
        texts = {option["id"]: option["text"] for option in question["options"]}
        return {
            "shape": "lesson",
            "html": render(step.config["text"]),
            "question": question["question"],
            "options": [{"id": option, "name": texts[option]} for option in step.plan["order"]],
            "confidence": None,
        }

    def grade(self, step: StepView, answer: Answer) -> Graded:
        question = step.config["check"]
        texts = {option["id"]: option["text"] for option in question["options"]}
        choice = chosen(answer, texts)
        check_confidence(answer, asked=False)
        grade = parse_key({"label": question["answer"]}, texts).grade(choice)
        shown = feedback(grade, choice, grade.best, texts[grade.best], question["why"])
        return Graded(grade.credit, grade.correct, {"choice": choice}, shown)

    def simulate(self, step: StepView, person: SimulatedPerson, rng: random.Random) -> Simulated:
        question = step.config["check"]
        wrong = [option["id"] for option in question["options"] if option["id"] != question["answer"]]
        choice = question["answer"] if rng.random() < CHANCE_AFTER_READING else rng.choice(wrong)
        return Simulated({"choice": choice}, None, reading_seconds(step.config["text"], person, rng))


def _is_option(option: Any) -> bool:
    if not isinstance(option, Mapping) or set(option) != {"id", "text"}:
        return False
    return all(isinstance(value, str) and value.strip() for value in option.values())
