"""PURE: what a bias is to an exercise: what may be planted for it, what one answer says about it, how it pulls.

An effect is a difference of two means, over the answers of one person: treated minus control. Which answers are
treated was decided by the attempt's seed, never by the person. `true_effect` is what that difference is expected to be
for a simulated person, exactly: it is what estimates are checked against.
"""

import random
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any, ClassVar

from courseware.curriculum import Guideline
from courseware.keys import SIDES, parse_key
from training.activities.base import Activity, Answer, ItemView, JsonDict, SimulatedPerson, StepView
from training.activities.biases.shares import Shares

# The arm of an item in which something stands that looks like a plant and pulls to the right answer. It is compared
# with nothing: it is there so that what looks like a plant does not rule the answer out that it pulls to.
DECOY = "decoy"


@dataclass(frozen=True)
class Judged:
    """One answered step of one attempt. The steps of an attempt come in the order in which they were answered.

    plan, item, guideline: as of the step; answer: as stored ({"choice", "side"?, "parts"?}); credit, confidence: 0..1
    """

    plan: Mapping[str, Any]
    item: ItemView | None
    guideline: Guideline | None
    answer: Mapping[str, Any]
    correct: bool | None
    credit: float | None
    confidence: float | None = None
    active_ms: float | None = None

    @property
    def choice(self) -> str:
        """What was chosen: a label, or of a pair the response (a, b, tie, both_bad), wherever it stood."""
        return str(self.answer.get("side", self.answer["choice"]))

    @property
    def is_check(self) -> bool:
        return bool(self.plan.get("check"))


@dataclass(frozen=True)
class Contrast:
    """What one answer says: whether it was treated, and the outcome, in 0..1 or -1..1."""

    treated: bool
    outcome: float


@dataclass(frozen=True)
class Dressed:
    """An item as it is shown, and what stands above (`source`) or below it, each as {"label", "text"}."""

    item: ItemView
    above: tuple[Mapping[str, str], ...] = ()
    below: tuple[Mapping[str, str], ...] = ()

    @property
    def notices(self) -> tuple[Mapping[str, str], ...]:
        return self.above + self.below


class Bias(ABC):
    """One bias: one file here with one subclass, named in the registry.

    trait     the trait of simulated people that is this bias (`SimulatedPerson`)
    question  what the exercise asks about the person, in a few words
    planted   what is planted (or left to chance), as the person is told afterwards
    towards   what an effect above 0 means; away: one below 0; both after "You ..."
    advice    what helps
    outcome   what the number is
    """

    slug: ClassVar[str]
    trait: ClassVar[str]
    name: ClassVar[str]
    question: ClassVar[str]
    planted: ClassVar[str]
    towards: ClassVar[str]
    away: ClassVar[str]
    advice: ClassVar[str]
    outcome: ClassVar[str]

    @abstractmethod
    def compared(self, judged: Sequence[Judged]) -> list[tuple[Judged, bool]]:
        """The answers of one attempt that say something about the bias, each with whether it was treated."""

    @abstractmethod
    def outcome_of(self, judged: Judged, choice: str) -> float:
        """The outcome of the judgement if `choice` (as `Judged.choice`) were its answer."""

    def contrasts(self, judged: Sequence[Judged]) -> list[Contrast]:
        """What the answers of one attempt say, in their order. Those that say nothing about the bias are left out."""
        return [Contrast(treated, self.outcome_of(one, one.choice)) for one, treated in self.compared(judged)]

    @abstractmethod
    def true_effect(self, judged: Sequence[Judged], person: SimulatedPerson) -> float:
        """What the difference is expected to be, exactly, for this simulated person at these items.

        The mean over everything that chance decided: which arm, which order. NaN where nothing is compared. What was
        answered makes no difference, but for the stances that say which evidence is compared at all.
        """

    def expected(self, judged: Judged, person: SimulatedPerson) -> float:
        """The mean outcome of this judgement over all answers that the simulated person may give."""
        return sum(share * self.outcome_of(judged, choice) for choice, share in chances(judged, person).items())

    def sway(self, shares: Shares, step: StepView, person: SimulatedPerson) -> Shares:
        """How the bias moves what a simulated person answers to the step."""
        return shares


