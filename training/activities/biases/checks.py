"""PURE: what the plants of items are checked for alike."""

from collections.abc import Mapping
from typing import Any

from courseware.curriculum import Guideline
from training.activities.base import ItemView


def texts_of(planted: Any, *names: str) -> list[str]:
    """Whether the plant is a table of exactly these texts."""
    if not isinstance(planted, Mapping):
        return [f"is {planted!r}; expected a table with {', '.join(names)}"]
    problems = [f"{name!r} is missing; expected text" for name in names if not _is_text(planted.get(name))]
    return problems + [f"{name!r} is not a known entry here" for name in sorted(set(planted) - set(names))]


def other_label(planted: Mapping[str, Any], best: str, guideline: Guideline) -> list[str]:
    """Whether `label` names a label of the guideline, and not the best one."""
    known = [label.id for label in guideline.labels]
    label = planted.get("label")
    if label not in known:
        return [f"'label' is {label!r}; expected one of {', '.join(known)}"]
    return [f"'label' is {label!r}, which is the key's best answer; expected another"] if label == best else []


def needs_text(item: ItemView) -> list[str]:
    """Whether the item has the one text that the plant stands in for."""
    return [] if "text" in item.body else ["the item has no 'text' that this could stand in for"]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
