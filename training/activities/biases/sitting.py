"""PURE: what the plan notes of an item's place among the others: how late it comes, and after what."""

from collections.abc import Iterable

from training.activities.base import ItemView, JsonDict
from training.activities.biases.contrast import plan_after
from training.activities.biases.fatigue import LATE


def plan_sitting(items: Iterable[ItemView]) -> list[tuple[ItemView, JsonDict]]:
    """Each item, in the order in which they are asked, with what its plan notes (for simulated people only)."""
    order = list(items)
    last = max(1, len(order) - 1)
    noted = []
    for place, item in enumerate(order):
        before = plan_after(order[place - 1]) if place else {}
        noted.append((item, {LATE: round(place / last, 3), **before}))
    return noted
