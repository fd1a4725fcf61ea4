"""PURE: what the formats for preference pairs share."""

import hashlib
from collections.abc import Mapping
from typing import Any

from courseware.curriculum import Guideline
from courseware.importers.candidates import Options

PREFERENCE = Guideline(
    slug="preference",
    title="Which response is better?",
    question="Which response is better?",
    scale="preference",
    labels=(),
    text="",
)


def preference_guideline(options: Options) -> Guideline:
    """The guideline that was chosen, or the bank's `preference`, or a plain one."""
    chosen = options.guidelines.get(options.guideline or PREFERENCE.slug, PREFERENCE)
    return chosen if chosen.scale == "preference" else PREFERENCE


def chosen_pair(prompt: Any, chosen: Any, rejected: Any, strength: str = "clear") -> dict[str, Any]:
    """Body and key of a pair in which one response was chosen.

    Which of the two becomes `a` is decided by their texts: were it always the chosen one, the letter would be the key.
    One person's choice, so far as anybody knows: the ambiguity is undecided.
    """
    texts = f"{prompt}\0{min(str(chosen), str(rejected))}\0{max(str(chosen), str(rejected))}"
    is_a = hashlib.blake2b(texts.encode(errors="replace"), digest_size=1).digest()[0] % 2 == 0
    a, b = (chosen, rejected) if is_a else (rejected, chosen)
    key: Mapping[str, Any] = {"side": "a" if is_a else "b", "strength": strength}
    body = {"prompt": prompt, "response_a": a, "response_b": b}
    return {"body": body, "key": key, "ambiguity": "undecided"}
