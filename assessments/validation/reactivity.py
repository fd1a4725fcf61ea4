"""PURE: do the numbers of the ladder recover people whose reactivity is known, and leave those alone who have none?"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from assessments.domain.reactivity_lines import Measured
from assessments.domain.reactivity_numbers import line_of
from assessments.measures.intervals import wilson
from assessments.validation.exposures import judge, truth, twins
from assessments.validation.people import draw
from training.activities.base import SimulatedPerson

PAIRS = (16, 32, 64)
# Trait -> its values beside none at all, and the measure it is for.
TRAITS = {
    "reactivity": ((0.1, 0.2, 0.3), "lost"),
    "harshness": ((0.2, 0.4), "steps"),
    "slowing": ((0.1, 0.3), "slower"),
}
MEASURES = {
    "lost": "accuracy lost",
    "steps": "severity, in steps",
    "slower": "log ratio of times",
    "drift": "drift per charged item, in steps",
}
# What the share of 95 % intervals that hold the truth must lie in; and the share of those that leave 0 out, of people
# without the trait, at most.
LEAST, MOST, FOUND_WITHOUT = 0.92, 0.98, 0.05


@dataclass(frozen=True)
class Recovery:
    """Many people with this much of one trait, at so many pairs of twins each.

    bias: mean of estimate minus truth; half: mean half width of the intervals; excluded: the share of people whose
    interval leaves 0 out, which of people without the trait are found wrongly.
    """

    measure: str
    trait: str
    amount: float
    pairs: int
    people: int
    truth: float
    bias: float
    half: float
    coverage: float
    coverage_low: float
    coverage_high: float
    excluded: float
    excluded_low: float

    @property
    def without(self) -> bool:
        """Whether there is nothing to find: nobody drifts, and without its trait nothing else differs."""
        return self.measure == "drift" or not self.amount

    @property
    def holds(self) -> bool:
        """As stated, as far as so many people can tell. Where nearly nothing differs intervals may hold too often."""
        few = self.without and self.measure in ("steps", "drift")
        held = self.coverage_high >= LEAST and (few or self.coverage_low <= MOST)
        return held and (not self.without or self.excluded_low <= FOUND_WITHOUT)


def recoveries(people: int, seed: int, pairs: Sequence[int] = PAIRS) -> Iterator[Recovery]:
    """Every trait at every number of pairs; the same people each time, who differ in the trait alone."""
    for count in pairs:
        yield from recovery(people, seed, count, "", 0.0, ("lost", "steps", "slower", "drift"))
        for trait, (amounts, measure) in TRAITS.items():
            for amount in amounts:
                last = trait == "reactivity" and amount == amounts[-1]
                yield from recovery(people, seed, count, trait, amount, (measure, "drift") if last else (measure,))


def recovery(
    people: int, seed: int, pairs: int, trait: str, amount: float, measures: Sequence[str]
) -> Iterator[Recovery]:
    """People with that much of the trait ("" for none), and what these measures come to."""
    drawn = random.Random(f"{seed} people")
    found: dict[str, list[tuple[Measured, float]]] = {name: [] for name in measures}
    for number in range(people):
        person = _with(draw(drawn), trait, amount)
        rng = random.Random(f"{seed} {pairs} {trait} {amount} {number}")
        items = twins(pairs, rng)
        line, true = line_of(None, judge(items, person, rng)), truth(items, person)
        for name in measures:
            found[name].append((getattr(line, name), getattr(true, name, 0.0)))
    for name in measures:
        yield _summary(name, trait, amount, pairs, found[name])


def _with(person: SimulatedPerson, trait: str, amount: float) -> SimulatedPerson:
    return replace(person, **{trait: amount}) if trait else person


def _summary(measure: str, trait: str, amount: float, pairs: int, found: Sequence[tuple[Measured, float]]) -> Recovery:
    people = len(found)
    held = sum(one.low <= true <= one.high for one, true in found)
    excluded = sum(one.leaves_out_zero for one, _ in found)
    low, high = wilson(held, people)
    return Recovery(
        measure=measure,
        trait=trait,
        amount=amount,
        pairs=pairs,
        people=people,
        truth=fmean(true for _, true in found),
        bias=fmean(one.value - true for one, true in found),
        half=fmean((one.high - one.low) / 2 for one, _ in found),
        coverage=held / people,
        coverage_low=low,
        coverage_high=high,
        excluded=excluded / people,
        excluded_low=wilson(excluded, people)[0],
    )
