"""PURE: "genuinely ambiguous": whether careful people would differ on the item, said with every judgement of it."""

import random
from statistics import NormalDist
from typing import Any

from courseware.keys import Grade
from training.activities.base import ConfigCheck, InvalidAnswer, JsonDict, SimulatedPerson, StepView

# Whether a flag agrees with what the item is, in words, by the item's ambiguity and whether it was flagged.
WORDS = {
    ("clear", False): "You did not call it ambiguous, and it is clear.",
    ("clear", True): (
        "You called it ambiguous. It is clear: careful people agree here, and a flag on it hides the answer as much as "
        "a missing flag hides a doubt."
    ),
    ("ambiguous", True): "You called it ambiguous, and it is: careful people differ here.",
    ("ambiguous", False): (
        "You did not call it ambiguous. It is: careful people differ here, and one answer alone hides that."
    ),
}
OPEN = "Nobody has decided yet whether this item is ambiguous, so your flag counts neither way."


class Flag:
    name = "flag"

    def check(self, checked: ConfigCheck) -> None:
        checked.flag(self.name)

    def asked(self, step: StepView) -> bool:
        return bool(step.config.get(self.name, True))

    def present(self, step: StepView) -> JsonDict:
        return {}

    def read(self, value: Any, step: StepView, choice: str) -> bool:
        if type(value) is not bool:
            raise InvalidAnswer("answer.parts.flag", "expected true (ambiguous) or false")
        return value

    def feedback(self, value: Any, step: StepView, grade: Grade, confidence: float | None) -> JsonDict:
        agrees = flag_agrees(step, value)
        return {"flagged": value, "agrees": agrees, "text": WORDS.get((_ambiguity(step), value), OPEN)}

    def simulate(self, step: StepView, choice: str, person: SimulatedPerson, rng: random.Random) -> bool:
        return rng.random() < chance_of_flag(person, _ambiguity(step))


def flag_agrees(step: StepView, flagged: bool) -> bool | None:
    """Whether the flag says what the item is; None while nobody has decided what it is."""
    ambiguity = _ambiguity(step)
    return None if ambiguity not in ("clear", "ambiguous") else flagged == (ambiguity == "ambiguous")


def chance_of_flag(person: SimulatedPerson, ambiguity: str) -> float:
    """How often the person flags such items: d' is their `ambiguity`, the criterion c their `flagging`, exactly.

    ambiguous: Phi(d'/2 - c),   clear: Phi(-d'/2 - c),   undecided, between them: Phi(-c)
    """
    signal = {"ambiguous": person.ambiguity / 2, "clear": -person.ambiguity / 2}.get(ambiguity, 0.0)
    return NormalDist().cdf(signal - person.flagging)


def _ambiguity(step: StepView) -> str:
    return step.item.ambiguity if step.item else ""
