"""PURE: how likely a simulated person gives each answer: what reading alone gives, and what pulls it about."""

import random
from collections.abc import Mapping, Sequence

from courseware.keys import SIDES

# Answer (a label; of a pair a response, wherever it stands) -> probability. They add up to 1.
Shares = Mapping[str, float]

# A slip lands on a neighbouring label more often than on a far one, as in ordinal data.
NEXT_LABEL = 0.7


def read_labels(options: Sequence[str], best: str, chance: float) -> Shares:
    """The best option with `chance`; a slip takes the nearest other one seven times in ten, else any of the others."""
    others = sorted((o for o in options if o != best), key=lambda o: abs(options.index(o) - options.index(best)))
    if not others:
        return {best: 1.0}
    slip = 1 - chance
    shares = {other: slip * (1 - NEXT_LABEL) / len(others) for other in others}
    shares[others[0]] += slip * NEXT_LABEL
    return {best: chance, **shares}


def read_sides(best: str, chance: float, *, ties: bool = False) -> Shares:
    """Of a pair: the better response with `chance`, else the other. Where none is better: that, with `chance`, where
    ties can be answered, and else either response alike.
    """
    if best in SIDES:
        return {side: chance if side == best else 1 - chance for side in SIDES}
    decided = 1 - chance if ties else 1.0
    shares = dict.fromkeys(SIDES, decided / 2)
    return {**shares, best: chance} if ties else shares


def towards(shares: Shares, choice: str, chance: float) -> Shares:
    """With `chance` the choice is taken unread; else what the shares say."""
    moved = {answer: (1 - chance) * share for answer, share in shares.items()}
    moved[choice] = moved.get(choice, 0.0) + chance
    return moved


def draw(shares: Shares, rng: random.Random) -> str:
    return rng.choices(list(shares), weights=list(shares.values()))[0]
