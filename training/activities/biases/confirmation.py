"""PURE: whether evidence counts for more when it supports what one holds already."""

import random
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean
from typing import Any

from courseware.curriculum import Guideline
from training.activities.base import ItemView, SimulatedPerson, StepView
from training.activities.biases.base import Dressed, Judged, Planted, best_label, label_ids
from training.activities.biases.checks import needs_text, texts_of
from training.activities.biases.shares import Shares, towards

AGREE, DISAGREE = "agree", "disagree"


class Confirmation(Planted):
    """First a stance on a claim; later evidence that chance lets speak for it or against it, equally good either way.

    Accepting it is the first label of the guideline, rejecting it the last.
    """

    slug = "confirmation"
    trait = "confirmation"
    name = "Own view"
    question = "Does your own view decide?"
    planted = (
        "You said what you think of a claim. Evidence of the same quality then spoke for it or against it, by chance."
    )
    towards = "accept evidence more readily when it supports your own view"
    away = "accept evidence more readily when it speaks against your own view"
    advice = "Ask whether you would accept the same method had it found the opposite."
    outcome = (
        "share of evidence accepted beyond the key, where it supported the own view minus where it spoke against it"
    )
    arms = ("supports", "contradicts")
    scales = ("ordinal", "nominal")

    def check(self, planted: Any, item: ItemView, guideline: Guideline) -> list[str]:
        return texts_of(planted, "claim", "mirror") + needs_text(item)

    def stratum(self, item: ItemView) -> str:
        return str(item.planted[self.slug]["claim"])

    def dress(self, item: ItemView, arm: str, guideline: Guideline) -> Dressed:
        found = item.planted.get(self.slug)
        if found is None or arm != self.arms[1]:
            return Dressed(item)
        return Dressed(replace(item, body={**item.body, "text": found["mirror"]}))

    def compared(self, judged: Sequence[Judged]) -> list[tuple[Judged, bool]]:
        """Evidence on claims that a stance was given on; treated where it supports the stance."""
        stances = {one.plan["claim"]: one.choice for one in judged if one.plan.get("aside") == "stance"}
        found = []
        for one in judged:
            planted = self.planted_in(one)
            if planted is not None and planted["claim"] in stances:
                found.append((one, one.plan["arm"] == supporting(stances[planted["claim"]])))
        return found

    def outcome_of(self, judged: Judged, choice: str) -> float:
        """Accepted or not, less what the key says: anybody accepts strong evidence far more often than weak."""
        if judged.item is None or judged.guideline is None:
            return 0.0
        accepts = judged.guideline.labels[0].id
        return float(choice == accepts) - float(best_label(judged.item, judged.guideline) == accepts)

    def true_effect(self, judged: Sequence[Judged], person: SimulatedPerson) -> float:
        """As for all that chance decides; which of the arms supports the own view is the person's."""
        effects = []
        for one, _ in self.compared(judged):
            own = supporting(leaning(person, one.item.planted[self.slug]["claim"])) if one.item else self.arms[0]
            by_arm = {arm: self.expected(replace(one, plan={**one.plan, "arm": arm}), person) for arm in self.arms}
            effects.append(2 * by_arm[own] - sum(by_arm.values()))
        return fmean(effects) if effects else float("nan")

    def sway(self, shares: Shares, step: StepView, person: SimulatedPerson) -> Shares:
        """With the chance of the trait evidence for one's own view is accepted unweighed, and other rejected."""
        planted = self.planted_in(step)
        if planted is None or step.guideline is None:
            return shares
        labels = label_ids(step.guideline)
        supports = step.plan["arm"] == supporting(leaning(person, planted["claim"]))
        return towards(shares, labels[0] if supports else labels[-1], person.confirmation)


def supporting(stance: str) -> str:
    """The arm whose evidence supports this stance on the claim."""
    return Confirmation.arms[0] if stance == AGREE else Confirmation.arms[1]


def leaning(person: SimulatedPerson, claim: str) -> str:
    """What a simulated person thinks of a claim: the same whenever they are asked."""
    return random.Random(f"{claim} {person}").choice((AGREE, DISAGREE))