class Randomised(Bias):
    """A bias whose arm chance decides for each item by itself: its true effect is the mean over both arms of each."""

    @abstractmethod
    def put(self, judged: Judged, treated: bool) -> Judged:
        """The same judgement, had chance put it into this arm."""

    def true_effect(self, judged: Sequence[Judged], person: SimulatedPerson) -> float:
        """Mean over the items compared of: expected outcome where treated minus expected outcome where not."""
        compared = [one for one, _ in self.compared(judged)]
        effects = [
            self.expected(self.put(one, True), person) - self.expected(self.put(one, False), person) for one in compared
        ]
        return fmean(effects) if effects else float("nan")


class Planted(Randomised):
    """A bias for which an item carries something (`ItemView.planted[slug]`) that its arm shows or leaves out."""

    arms: ClassVar[tuple[str, str]]
    scales: ClassVar[tuple[str, ...]]

    @abstractmethod
    def check(self, planted: Any, item: ItemView, guideline: Guideline) -> list[str]:
        """What is wrong with the plant of an item, in words."""

    @abstractmethod
    def dress(self, item: ItemView, arm: str, guideline: Guideline) -> Dressed:
        """The item as it is shown in the arm. An item that lost its plant in a correction comes as it is."""

    def compares(self, planted: Any) -> bool:
        """Whether an item with this plant goes into one of the arms; else it is a decoy wherever it is asked."""
        return True

    def fits(self, item: ItemView) -> bool:
        """Whether it can be planted in the item with the key that this has now, which a correction may have changed."""
        return True

    def stratum(self, item: ItemView) -> str:
        """Items of one stratum are spread evenly over both arms."""
        return ""

    def assign(self, items: Sequence[ItemView], rng: random.Random) -> dict[str, str]:
        """The arm of each item, by slug: by chance, as many in one as in the other, to one, within each stratum too."""
        mixed = list(items)
        rng.shuffle(mixed)
        mixed.sort(key=self.stratum)
        first = rng.randrange(2)
        return {item.slug: self.arms[(first + place) % 2] for place, item in enumerate(mixed)}

    def put(self, judged: Judged, treated: bool) -> Judged:
        return replace(judged, plan={**judged.plan, "arm": self.arms[0] if treated else self.arms[1]})

    def planted_in(self, judged: Judged | StepView) -> JsonDict | None:
        """What was planted in the step for this bias; None where nothing was, or no longer is."""
        if judged.item is None or judged.plan.get("bias") != self.slug or judged.plan.get("arm") not in self.arms:
            return None
        found: JsonDict | None = judged.item.planted.get(self.slug)
        return found

    def compared(self, judged: Sequence[Judged]) -> list[tuple[Judged, bool]]:
        return [(one, one.plan["arm"] == self.arms[0]) for one in judged if self.planted_in(one) is not None]


def chances(judged: Judged, person: SimulatedPerson) -> Shares:
    """How likely a simulated person gives each answer to the step, with every bias at work."""
    from training.activities.biases.people import answer_shares  # which knows all biases, as this file must not

    return answer_shares(step_of(judged), person)


def step_of(judged: Judged) -> StepView:
    return StepView(plan=judged.plan, config={}, item=judged.item, guideline=judged.guideline)


def judged_of(activity: Activity, steps: Sequence[StepView], answers: Sequence[Answer]) -> list[Judged]:
    """The answers of one attempt as judged, graded by the activity; what was stepped back from plays no part.

    Raises ValueError unless there is one answer for each step.
    """
    rows = []
    for step, answer in zip(steps, answers, strict=True):
        graded = activity.grade(step, answer)
        rows.append(
            Judged(
                step.plan, step.item, step.guideline, graded.stored, graded.correct, graded.credit, answer.confidence
            )
        )
    return rows


def label_ids(guideline: Guideline) -> list[str]:
    return [label.id for label in guideline.labels]


def best_label(item: ItemView, guideline: Guideline) -> str:
    if "label" in item.key:  # nearly always, and then there is nothing to work out
        return str(item.key["label"])
    return parse_key(item.key, guideline.answers_to(item.body)).best


def labels_named(key: Mapping[str, Any]) -> list[str]:
    """The labels in the key of an item. Planning knows no guideline: content with other labels is not loaded."""
    return [key["label"]] if "label" in key else list(key.get("accepted") or key.get("distribution", ()))


def side_chosen(choice: str, side: str) -> float:
    """1 where this response was chosen, 0 where the other was; half where neither was put first."""
    return float(choice == side) if choice in SIDES else 0.5
