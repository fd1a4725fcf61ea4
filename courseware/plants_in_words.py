"""PURE: what may be planted in an item, in words for people who look after items."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courseware.curriculum import Guideline
from courseware.key_words import answer_name

# The field of a plant that names an answer of the guideline; every other one is a text.
ANSWER = "label"
NAMES = {
    ANSWER: "Suggested answer",
    "source": "Source",
    "warm": "Warm wording",
    "curt": "Curt wording",
    "claim": "Claim",
    "mirror": "The other way round",
    "a": "Response A, padded",
    "b": "Response B, padded",
}


@dataclass(frozen=True)
class PlantInWords:
    """`bias`: its slug as words; `lines`: (what it is, its text), all plain text."""

    bias: str
    lines: tuple[tuple[str, str], ...]


def plants_in_words(
    planted: Mapping[str, Any], guideline: Guideline | None, body: Mapping[str, str]
) -> tuple[PlantInWords, ...]:
    """In the order of the item. What is no table of texts, as nothing checks here, is shown as it is."""
    return tuple(
        PlantInWords(_words(bias), _lines(fields if isinstance(fields, Mapping) else {bias: fields}, guideline, body))
        for bias, fields in planted.items()
    )


def _lines(
    fields: Mapping[str, Any], guideline: Guideline | None, body: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (NAMES.get(name, _words(name)), answer_name(str(text), guideline, body) if name == ANSWER else str(text))
        for name, text in fields.items()
    )


def _words(slug: str) -> str:
    return slug.replace("_", " ").replace("-", " ").capitalize()
