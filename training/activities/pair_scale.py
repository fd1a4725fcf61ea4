"""PURE: the scale that says how much better one response is: which answers it has, and what each is worth.

"Left is better" is the answer `left`, as where only the better one is asked for; so old and new answers read alike.
"""

import random
from dataclasses import dataclass

from courseware.keys import BOTH_BAD, CORRECT_FROM, SIDES, TIE, Grade, Key

LEFT, RIGHT = "left", "right"
# From the strongest on.
STRENGTHS = ("much", "clear", "slight")
# The side decides. A strength that is not the key's takes off a tenth, or two where it is two steps away.
STEP_AWAY = 0.1
# A tie where one is slightly better, or the other way round; and the wrong one of the two ways to prefer neither.
HALF = 0.5


@dataclass(frozen=True)
class Stated:
    """One answer on the scale. place: left, right, tie or both_bad; strength: None for the last two."""

    id: str
    name: str
    place: str
    strength: str | None = None


SCALE = (
    Stated("left_much", "Left is much better", LEFT, "much"),
    Stated("left", "Left is better", LEFT, "clear"),
    Stated("left_slight", "Left is slightly better", LEFT, "slight"),
    Stated("tie", "About equal", TIE),
    Stated("right_slight", "Right is slightly better", RIGHT, "slight"),
    Stated("right", "Right is better", RIGHT, "clear"),
    Stated("right_much", "Right is much better", RIGHT, "much"),
    Stated("both_bad", "Both are bad", BOTH_BAD),
)
STATED = {stated.id: stated for stated in SCALE}
_IDS = {(stated.place, stated.strength): stated.id for stated in SCALE}


def keyed(place: str, strength: str | None) -> str:
    """The answer that a key asks for: of a side, with the strength that the key names."""
    return _IDS[place, strength if place in (LEFT, RIGHT) else None]


def left_chosen(choice: str) -> float:
    """1 where an answer prefers the left response, 0 where the right one, 0.5 where neither."""
    return {LEFT: 1.0, RIGHT: 0.0}.get(STATED[choice].place, 0.5)


def grade(key: Key, side: str, strength: str | None) -> Grade:
    """The grade of preferring `side` (a, b, tie, both_bad) so strongly; strength: None for the last two.

    Soft gold grades the side alone: how many people preferred it says nothing of how strongly each did.
    """
    if key.strength is None:
        return key.grade(side)
    credit = _credit(key.best, key.strength, side, strength)
    return Grade(credit, credit >= CORRECT_FROM, key.best)


def _credit(best: str, keyed_strength: str, side: str, strength: str | None) -> float:
    if best == side:
        return 1.0 if strength is None else 1.0 - STEP_AWAY * _steps(strength, keyed_strength)
    if best in SIDES:
        return HALF if side == TIE and keyed_strength == "slight" else 0.0
    if side in SIDES:
        return HALF if best == TIE and strength == "slight" else 0.0
    return HALF


def _steps(strength: str, keyed_strength: str) -> int:
    """How far apart; a key knows no more than clear, which much better is as well."""
    if keyed_strength == "clear" and strength == "much":
        return 0
    return abs(STRENGTHS.index(strength) - STRENGTHS.index(keyed_strength))


def simulated(place: str, keyed_strength: str | None, rng: random.Random) -> str:
    """What somebody answers who prefers `place`: mostly as strongly as the key does."""
    if place not in (LEFT, RIGHT):
        return place
    at = STRENGTHS.index(keyed_strength or "clear") + rng.choices((-1, 0, 1), (0.2, 0.6, 0.2))[0]
    return keyed(place, STRENGTHS[min(max(at, 0), len(STRENGTHS) - 1)])
