"""One module of every kind, made up, with a canary in everything a trainee may not see before the answer."""

import random
from typing import Any

from courseware.curriculum import ITEM_LISTS, Guideline, Label
from training.activities import ACTIVITIES
from training.activities.base import ItemView, StepView

CANARY = "canary"
LABELS = (Label("none", "None"), Label("mild", "Mild"), Label("severe", "Severe"))
GUIDELINES = {
    "practice": Guideline("severity", "Severity", "How severe?", "ordinal", LABELS, "Text."),
    "ambiguity": Guideline("severity", "Severity", "How severe?", "ordinal", LABELS, "Text."),
    "exposure": Guideline("severity", "Severity", "How severe?", "ordinal", LABELS, "Text."),
    "preference": Guideline("preference", "Preference", "Which?", "preference", (), "Text."),
}
CONFIGS: dict[str, dict[str, Any]] = {
    "lesson": {
        "file": "lessons/one.md",
        "text": "# Reading\n\nRead to the end.",
        "check": {
            "question": "Why?",
            "options": [{"id": letter, "text": f"Because of {letter}"} for letter in "abcd"],
            "answer": "c",
            "why": f"It says so: {CANARY}",
        },
    },
    "drill": {
        "drill": "sart",
        "blocks": 2,
        "trials_per_block": 18,
        "practice_trials": 9,
        "stimulus_ms": 250,
        "mask_ms": 900,
        "target": 3,
    },
    "practice": {
        "guideline": "severity",
        "items": [f"text-{n}" for n in range(6)],
        "attention_checks": ["text-6", "text-7"],
        "confidence": True,
    },
    "preference": {
        "guideline": "preference",
        "items": [f"pair-{n}" for n in range(4)],
        "attention_checks": ["pair-4"],
        "confidence": True,
    },
    "ambiguity": {
        "guideline": "severity",
        "items": [f"text-{n}" for n in range(6)],
        "confidence": True,
    },
    "naming": {"records": 2, "rows": 12},
    "exposure": {
        "guideline": "severity",
        "charged": [f"text-{n}" for n in range(4)],
        "neutral": [f"text-{n}" for n in range(4, 8)],
        "per_sitting": 3,
        "repeats": 1,
    },
    "skill": {
        "skill": "breathing",
        "file": "skills/one.toml",
        "text": '[[steps]]\nkind = "read"\ntitle = "One"\ntext = "Try it."\n' * 2,
    },
}
KINDS = tuple(CONFIGS)


def configured(kind: str) -> dict[str, Any]:
    return dict(CONFIGS[kind])


def item_views(kind: str) -> list[ItemView]:
    """The items of the kind's module; none for lesson, drill and skill."""
    slugs = [slug for name in ITEM_LISTS for slug in CONFIGS[kind].get(name, ())]
    return [_item(kind, slug, number) for number, slug in enumerate(slugs)]


def _item(kind: str, slug: str, number: int) -> ItemView:
    if kind in ("practice", "ambiguity", "exposure"):
        body = {"text": f"Text {number}."}
        key: dict[str, Any] = {"label": LABELS[number % len(LABELS)].id}
        if kind == "ambiguity" and number % 2:
            key = {"distribution": {"none": 0.2, "mild": 0.5, "severe": 0.3}, "raters": 10}
    else:
        body = {"prompt": f"Prompt {number}", "response_a": f"A{number}", "response_b": f"B{number}"}
        key = {"side": "ab"[number % 2], "strength": "clear", "reason": f"{CANARY} reason {number}"}
    return ItemView(
        slug=slug,
        kind="preference" if kind == "preference" else "ordinal",
        body=body,
        key=key,
        rationale=f"{CANARY} rationale {number}",
        factors=[{"name": f"{CANARY} factor", "text": f"{CANARY} text {number}", "weight": 1.0}],
        difficulty=0.5,
        ambiguity="ambiguous" if "distribution" in key else "clear",
    )


def every_item(item: ItemView) -> list[ItemView]:
    """The item with every key it could have, and with other reasons and difficulty: what people see is the same."""
    keys: list[dict[str, Any]] = [{"label": label.id} for label in LABELS]
    if item.kind == "preference":
        keys = [{"side": "a"}, {"side": "b", "strength": "slight", "reason": "Another."}]
    return [
        ItemView(item.slug, item.kind, item.body, key, rationale, (), difficulty, ambiguity)
        for key, rationale, difficulty, ambiguity in zip(
            keys, ("One.", "Two.", "Three."), (0.1, 0.5, 0.9), ("clear", "ambiguous", "undecided"), strict=False
        )
    ]


def step_views(kind: str, seed: int) -> list[StepView]:
    """The kind's module, planned from the seed."""
    items = {item.slug: item for item in item_views(kind)}
    planned = ACTIVITIES[kind].plan(configured(kind), list(items.values()), random.Random(seed))
    return [
        StepView(step.plan, configured(kind), items[step.item] if step.item else None, GUIDELINES.get(kind))
        for step in planned
    ]


def canaries_in(text: str) -> list[str]:
    """The words of the text that give something away."""
    return [word for word in text.split() if CANARY in word]
