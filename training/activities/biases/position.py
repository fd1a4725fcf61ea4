"""PURE: whether the side decides on which a response stands."""

from collections.abc import Sequence
from dataclasses import replace

from courseware.keys import SIDES
from training.activities.base import SimulatedPerson, StepView
from training.activities.biases.base import Judged, Randomised, side_chosen
from training.activities.biases.shares import Shares, towards
from training.activities.sides import OTHER_SIDE, watched


class Position(Randomised):
    """Chance decides which response stands on the left. Whoever is led by the side chooses it more often there.

    Compared is the choice of one and the same response of a pair: the better one, where the key names one. How often
    that is chosen differs little from pair to pair, so that the difference between the sides stands out.
    """

    slug = "position"
    trait = "position_bias"
    name = "Side"
    question = "Does the side decide?"
    planted = (
        "Chance decided which of two responses stood on the left; a pair that came back stood the other way round."
    )
    towards = "choose a response more often when it stands on the left"
    away = "choose a response more often when it stands on the right"
    advice = "Read the right response first now and then, and name what makes one better before you choose."
    outcome = "share of choices for a response, where it stood on the left minus where it stood on the right"

    def compared(self, judged: Sequence[Judged]) -> list[tuple[Judged, bool]]:
        return [
            (one, one.plan["left"] == watched(one.item))
            for one in judged
            if one.item is not None and one.plan.get("left") in SIDES and not one.is_check
        ]

    def outcome_of(self, judged: Judged, choice: str) -> float:
        return side_chosen(choice, watched(judged.item)) if judged.item else 0.0

    def put(self, judged: Judged, treated: bool) -> Judged:
        followed = watched(judged.item) if judged.item else SIDES[0]
        return replace(judged, plan={**judged.plan, "left": followed if treated else OTHER_SIDE[followed]})

    def sway(self, shares: Shares, step: StepView, person: SimulatedPerson) -> Shares:
        """With the chance of the trait the left response is chosen unread: the effect is that chance."""
        left = step.plan.get("left")
        return towards(shares, left, person.position_bias) if left in SIDES else shares
