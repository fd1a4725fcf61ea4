"""PURE: whether the length of a response decides."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean
from typing import Any

from courseware.curriculum import Guideline
from courseware.keys import SIDES
from training.activities.base import ItemView, SimulatedPerson, StepView
from training.activities.biases.base import Dressed, Judged, Planted, side_chosen
from training.activities.biases.checks import texts_of
from training.activities.biases.shares import Shares, towards

# Below a tenth nobody sees which of two texts is the longer.
LEAST_DIFFERENCE = 0.10
OTHER = {"a": "b", "b": "a"}


class Verbosity(Planted):
    """Errors towards the longer response, minus errors towards the shorter one.

    Pairs differ in length by themselves; in those with a plant chance decides which response is padded, so that the
    longer one is the better one half of the time.
    """

    slug = "verbosity"
    trait = "verbosity_bias"
    name = "Length"
    question = "Does the length decide?"
    planted = "In some pairs one response was padded: more words, the same content. Chance decided which."
    towards = "err more often on the side of the longer response"
    away = "err more often on the side of the shorter response"
    advice = "Ask of each sentence what would be missing without it, and compare what is left."
    outcome = "share of errors, where the longer response was the worse one minus where it was the better one"
    arms = ("a", "b")
    scales = ("preference",)

    def check(self, planted: Any, item: ItemView, guideline: Guideline) -> list[str]:
        problems = texts_of(planted, "a", "b")
        if not problems:
            longest = max(len(item.body.get(f"response_{side}", "")) for side in SIDES)
            for side in SIDES:
                if len(planted[side]) < (1 + LEAST_DIFFERENCE) * longest:
                    problems.append(
                        f"{side!r} has {len(planted[side])} characters and the longer response {longest}; "
                        "expected a tenth more at the least"
                    )
        if item.key.get("side") not in SIDES:
            problems.append("the key names no better response; expected 'side' a or b")
        return problems

    def dress(self, item: ItemView, arm: str, guideline: Guideline) -> Dressed:
        return Dressed(self.padded(item, {"bias": self.slug, "arm": arm}))

    def padded(self, item: ItemView, plan: Mapping[str, Any]) -> ItemView:
        """The pair as a step of this plan shows it."""
        found = item.planted.get(self.slug)
        if found is None or plan.get("bias") != self.slug or plan.get("arm") not in self.arms:
            return item
        return replace(item, body={**item.body, f"response_{plan['arm']}": found[plan["arm"]]})

    def assign(self, items: Sequence[ItemView], rng: random.Random) -> dict[str, str]:
        """The padded response of each pair, by slug: as often the better one as the worse, to one."""
        mixed = list(items)
        rng.shuffle(mixed)
        first = rng.randrange(2)
        better = {item.slug: item.key.get("side", self.arms[0]) for item in mixed}
        return {slug: side if (first + place) % 2 else OTHER[side] for place, (slug, side) in enumerate(better.items())}

    def longer(self, step: Judged | StepView) -> str | None:
        """The response that is longer as shown; None where there is hardly a difference."""
        if step.item is None or not {"response_a", "response_b"} <= set(step.item.body):
            return None
        item = self.padded(step.item, step.plan)
        lengths = {side: len(item.body[f"response_{side}"]) for side in SIDES}
        longer = max(SIDES, key=lambda side: lengths[side])
        return longer if lengths[longer] >= (1 + LEAST_DIFFERENCE) * lengths[OTHER[longer]] else None

    def compared(self, judged: Sequence[Judged]) -> list[tuple[Judged, bool]]:
        """Pairs with a better and a longer response; treated where these are not the same one."""
        found = []
        for one in judged:
            longer = self.longer(one)
            if longer and one.item is not None and not one.is_check and one.item.key.get("side") in SIDES:
                found.append((one, longer != one.item.key["side"]))
        return found

    def outcome_of(self, judged: Judged, choice: str) -> float:
        """An error: 1 for the worse response, half where neither was put first."""
        return 1 - side_chosen(choice, judged.item.key["side"]) if judged.item else 0.0

    def true_effect(self, judged: Sequence[Judged], person: SimulatedPerson) -> float:
        """Planted pairs count in both arms, as chance padded one response; others in that which their lengths give."""
        compared = self.compared(judged)
        planted = [one for one, _ in compared if self.planted_in(one) is not None]
        means = []
        for treated in (True, False):
            by_chance = [self.expected(self.put(one, treated), person) for one in planted]
            rows = [one for one, arm in compared if arm == treated]
            expected = [
                self.expected(one, person) if self.planted_in(one) is None else fmean(by_chance) for one in rows
            ]
            means.append(fmean(expected) if expected else float("nan"))
        return means[0] - means[1]

    def put(self, judged: Judged, treated: bool) -> Judged:
        """Padded is the worse response where treated, else the better one."""
        better = judged.item.key["side"] if judged.item else self.arms[0]
        return replace(judged, plan={**judged.plan, "arm": OTHER[better] if treated else better})

    def sway(self, shares: Shares, step: StepView, person: SimulatedPerson) -> Shares:
        """With the chance of the trait the longer response is chosen unread."""
        longer = self.longer(step)
        return towards(shares, longer, person.verbosity_bias) if longer else shares
