"""PURE: what a simulated person answers: what they read in the item, then every bias that pulls at it."""

import random
from dataclasses import dataclass

from courseware.keys import Key, parse_key
from training.activities.base import SimulatedPerson, StepView
from training.activities.biases import BIASES
from training.activities.biases.fatigue import LATE
from training.activities.biases.shares import Shares, draw, read_labels, read_sides
from training.activities.choices import chance_of_right, judged


@dataclass(frozen=True)
class Given:
    """choice: a label, or of a pair the response; first: what was stepped back from; chance: of being right unled."""

    choice: str
    first: str | None
    chance: float


def give(step: StepView, person: SimulatedPerson, rng: random.Random) -> Given:
    """One answer, drawn. A wrong first answer is caught with the chance of the trait, and the item then read again."""
    choice, first = draw(first_shares(step, person), rng), None
    if rng.random() < person.catching and not _key(step).grade(choice).correct:
        choice, first = draw(read_shares(step, person), rng), choice
    return Given(choice, first, _chance(step, person))


def answer_shares(step: StepView, person: SimulatedPerson) -> Shares:
    """How likely each answer is in the end: first answers, and what is answered after one was caught."""
    once, again, key = first_shares(step, person), read_shares(step, person), _key(step)
    caught = {choice: person.catching * share for choice, share in once.items() if not key.grade(choice).correct}
    total = sum(caught.values())
    choices = {*once, *again}
    return {c: once.get(c, 0.0) - caught.get(c, 0.0) + total * again.get(c, 0.0) for c in sorted(choices)}


def first_shares(step: StepView, person: SimulatedPerson) -> Shares:
    """How likely each first answer is. The biases act in the reverse of their order: position has the last word."""
    shares = read_shares(step, person)
    for bias in reversed(BIASES.values()):
        shares = bias.sway(shares, step, person)
    return shares


def read_shares(step: StepView, person: SimulatedPerson) -> Shares:
    """How likely each answer is for somebody whom nothing sways."""
    item, guideline = judged(step)
    chance = _chance(step, person)
    best = _key(step).best
    if guideline.scale == "preference":
        return read_sides(best, chance, ties=bool(step.config.get("strength")))
    return read_labels(guideline.answers_to(item.body), best, chance)


def _chance(step: StepView, person: SimulatedPerson) -> float:
    item, _ = judged(step)
    return chance_of_right(person, item.difficulty, late=float(step.plan.get(LATE, 0.0)))


def _key(step: StepView) -> Key:
    item, guideline = judged(step)
    return parse_key(item.key, guideline.answers_to(item.body))
