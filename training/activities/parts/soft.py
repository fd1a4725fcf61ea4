"""PURE: soft labels: how many of a hundred careful people would give each answer, in whole per cent."""

import random
from collections.abc import Mapping
from typing import Any

from courseware.keys import Grade, parse_key
from training.activities.base import ConfigCheck, InvalidAnswer, JsonDict, SimulatedPerson, StepView
from training.activities.reference import USUAL_PANEL, Reference, per_cents, reference_of

FIELD = "answer.parts.soft"
OF_PANEL = (
    "{raters} answered this item. Had as many others been asked, their shares would differ from these by about the "
    "numbers after ±, by chance alone (one standard deviation)."
)
ESTIMATED = (
    f"The shares are the authors' estimate; no panel has rated this item yet. Those of a panel of {USUAL_PANEL} people "
    "would differ from one panel to the next by about the numbers after ±, by chance alone (one standard deviation)."
)
OF_KEY = "This item has one agreed answer, so all of the reference stands there."
OF_CREDITS = "The key accepts more than one answer; their credits stand in for the shares of a panel."


class Soft:
    name = "soft"

    def check(self, checked: ConfigCheck) -> None:
        checked.flag(self.name)

    def asked(self, step: StepView) -> bool:
        return bool(step.config.get(self.name, True))

    def present(self, step: StepView) -> JsonDict:
        return {}

    def read(self, value: Any, step: StepView, choice: str) -> dict[str, int]:
        labels = _labels(step)
        if not isinstance(value, Mapping) or set(value) != set(labels):
            raise InvalidAnswer(FIELD, f"expected the per cent of each of {', '.join(labels)}")
        if not all(type(share) is int and 0 <= share <= 100 for share in value.values()):
            raise InvalidAnswer(FIELD, "expected whole numbers from 0 to 100")
        if sum(value.values()) != 100:
            raise InvalidAnswer(FIELD, f"adds up to {sum(value.values())}; expected 100")
        return {label: value[label] for label in labels}

    def feedback(self, value: Any, step: StepView, grade: Grade, confidence: float | None) -> JsonDict:
        reference = reference_for(step)
        shares, chance = per_cents(reference.shares), reference.chance()
        rows = [
            {
                "name": name,
                "stated": value[label],
                "reference": shares[label],
                "chance": None if chance is None else round(100 * chance[label]),
            }
            for label, name in _labels(step).items()
        ]
        return {"rows": rows, "closeness": round(100 * closeness(reference, value)), "text": _about(reference)}

    def simulate(self, step: StepView, choice: str, person: SimulatedPerson, rng: random.Random) -> dict[str, int]:
        """Each share off by a normal error of `soft_noise`, then brought back to together 1.

        Who slips on a clear item takes one answer for the other, and shares out accordingly.
        """
        shares = dict(reference_for(step).shares)
        best = max(shares, key=lambda label: shares[label])
        if step.item and step.item.ambiguity == "clear" and shares[choice] < shares[best]:
            shares[best], shares[choice] = shares[choice], shares[best]
        off = {label: max(0.0, share + rng.gauss(0, person.soft_noise)) for label, share in shares.items()}
        total = sum(off.values())
        return per_cents({label: share / total for label, share in off.items()} if total else shares)


def reference_for(step: StepView) -> Reference:
    """The distribution of the step's item over the labels of its guideline."""
    labels = _labels(step)
    return reference_of(parse_key(step.item.key if step.item else {}, labels), labels)


def closeness(reference: Reference, stated: Mapping[str, int]) -> float:
    """Of shares stated in per cent; 0..1."""
    return reference.closeness({label: per_cent / 100 for label, per_cent in stated.items()})


def _labels(step: StepView) -> dict[str, str]:
    return {label.id: label.name for label in step.guideline.labels} if step.guideline else {}


def _about(reference: Reference) -> str:
    if reference.estimated:
        return ESTIMATED
    if reference.raters is None:
        return OF_KEY if max(reference.shares.values()) == 1 else OF_CREDITS
    return OF_PANEL.format(raters="1 person" if reference.raters == 1 else f"{reference.raters} people")
