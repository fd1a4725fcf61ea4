"""PURE: why one prefers what one prefers: picked categories, and a sentence.

The categories tell what a response is worth from what merely pulls at whoever reads it; both may be picked, and
picking a pull honestly costs nothing.
"""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from courseware.keys import BOTH_BAD, PAIR_ANSWERS, REASON_CATEGORIES, TIE, Grade, parse_key
from training.activities.base import ConfigCheck, InvalidAnswer, JsonDict, SimulatedPerson, StepView

QUALITY = {
    "helpful": "It helps the person more",
    "honest": "It is more accurate or more honest",
    "harmless": "It is safer for somebody",
    "instruction": "It keeps closer to what was asked",
}
PULLS = {
    "position": "It came first, or stood where I looked",
    "length": "Its length",
    "style": "Its style or layout",
    "familiarity": "It sounds like what I know",
    "agreement": "I agree with it",
}
NAMES = QUALITY | PULLS
# Answers that prefer no response.
NEITHER = (TIE, BOTH_BAD)
# Characters. A sentence, neither a word nor an essay.
SHORTEST, LONGEST = 10, 300


class Reasons:
    """{"categories": ["honest", "length"], "text": "..."}: one category or more, in the order above.

    Where neither response is preferred there may be none: what makes one better need not fit either.
    """

    name = "reasons"

    def check(self, checked: ConfigCheck) -> None:
        checked.flag(self.name)

    def asked(self, step: StepView) -> bool:
        return bool(step.config.get(self.name, False))

    def present(self, step: StepView) -> JsonDict:
        return {
            "quality": [{"id": slug, "name": name} for slug, name in QUALITY.items()],
            "pulls": [{"id": slug, "name": name} for slug, name in PULLS.items()],
            "shortest": SHORTEST,
            "longest": LONGEST,
        }

    def read(self, value: Any, step: StepView, choice: str) -> JsonDict:
        where = f"answer.parts.{self.name}"
        if not isinstance(value, Mapping) or set(value) != {"categories", "text"}:
            raise InvalidAnswer(where, "expected 'categories' and 'text'")
        picked, text = value["categories"], value["text"]
        if not isinstance(picked, list) or not all(isinstance(c, str) and c in NAMES for c in picked):
            raise InvalidAnswer(f"{where}.categories", f"expected a list of some of {', '.join(NAMES)}")
        if not picked and choice not in NEITHER:
            raise InvalidAnswer(f"{where}.categories", "expected at least one")
        if not isinstance(text, str) or not SHORTEST <= len(text.strip()) <= LONGEST:
            raise InvalidAnswer(f"{where}.text", f"expected a sentence of {SHORTEST} to {LONGEST} characters")
        return {"categories": [slug for slug in NAMES if slug in picked], "text": text.strip()}

    def feedback(self, value: Any, step: StepView, grade: Grade, confidence: float | None) -> JsonDict | None:
        category = parse_key(step.item.key, PAIR_ANSWERS).category if step.item else ""
        return {"lines": [line for line in (_about_pulls(value["categories"]), _about_key(category)) if line]}

    def simulate(self, step: StepView, choice: str, person: SimulatedPerson, rng: random.Random) -> JsonDict:
        """Quality always; a pull as often as the person follows it."""
        category = parse_key(step.item.key, PAIR_ANSWERS).category if step.item else ""
        picked = [category if category and rng.random() < person.skill else rng.choice(REASON_CATEGORIES)]
        pulled = {"position": person.position_bias, "length": person.verbosity_bias}
        picked += [slug for slug, chance in pulled.items() if rng.random() < chance]
        return {"categories": picked, "text": f"Simulated: {NAMES[picked[0]]}."}


def only_quality(categories: Sequence[str]) -> bool:
    """Whether all that was picked is about the response's worth."""
    return all(slug in QUALITY for slug in categories)


def _about_pulls(categories: Sequence[str]) -> str:
    if not categories:
        return ""
    if only_quality(categories):
        return "All the reasons that you picked are about what the response is worth."
    pulls = ", ".join(f"“{PULLS[slug]}”" for slug in categories if slug in PULLS)
    return f"You noticed a pull: {pulls}. It is no reason for whoever asked: see whether your answer stands without it."


def _about_key(category: str) -> str:
    return f"The key's reason: “{QUALITY[category]}”." if category else ""
