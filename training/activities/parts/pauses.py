"""PURE: a pause before some answers go, with one question. Which steps pause, and what each asks, the seed decides.

Who is asked steps back or stays; the answer that waited is kept as the first one if another is given in its place. The
pause says nothing of the item: it falls on every item alike.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from courseware.keys import Grade
from training.activities.base import (
    MAX_MS,
    ConfigCheck,
    InvalidAnswer,
    JsonDict,
    PlannedStep,
    SimulatedPerson,
    StepView,
    bounded,
)

CHANGE, TWICE = "change", "twice"
# "What would change your mind?", answered in words or not at all, and "First impression, or read twice?".
QUESTIONS = (CHANGE, TWICE)
IMPRESSIONS = ("first", "twice")
LONGEST = 500  # characters
FEWEST, MOST = 0.05, 1.0  # of the steps
# What simulated people say; mostly they say nothing.
THOUGHTS = ("", "", "Another reading of the last sentence.", "Knowing who is meant.")


class Pauses:
    """Answer: {"question", "answer", "ms"}: text, an impression, or "" where nothing was said before stepping back."""

    name = "pauses"

    def check(self, checked: ConfigCheck) -> None:
        checked.share(self.name, FEWEST, MOST)

    def plan(self, config: Mapping[str, Any], planned: Sequence[PlannedStep], rng: random.Random) -> list[PlannedStep]:
        """The share of the steps that judge an item, at least one; both questions as often, to one."""
        steps = list(planned)
        judging = [place for place, step in enumerate(steps) if step.item is not None]
        if not judging:
            return steps
        count = max(1, round(config[self.name] * len(judging)))
        questions = rng.sample(QUESTIONS, len(QUESTIONS))
        for turn, place in enumerate(rng.sample(judging, count)):
            step = steps[place]
            steps[place] = replace(step, plan={**step.plan, "pause": questions[turn % len(questions)]})
        return steps

    def asked(self, step: StepView) -> bool:
        return "pause" in step.plan

    def present(self, step: StepView) -> JsonDict:
        return {"question": step.plan["pause"], "longest": LONGEST}

    def read(self, value: Any, step: StepView, choice: str) -> JsonDict:
        field = f"answer.parts.{self.name}"
        if not isinstance(value, Mapping) or set(value) != {"question", "answer", "ms"}:
            raise InvalidAnswer(field, "expected question, answer and ms")
        if value["question"] != step.plan["pause"]:
            raise InvalidAnswer(f"{field}.question", "is not what was asked")
        said = value["answer"]
        if not isinstance(said, str) or len(said) > LONGEST:
            raise InvalidAnswer(f"{field}.answer", f"expected at most {LONGEST} characters")
        if value["question"] == TWICE and said not in ("", *IMPRESSIONS):
            raise InvalidAnswer(f"{field}.answer", f"expected one of {', '.join(IMPRESSIONS)}")
        ms = bounded(value["ms"], f"{field}.ms", 0, MAX_MS)
        return {"question": value["question"], "answer": said.strip(), "ms": ms}

    def feedback(self, value: Any, step: StepView, grade: Grade, confidence: float | None) -> None:
        return None

    def simulate(self, step: StepView, choice: str, person: SimulatedPerson, rng: random.Random) -> JsonDict:
        question = step.plan["pause"]
        answer = rng.choice(IMPRESSIONS if question == TWICE else THOUGHTS)
        return {"question": question, "answer": answer, "ms": round(1000 * person.speed * rng.uniform(1, 6))}
