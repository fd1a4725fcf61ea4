"""PURE: whether an imposing source stands for what a text says."""

from collections.abc import Mapping
from typing import Any

from courseware.curriculum import Guideline
from training.activities.base import ItemView, SimulatedPerson, StepView
from training.activities.biases.base import DECOY, Dressed, Judged, Planted, best_label
from training.activities.biases.checks import other_label, texts_of
from training.activities.biases.shares import Shares, towards


class Authority(Planted):
    """The same text with and without a source above it; the planted label is the wrong one the source pulls to.

    A plant without a label is a decoy: its source is always shown, above a text that deserves to be believed.
    """

    slug = "authority"
    trait = "authority"
    name = "Source"
    question = "Does the source decide?"
    planted = (
        "Above some texts stood a source that sounds important. Chance decided above which; the texts were the same."
    )
    towards = "follow a text more readily when an important source stands above it"
    away = "distrust a text because an important source stands above it"
    advice = "Cover the source and ask what the text alone shows."
    outcome = "share of answers the source pulls to, where it was shown minus where it was not"
    arms = ("shown", "hidden")
    scales = ("ordinal", "nominal")

    def check(self, planted: Any, item: ItemView, guideline: Guideline) -> list[str]:
        problems = texts_of(planted, "source", *(["label"] if self.compares(planted) else []))
        if problems or not self.compares(planted):
            return problems
        return other_label(planted, best_label(item, guideline), guideline)

    def compares(self, planted: Any) -> bool:
        return isinstance(planted, Mapping) and "label" in planted

    def dress(self, item: ItemView, arm: str, guideline: Guideline) -> Dressed:
        found = item.planted.get(self.slug)
        if found is None or arm not in (self.arms[0], DECOY):
            return Dressed(item)
        return Dressed(item, above=({"label": "Source", "text": found["source"]},))

    def outcome_of(self, judged: Judged, choice: str) -> float:
        found = self.planted_in(judged)
        return float(found is not None and choice == found["label"])

    def sway(self, shares: Shares, step: StepView, person: SimulatedPerson) -> Shares:
        """With the chance of the trait the source is believed, and the text is not weighed."""
        found = self.planted_in(step)
        shown = found is not None and step.plan["arm"] == self.arms[0]
        return towards(shares, found["label"], person.authority) if found and shown else shares
