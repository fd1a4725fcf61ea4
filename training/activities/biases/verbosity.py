"""PURE: whether the length of a response decides.

In a pair the longer response is worse, better, or (a tie) as good as the other. Whoever answers a tie with one of the
two errs towards the longer or towards the shorter, so that one such answer says both.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean
from typing import Any

from courseware.curriculum import Guideline
from courseware.keys import SIDES, TIE
from training.activities.base import ItemView, SimulatedPerson, StepView
from training.activities.biases.base import Contrast, Dressed, Judged, Planted, chances, side_chosen
from training.activities.biases.checks import texts_of
from training.activities.biases.shares import Shares, towards

# Below a tenth nobody sees which of two texts is the longer.
LEAST_DIFFERENCE = 0.10
OTHER = {"a": "b", "b": "a"}


class Verbosity(Planted):
    """Errors towards the longer response, minus errors towards the shorter one.

    Pairs differ in length by themselves; in those with a plant chance decides which response is padded, so that the
    longer one is the better one half of the time. Ties count with a plant alone: elsewhere something that no key names
    may draw people to the longer one.
    """

    slug = "verbosity"
    trait = "verbosity_bias"
    name = "Length"
    question = "Does the length decide?"
    planted = "In some pairs one response was padded: more words, the same content. Chance decided which."
    towards = "err more often on the side of the longer response"
    away = "err more often on the side of the shorter response"
    advice = "Ask of each sentence what would be missing without it, and compare what is left."
    outcome = "share of errors towards the longer response minus share of errors towards the shorter one"
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
        if not self.fits(item):
            problems.append("the key names neither a better response nor a tie; expected 'side' a, b or tie")
        return problems

    def fits(self, item: ItemView) -> bool:
        """Where both are bad, or people's shares are the key, neither response is the wrong one to be drawn to."""
        return item.key.get("side") in (*SIDES, TIE)

    def dress(self, item: ItemView, arm: str, guideline: Guideline) -> Dressed:
        return Dressed(self.padded(item, {"bias": self.slug, "arm": arm}))

    def padded(self, item: ItemView, plan: Mapping[str, Any]) -> ItemView:
        """The pair as a step of this plan shows it."""
        found = item.planted.get(self.slug)
        if found is None or plan.get("bias") != self.slug or plan.get("arm") not in self.arms:
            return item
        return replace(item, body={**item.body, f"response_{plan['arm']}": found[plan["arm"]]})

    def assign(self, items: Sequence[ItemView], rng: random.Random) -> dict[str, str]:
        """The padded response of each pair, by slug: as often the better one as the worse, to one.

        Of ties as often the one as the other. Nothing for pairs that it does not fit.
        """
        mixed = [item for item in items if self.fits(item)]
        rng.shuffle(mixed)
        first = rng.randrange(2)
        keyed = [(item.slug, item.key["side"]) for item in mixed if not is_tie(item)]
        tied = [(item.slug, SIDES[0]) for item in mixed if is_tie(item)]
        return {
            slug: side if (first + place) % 2 else OTHER[side]
            for pairs in (keyed, tied)
            for place, (slug, side) in enumerate(pairs)
        }

    def longer(self, step: Judged | StepView) -> str | None:
        """The response that is longer as shown; None where there is hardly a difference."""
        if step.item is None or not {"response_a", "response_b"} <= set(step.item.body):
            return None
        item = self.padded(step.item, step.plan)
        lengths = {side: len(item.body[f"response_{side}"]) for side in SIDES}
        longer = max(SIDES, key=lambda side: lengths[side])
        return longer if lengths[longer] >= (1 + LEAST_DIFFERENCE) * lengths[OTHER[longer]] else None

    def compared(self, judged: Sequence[Judged]) -> list[tuple[Judged, bool]]:
        """Pairs with a longer response; treated where it is the worse one. A planted tie comes twice: in either arm."""
        found = []
        for one in judged:
            longer = self.longer(one)
            if not longer or one.item is None or one.is_check:
                continue
            if one.item.key.get("side") in SIDES:
                found.append((one, longer != one.item.key["side"]))
            elif is_tie(one.item) and self.planted_in(one) is not None:
                found += [(one, True), (one, False)]
        return found

    def contrasts(self, judged: Sequence[Judged]) -> list[Contrast]:
        return [Contrast(treated, self.error(one, one.choice, treated)) for one, treated in self.compared(judged)]

    def outcome_of(self, judged: Judged, choice: str) -> float:
        """An error; of a tie one towards the longer response."""
        return self.error(judged, choice, treated=True)

    def error(self, judged: Judged, choice: str, treated: bool) -> float:
        """1 for the worse response, half where neither was put first.

        Of a tie 1 for the longer response where treated, else 1 for the shorter.
        """
        if judged.item is None:
            return 0.0
        if not is_tie(judged.item):
            return 1 - side_chosen(choice, judged.item.key["side"])
        longer = self.longer(judged)
        return float(longer is not None and choice == (longer if treated else OTHER[longer]))

    def true_effect(self, judged: Sequence[Judged], person: SimulatedPerson) -> float:
        """Planted pairs count in both arms, as chance padded one response; others in that which their lengths give.

        A tie adds the chance of the longer response less that of the shorter. Whether "equal" can be answered takes as
        much from either, so it makes no difference.
        """
        compared = self.compared(judged)
        return self._mean_error(compared, person, treated=True) - self._mean_error(compared, person, treated=False)

    def _mean_error(self, compared: Sequence[tuple[Judged, bool]], person: SimulatedPerson, treated: bool) -> float:
        planted = [one for one, _ in compared if self.planted_in(one) is not None and not of_tie(one)]
        keyed = [self.expected(self.put(one, treated), person) for one in planted]
        expected = [
            self._expected_of_tie(one, person, treated)
            if of_tie(one)
            else self.expected(one, person)
            if self.planted_in(one) is None
            else fmean(keyed)
            for one, arm in compared
            if arm == treated
        ]
        return fmean(expected) if expected else float("nan")

    def _expected_of_tie(self, judged: Judged, person: SimulatedPerson, treated: bool) -> float:
        """The chance of this error, the mean over which of the two is padded."""
        either = [replace(judged, plan={**judged.plan, "arm": arm}) for arm in self.arms]
        return fmean(
            sum(share * self.error(one, choice, treated) for choice, share in chances(one, person).items())
            for one in either
        )

    def put(self, judged: Judged, treated: bool) -> Judged:
        """Padded is the worse response where treated, else the better one; a tie stays, for it is in both arms."""
        if judged.item is None or is_tie(judged.item):
            return judged
        better = judged.item.key["side"]
        return replace(judged, plan={**judged.plan, "arm": OTHER[better] if treated else better})

    def sway(self, shares: Shares, step: StepView, person: SimulatedPerson) -> Shares:
        """With the chance of the trait the longer response is chosen unread."""
        longer = self.longer(step)
        return towards(shares, longer, person.verbosity_bias) if longer else shares


def is_tie(item: ItemView) -> bool:
    return bool(item.key.get("side") == TIE)


def of_tie(judged: Judged) -> bool:
    return judged.item is not None and is_tie(judged.item)
