"""PURE: from what several people answered to a key: soft gold, how clear it is, and where it comes from."""

from collections.abc import Mapping
from typing import Any

# From four of five on, people who look again seldom change the verdict; under three of five nobody should call it
# settled. Working choices, not published cuts: operations can decide otherwise item by item.
CLEAR_FROM = 0.8
AMBIGUOUS_BELOW = 0.6
# A share written with six digits is right to less than one rater in a hundred thousand.
SHARE_DIGITS = 6


def measured(counts: Mapping[str, int], origin: str) -> dict[str, Any]:
    """The fields key, ambiguity and provenance of an item that people answered so often; `origin` names the format.

    One answer alone is nobody's agreement: its ambiguity stays undecided.
    """
    given = {label: count for label, count in counts.items() if count}
    raters = sum(given.values())
    commonest = max(given.values(), default=0) / raters if raters else 0.0
    people = "1 rater" if raters == 1 else f"{raters} raters"
    return {
        "key": {
            "distribution": {label: round(n / raters, SHARE_DIGITS) for label, n in given.items()},
            "raters": raters,
        }
        if raters
        else None,
        "ambiguity": _ambiguity(commonest, raters),
        "provenance": f"measured from {people}, {origin}",
    }


def _ambiguity(commonest: float, raters: int) -> str:
    if raters < 2 or AMBIGUOUS_BELOW <= commonest < CLEAR_FROM:
        return "undecided"
    return "clear" if commonest >= CLEAR_FROM else "ambiguous"
