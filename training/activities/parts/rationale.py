"""PURE: why one chose so, in one's own words, with the passages of the text that it rests on.

What is sent and kept: {"text": "...", "spans": [{"passage": 0, "start": 12, "end": 40}]}. `passage` counts the passages
that the page showed from 0; start and end are characters (code points) of its text, the end not included.
"""

import random
from collections.abc import Mapping
from typing import Any

from courseware.keys import Grade
from courseware.mentions import NAME, mentions
from courseware.passages import passages
from training.activities.base import ConfigCheck, InvalidAnswer, ItemView, JsonDict, SimulatedPerson, StepView
from training.activities.parts.simulated_reasons import reasons

SHORTEST = 20
LONGEST = 800
MOST_SPANS = 5
# More than a page ever shows, so that no number is stored that could be no place in a text.
MOST_PASSAGES = 10
LONGEST_PASSAGE = 20_000
FIELD = "answer.parts.rationale"


class Rationale:
    name = "rationale"

    def check(self, checked: ConfigCheck) -> None:
        checked.flag(self.name)

    def asked(self, step: StepView) -> bool:
        return step.config.get(self.name) is True and step.item is not None

    def present(self, step: StepView) -> JsonDict:
        return {"shortest": SHORTEST, "longest": LONGEST, "mostSpans": MOST_SPANS}

    def read(self, value: Any, step: StepView, choice: str) -> JsonDict:
        """The text without white space at its ends, the spans in their order, none twice. Raises InvalidAnswer."""
        if not isinstance(value, Mapping) or not set(value) <= {"text", "spans"}:
            raise InvalidAnswer(FIELD, "expected 'text' and 'spans'")
        text, spans = value.get("text"), value.get("spans", [])
        if not isinstance(text, str) or not SHORTEST <= len(text.strip()) <= LONGEST:
            raise InvalidAnswer(f"{FIELD}.text", f"expected {SHORTEST} to {LONGEST} characters on why")
        if not isinstance(spans, list) or len(spans) > MOST_SPANS:
            raise InvalidAnswer(f"{FIELD}.spans", f"expected at most {MOST_SPANS} marked passages")
        marked = sorted({_span(span) for span in spans})
        kept = [{"passage": passage, "start": start, "end": end} for passage, start, end in marked]
        return {"text": text.strip(), "spans": kept}

    def feedback(self, value: Any, step: StepView, grade: Grade, confidence: float | None) -> JsonDict | None:
        """Which factors it seems to mention, by name; None where the item has no factors to mention."""
        if value is None or step.item is None or not step.item.factors:
            return None
        factors = step.item.factors
        found = mentions(value["text"], factors, texts_of(step.item))
        return {
            "mentions": [factor["name"] for factor, there in zip(factors, found.mentioned, strict=True) if there],
            "others": [factor["name"] for factor, there in zip(factors, found.mentioned, strict=True) if not there],
            "counts": grade.correct,
            "estimator": NAME,
        }

    def simulate(self, step: StepView, choice: str, person: SimulatedPerson, rng: random.Random) -> JsonDict:
        """Reasons that name some of the item's factors, fewer where the person is less skilled; and a mark or two."""
        if step.item is None:
            return {"text": reasons((), person.skill, rng), "spans": []}
        text = reasons(step.item.factors, person.skill, rng)
        return {"text": text[:LONGEST], "spans": _simulated_spans(step, rng)}


def texts_of(item: ItemView) -> list[str]:
    """What was there to be read, of which a copy is no reason: its own texts, and those planted in their place."""
    planted = [text for plant in item.planted.values() for text in plant.values() if isinstance(text, str)]
    return [*item.body.values(), *planted]


def _span(span: Any) -> tuple[int, int, int]:
    if not isinstance(span, Mapping) or set(span) != {"passage", "start", "end"}:
        raise InvalidAnswer(f"{FIELD}.spans", "expected passage, start and end")
    passage, start, end = span["passage"], span["start"], span["end"]
    if not all(type(number) is int for number in (passage, start, end)):
        raise InvalidAnswer(f"{FIELD}.spans", "expected whole numbers")
    if not (0 <= passage < MOST_PASSAGES and 0 <= start < end <= LONGEST_PASSAGE):
        raise InvalidAnswer(f"{FIELD}.spans", "expected a part of a passage")
    return passage, start, end


def _simulated_spans(step: StepView, rng: random.Random) -> list[JsonDict]:
    """Up to two sentences of the first passage; none where the page shows other texts than the item's own."""
    if step.item is None or step.plan.get("bias"):
        return []
    sentences = passages(next(iter(step.item.body.values()), ""))
    marked = rng.sample(sentences, k=min(len(sentences), rng.choice((0, 1, 1, 2))))
    return [{"passage": 0, "start": one.start, "end": one.end} for one in sorted(marked)]
