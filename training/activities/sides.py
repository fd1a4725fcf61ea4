"""PURE: which response of a pair stands left."""

import random
from collections.abc import Sequence

from courseware.keys import PAIR_ANSWERS, SIDES, parse_key
from training.activities.base import ItemView

OTHER_SIDE = {"a": "b", "b": "a"}


def sides_for(items: Sequence[ItemView], rng: random.Random) -> dict[str, str]:
    """Item -> the response (a or b) that stands left.

    Who comes back is swapped. Of the others the longer response stands left as often as right, to one, and so does the
    better one, as far as that allows: else a pull to the left could not be told from a pull to length, or from being
    right. `items` as they are shown, padding included.
    """
    left = {item.slug: OTHER_SIDE[item.first_left] for item in items if item.first_left}
    kinds: dict[str, list[ItemView]] = {"longer": [], "shorter": [], "equal": []}
    for item in items:
        if not item.first_left:
            kinds[_kind(item)].append(item)
    # Of an odd number the one too many goes to either side: the same where the better response is the longer one and
    # where it is the shorter one, so that the longer ones are even.
    surplus = rng.choice((0, 1))
    for kind, its in kinds.items():
        rng.shuffle(its)
        half = (len(its) + (surplus if kind != "equal" else 1 - surplus)) // 2
        left |= {item.slug: watched(item) for item in its[:half]}
        left |= {item.slug: OTHER_SIDE[watched(item)] for item in its[half:]}
    return {item.slug: left[item.slug] for item in items}


def watched(item: ItemView) -> str:
    """The response that is followed from side to side: the better one, or a where the key names none."""
    best = parse_key(item.key, PAIR_ANSWERS).best
    return best if best in SIDES else SIDES[0]


def _kind(item: ItemView) -> str:
    """What the watched response is beside the other."""
    if not longer(item):
        return "equal"
    return "longer" if longer(item) == watched(item) else "shorter"


def longer(item: ItemView) -> str:
    """The response with more characters; empty where both have as many."""
    a, b = (len(item.body[f"response_{side}"].strip()) for side in SIDES)
    return "" if a == b else "a" if a > b else "b"
