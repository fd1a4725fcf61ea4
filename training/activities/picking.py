"""PURE: which items of a pool a person gets: near their level, with some easier ones among them.

Difficulties and abilities are on one scale in logits, on which an item as hard as somebody is able is right half the
time (the Rasch model). Sittings never pick: their forms are the same whoever sits them.
"""

import random
from collections.abc import Collection, Mapping
from typing import Any

from training.activities.base import ConfigCheck

# Config keys: what is picked from, and how many.
PICKED = ("pool", "pick", "reserve", "review")
# Of four items picked, one is easier: hard ones alone teach that one is always wrong.
EASY_SHARE = 0.25
# How much easier at the least: right about 3 times in 4 for somebody at that level.
EASIER_BY = 1.0
# Picked at random from so many times as many of the nearest, so that two people at one level differ, and a person
# from one day to the next.
CHOICE_OF = 1.5
# An author's difficulty of 0 to 1 spans this many logits, until answers say more.
AUTHORED_SPAN = 4.0


def authored(difficulty: float) -> float:
    """An author's estimate of difficulty (0 to 1) on the scale of abilities; the middle is 0."""
    return AUTHORED_SPAN * (difficulty - 0.5)


def form_of(config: Mapping[str, Any]) -> str:
    """The name of the training form that a module with picks is; empty where everybody is asked the same."""
    return "at your level" if "pool" in config else "what you missed" if "reserve" in config else ""


def check_picks(checked: ConfigCheck) -> None:
    """Complains about `pool` with `pick` and `reserve` with `review`, where a config has them."""
    for items, count in (("pool", "pick"), ("reserve", "review")):
        if items in checked.config or count in checked.config:
            checked.slugs(items, required=True)
            checked.whole(count, 1, 60)
            listed, wanted = checked.config.get(items), checked.config.get(count)
            if isinstance(listed, list) and isinstance(wanted, int) and wanted > len(listed):
                checked.problems.append(f"config.{count} is {wanted}, but config.{items} has only {len(listed)} items")


def pick_near(
    difficulties: Mapping[str, float], theta: float, count: int, rng: random.Random, *, later: Collection[str] = ()
) -> list[str]:
    """`count` items of the pool, or all where it has fewer: most near `theta`, a quarter easier, in no order.

    `later`: items met before, which are asked only where the others do not suffice.
    """
    fresh = sorted(slug for slug in difficulties if slug not in later)
    known = sorted(slug for slug in difficulties if slug in later)
    rng.shuffle(known)
    pool = {slug: difficulties[slug] for slug in (*fresh, *known[: max(0, count - len(fresh))])}
    count = min(count, len(pool))
    easy = _easier(pool, theta, round(EASY_SHARE * count), rng)
    rest = {slug: value for slug, value in pool.items() if slug not in easy}
    nearest = sorted(rest, key=lambda slug: (abs(rest[slug] - theta), slug))
    wanted = count - len(easy)
    picked = [*easy, *rng.sample(nearest[: max(wanted, round(CHOICE_OF * wanted))], wanted)]
    rng.shuffle(picked)
    return picked


def _easier(pool: Mapping[str, float], theta: float, wanted: int, rng: random.Random) -> list[str]:
    """Of those easy for this person some at random; where there are too few of them, the easiest."""
    by_ease = sorted(pool, key=lambda slug: (pool[slug], slug))
    easy = [slug for slug in by_ease if pool[slug] <= theta - EASIER_BY]
    return rng.sample(easy, wanted) if len(easy) >= wanted else by_ease[:wanted]
