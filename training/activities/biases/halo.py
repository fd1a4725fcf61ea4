"""PURE: whether one quality of a text colours the judgement of another."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from courseware.curriculum import Guideline
from training.activities.base import ItemView, SimulatedPerson, StepView
from training.activities.biases.base import Dressed, Judged, Planted, best_label, label_ids
from training.activities.biases.checks import needs_text, texts_of
from training.activities.biases.shares import Shares, towards

ENDS = ("first", "last")


class Halo(Planted):
    """The same facts, once warm and polished, once curt. What is asked for is the same in both.

    A plant may say with `better` which end of the scale is the good one: "last" (the default) or "first".
    """

    slug = "halo"
    trait = "halo"
    name = "Halo"
    question = "Does the tone colour the rest?"
    planted = "The same content came either warm and polished or curt. Chance decided which."
    towards = "rate the same content higher when its tone is warm"
    away = "rate the same content lower when its tone is warm"
    advice = "Write down the facts in your own words, then rate those."
    outcome = "mean rating above the key, as a share of the scale, of warm texts minus of curt ones"
    arms = ("warm", "curt")
    scales = ("ordinal",)

    def check(self, planted: Any, item: ItemView, guideline: Guideline) -> list[str]:
        better = planted.get("better", "last") if isinstance(planted, Mapping) else "last"
        plain = (
            {name: text for name, text in planted.items() if name != "better"}
            if isinstance(planted, Mapping)
            else planted
        )
        problems = texts_of(plain, *self.arms) + needs_text(item)
        if better not in ENDS:
            problems.append(f"'better' is {better!r}; expected first or last, the good end of the scale")
        return problems

    def dress(self, item: ItemView, arm: str, guideline: Guideline) -> Dressed:
        found = item.planted.get(self.slug)
        if found is None or arm not in self.arms:
            return Dressed(item)
        return Dressed(replace(item, body={**item.body, "text": found[arm]}))

    def outcome_of(self, judged: Judged, choice: str) -> float:
        """Beside the key: how complete the texts are differs far more than what their tone does to a rating."""
        scale = _from_worst(judged)
        if choice not in scale or judged.item is None or judged.guideline is None:
            return 0.0
        return (scale.index(choice) - scale.index(best_label(judged.item, judged.guideline))) / (len(scale) - 1)

    def sway(self, shares: Shares, step: StepView, person: SimulatedPerson) -> Shares:
        """With the chance of the trait a warm text gets the best rating, a curt one the worst."""
        if self.planted_in(step) is None:
            return shares
        scale = _from_worst(step)
        return towards(shares, scale[-1] if step.plan["arm"] == "warm" else scale[0], person.halo)


def _from_worst(step: Judged | StepView) -> list[str]:
    """The labels of the guideline, the worst first."""
    labels = label_ids(step.guideline) if step.guideline else []
    planted = step.item.planted.get(Halo.slug, {}) if step.item else {}
    return labels[::-1] if planted.get("better") == "first" else labels
