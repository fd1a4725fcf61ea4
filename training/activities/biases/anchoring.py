"""PURE: whether somebody else's answer, shown beforehand, is taken over."""

from typing import Any

from courseware.curriculum import Guideline
from training.activities.base import ItemView, SimulatedPerson, StepView
from training.activities.biases.base import DECOY, Dressed, Judged, Planted, best_label
from training.activities.biases.checks import other_label, texts_of
from training.activities.biases.shares import Shares, towards


class Anchoring(Planted):
    """The planted label is never the best one. In one arm it is shown as a colleague's answer, in the other it is not:
    agreeing with it because it fits happens in both. A decoy is a right suggestion, for an item without a plant.
    """

    slug = "anchoring"
    trait = "anchoring"
    name = "Suggestion"
    question = "Does a suggested answer pull?"
    planted = "Beside some texts stood an answer of a colleague, who does not exist. Chance decided beside which."
    towards = "give a suggested answer more often than when nobody suggests it"
    away = "avoid an answer because somebody suggested it"
    advice = "Decide on your own answer before you look at anybody else's."
    outcome = "share of answers that are the suggested one, where it was shown minus where it was not"
    arms = ("shown", "hidden")
    scales = ("ordinal", "nominal")

    def check(self, planted: Any, item: ItemView, guideline: Guideline) -> list[str]:
        return texts_of(planted, "label") or other_label(planted, best_label(item, guideline), guideline)

    def dress(self, item: ItemView, arm: str, guideline: Guideline) -> Dressed:
        label = self.suggested(item, arm, guideline)
        if label is None:
            return Dressed(item)
        return Dressed(item, below=({"label": "A colleague's answer", "text": guideline.name_of(label)},))

    def suggested(self, item: ItemView, arm: str, guideline: Guideline) -> str | None:
        """The label that is shown as a suggestion in this arm; None where none is."""
        if arm == DECOY:
            return best_label(item, guideline)
        found = item.planted.get(self.slug)
        return str(found["label"]) if found and arm == self.arms[0] else None

    def outcome_of(self, judged: Judged, choice: str) -> float:
        found = self.planted_in(judged)
        return float(found is not None and choice == found["label"])

    def sway(self, shares: Shares, step: StepView, person: SimulatedPerson) -> Shares:
        """With the chance of the trait the suggestion is taken over unread."""
        if step.item is None or step.guideline is None or step.plan.get("bias") != self.slug:
            return shares
        label = self.suggested(step.item, step.plan.get("arm", ""), step.guideline)
        return shares if label is None else towards(shares, label, person.anchoring)
