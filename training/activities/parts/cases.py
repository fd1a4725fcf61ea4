"""PURE: the best case for each of two readings, written by whoever calls an item ambiguous."""

import random
from collections.abc import Mapping
from typing import Any

from courseware.keys import Grade
from training.activities.base import ConfigCheck, InvalidAnswer, JsonDict, SimulatedPerson, StepView
from training.activities.parts.flag import Flag

FIELD = "answer.parts.cases"
# Characters of one case: enough for a reason, too few for an essay, which earns nothing.
SHORTEST, LONGEST = 15, 600


class Cases:
    """Asked where ambiguity can be flagged, and required where it is (`required_cases`)."""

    name = "cases"

    def check(self, checked: ConfigCheck) -> None:
        checked.flag(self.name)

    def asked(self, step: StepView) -> bool:
        return Flag().asked(step) and bool(step.config.get(self.name, True))

    def present(self, step: StepView) -> JsonDict:
        return {"shortest": SHORTEST, "longest": LONGEST}

    def read(self, value: Any, step: StepView, choice: str) -> dict[str, str] | None:
        if value is None:
            return None
        labels = [label.id for label in step.guideline.labels] if step.guideline else []
        if not isinstance(value, Mapping) or len(value) != 2 or not set(value) <= set(labels):
            raise InvalidAnswer(FIELD, "expected the cases for two different answers")
        if choice not in value:
            raise InvalidAnswer(FIELD, f"expected one of them for {choice}, which was chosen")
        cases = {label: _case(value[label], label) for label in labels if label in value}
        if len({text.casefold() for text in cases.values()}) == 1:
            raise InvalidAnswer(FIELD, "expected two different cases")
        return cases

    def feedback(self, value: Any, step: StepView, grade: Grade, confidence: float | None) -> JsonDict | None:
        return None

    def simulate(self, step: StepView, choice: str, person: SimulatedPerson, rng: random.Random) -> None:
        """Nothing: whether there are cases depends on the flag (`simulated_cases`)."""
        return None


def required_cases(parts: Mapping[str, Any], asked: bool) -> None:
    """Raises InvalidAnswer where an item is called ambiguous without its two cases, or has them without that."""
    if asked and parts.get("flag") and "cases" not in parts:
        raise InvalidAnswer(FIELD, "is missing; expected the best case for each reading")
    if not parts.get("flag") and "cases" in parts:
        raise InvalidAnswer(FIELD, "is not asked for where the item is not called ambiguous")


def simulated_cases(step: StepView, choice: str, rng: random.Random) -> dict[str, str]:
    """Two cases that say of themselves that nobody wrote them."""
    names = {label.id: label.name for label in step.guideline.labels} if step.guideline else {}
    other = rng.choice([label for label in names if label != choice])
    return {label: f"Simulated case for the reading “{names[label]}”." for label in (choice, other)}


def _case(text: Any, label: str) -> str:
    if not isinstance(text, str):
        raise InvalidAnswer(f"{FIELD}.{label}", "expected text")
    text = text.strip()
    if not SHORTEST <= len(text) <= LONGEST:
        raise InvalidAnswer(f"{FIELD}.{label}", f"has {len(text)} characters; expected {SHORTEST} to {LONGEST}")
    return text
