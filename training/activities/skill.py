"""PURE: guided practice of a skill. There is no key, and nothing of the person is in its answer.

The page leads through the steps of a file (`skill_steps`). What somebody picks, writes or puts in order on the way
stays on the page: the answer says that the practice is over and nothing else, and whatever says more is refused.
"""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from courseware.markup import render
from training.activities.base import (
    Answer,
    ConfigCheck,
    Graded,
    InvalidAnswer,
    ItemView,
    JsonDict,
    PlannedStep,
    Simulated,
    SimulatedPerson,
    StepView,
)
from training.activities.choices import check_confidence, reading_seconds
from training.activities.skill_steps import Guidance, problems_of, read_guidance

SKILLS = ("breathing", "labelling", "distancing", "looking", "closing")
# The one answer there is: as it is sent and as it is kept.
DONE: JsonDict = {"choice": "done"}


class Skill:
    kind = "skill"
    scales: tuple[str, ...] = ()

    def check(self, config: Mapping[str, Any]) -> list[str]:
        checked = ConfigCheck(config)
        checked.only("skill", "file", "text")
        checked.choice("skill", SKILLS)
        checked.text("file")
        text = config.get("text")
        if not isinstance(text, str) or not text.strip():
            checked.problems.append("config.file: expected a file with the steps of the practice")
        else:
            checked.problems.extend(f"{config.get('file')}: {problem}" for problem in problems_of(text))
        return checked.problems

    def plan(self, config: Mapping[str, Any], items: Sequence[ItemView], rng: random.Random) -> list[PlannedStep]:
        return [PlannedStep(item=None, plan={})]

    def present(self, step: StepView) -> JsonDict:
        guidance = _guidance(step)
        return {
            "shape": "skill",
            "skill": step.config["skill"],
            "steps": [{**entry.settings, "html": render(entry.text)} for entry in guidance.steps],
            # For pages that list answers of any kind; the practice itself asks nothing.
            "question": "A practice: nothing that was done in it is kept.",
            "options": [{"id": DONE["choice"], "name": "Done"}],
            "confidence": None,
        }

    def grade(self, step: StepView, answer: Answer) -> Graded:
        if dict(answer.value) != DONE:
            raise InvalidAnswer("answer", "expected the choice 'done' and nothing else: what is practised is not sent")
        check_confidence(answer, asked=False)
        return Graded(None, None, dict(DONE), None)

    def simulate(self, step: StepView, person: SimulatedPerson, rng: random.Random) -> Simulated:
        guidance = _guidance(step)
        read = " ".join(entry.text for entry in guidance.steps)
        return Simulated(dict(DONE), None, reading_seconds(read, person, rng) + guidance.breathing_seconds)


def _guidance(step: StepView) -> Guidance:
    return read_guidance(step.config["text"])
