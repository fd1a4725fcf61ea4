"""PURE: made-up items and guidelines for simulated people, to whom only key, plant and difficulty matter."""

import random
from collections.abc import Sequence
from typing import Any

from courseware.curriculum import Guideline, Label
from training.activities.base import ItemView

ORDERED = ("none", "mild", "moderate", "severe")
UNORDERED = ("supported", "contradicted", "not_enough")
EVIDENCE = ("strong", "weak")
RATING = ("missing", "poor", "partial", "nearly", "full")
CLAIMS = ("c1", "c2", "c3", "c4")


def guideline(slug: str, scale: str, labels: Sequence[str]) -> Guideline:
    return Guideline(slug, slug, "Which?", scale, tuple(Label(label, label) for label in labels), "")


SEVERITY = guideline("severity", "ordinal", ORDERED)
SUPPORT = guideline("support", "nominal", UNORDERED)
STRENGTH = guideline("evidence", "nominal", EVIDENCE)
COMPLETENESS = guideline("completeness", "ordinal", RATING)
PREFERENCE = guideline("preference", "preference", ())


def labelled(kind: str, labels: Sequence[str], count: int, rng: random.Random, plant: str = "") -> list[ItemView]:
    """`count` items whose keys go through the labels in turn; `plant`: the bias that each of them is made for."""
    items = []
    for number in range(count):
        best = labels[number % len(labels)]
        other = rng.choice([label for label in labels if label != best])
        items.append(
            _item(
                f"{kind}-{number}",
                kind,
                {"text": f"Text {number}."},
                {"label": best},
                rng,
                _plant(plant, other, number),
            )
        )
    return items


def pairs(count: int, rng: random.Random, plant: str = "") -> list[ItemView]:
    """Pairs of two responses of one length, the better one a and b in turn."""
    words = "word " * 40
    body = {"prompt": "Which?", "response_a": f"A {words}", "response_b": f"B {words}"}
    padded = {"verbosity": {"a": body["response_a"] * 2, "b": body["response_b"] * 2}} if plant else {}
    return [
        _item(f"pair-{number}", "preference", body, {"side": "ab"[number % 2]}, rng, padded) for number in range(count)
    ]


def readings(count: int, rng: random.Random) -> list[ItemView]:
    """Half clear, half ambiguous, with the distribution of a panel of 40."""
    items = []
    for number in range(count):
        first, second = rng.sample(ORDERED, 2)
        clear = number % 2 == 0
        shares = {first: 0.95, second: 0.05} if clear else {first: 0.55, second: 0.45}
        key = {"distribution": shares, "raters": 40}
        item = _item(f"reading-{number}", "ordinal", {"text": f"Text {number}."}, key, rng, {})
        items.append(ItemView(**{**vars(item), "ambiguity": "clear" if clear else "ambiguous"}))
    return items


def _plant(bias: str, label: str, number: int) -> dict[str, Any]:
    claim = CLAIMS[number // 2 % len(CLAIMS)]
    plants: dict[str, dict[str, Any]] = {
        "anchoring": {"label": label},
        "authority": {"source": "From an office", "label": label},
        "halo": {"warm": "Warm.", "curt": "Curt."},
        "confirmation": {"claim": claim, "mirror": "The other way."},
    }
    return {bias: plants[bias]} if bias else {}


def _item(
    slug: str, kind: str, body: dict[str, str], key: dict[str, Any], rng: random.Random, planted: dict[str, Any]
) -> ItemView:
    return ItemView(
        slug=slug,
        kind=kind,
        body=body,
        key=key,
        rationale="",
        factors=(),
        difficulty=rng.uniform(0.1, 0.9),
        planted=planted,
    )
