"""PURE: a key in words, for people who look after items: what it names, what each answer earns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courseware.curriculum import Guideline
from courseware.keys import SIDES

KEY_FORMS = {
    "label": "One label",
    "accepted": "Several accepted answers",
    "distribution": "Soft gold",
    "side": "One side of the pair",
    "spans": "Passages of the text",
}
PAIR_NAMES = {
    "a": "Response A",
    "b": "Response B",
    "tie": "Neither: a tie",
    "both_bad": "Neither: both are bad",
}
CATEGORIES = {
    "helpful": "More helpful",
    "honest": "More honest",
    "harmless": "Less harmful",
    "instruction": "Follows the instructions better",
}


@dataclass(frozen=True)
class AnswerLine:
    """One answer that the key names; `value` is its credit or its share, 0..1."""

    name: str
    value: float


@dataclass(frozen=True)
class KeyInWords:
    """`lines` is empty where one answer alone is right.

    soft: they are shares, as `raters` people gave them, or (`raters` None) as the authors estimate them.
    """

    form: str
    summary: str
    lines: tuple[AnswerLine, ...] = ()
    raters: int | None = None
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def soft(self) -> bool:
        return self.form == "distribution"

    @property
    def estimated(self) -> bool:
        return self.soft and self.raters is None


def in_words(key: Mapping[str, Any], guideline: Guideline | None, body: Mapping[str, str]) -> KeyInWords:
    """The key as people read it. Without its guideline the labels are named by their ids."""
    if "label" in key:
        return KeyInWords("label", answer_name(key["label"], guideline, body))
    if "side" in key:
        return _pair(key)
    if "spans" in key:
        lines = tuple(
            AnswerLine(_cut(body.get("text", ""), span["start"], span["end"]), float(span.get("credit", 1.0)))
            for span in key["spans"]
        )
        return KeyInWords("spans", _best(lines), lines)
    form = "distribution" if "distribution" in key else "accepted"
    values = sorted(key.get(form, {}).items(), key=lambda entry: -entry[1])
    lines = tuple(AnswerLine(answer_name(answer, guideline, body), float(value)) for answer, value in values)
    if form == "accepted":
        return KeyInWords(form, " or ".join(line.name for line in lines), lines)
    raters = key.get("raters")
    behind = f"{_percent(lines)}, estimated" if raters is None else f"{_percent(lines)} of {raters}"
    return KeyInWords(form, f"{_best(lines)} ({behind})", lines, raters)


def answer_name(answer: str, guideline: Guideline | None, body: Mapping[str, str]) -> str:
    """A label's name, a side of the pair, or the words of a passage."""
    if guideline is None:
        return PAIR_NAMES.get(answer, answer) if "prompt" in body else answer
    if guideline.scale == "preference":
        return PAIR_NAMES.get(answer, answer)
    if guideline.scale == "span":
        start, _, end = answer.partition("-")
        return _cut(body.get("text", ""), int(start), int(end)) if start.isdigit() and end.isdigit() else answer
    return guideline.name_of(answer)


def _pair(key: Mapping[str, Any]) -> KeyInWords:
    summary = PAIR_NAMES.get(key["side"], key["side"])
    if key["side"] in SIDES:
        summary += ", slightly better" if key.get("strength") == "slight" else ", clearly better"
    notes = []
    if key.get("category"):
        notes.append(("What decides", CATEGORIES.get(key["category"], key["category"])))
    if key.get("reason"):
        notes.append(("Reason", key["reason"]))
    return KeyInWords("side", summary, notes=tuple(notes))


def _cut(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split()) or f"characters {start} to {end}"


def _best(lines: tuple[AnswerLine, ...]) -> str:
    return max(lines, key=lambda line: line.value).name if lines else ""


def _percent(lines: tuple[AnswerLine, ...]) -> str:
    return f"{100 * max(line.value for line in lines):.0f}\u00a0%" if lines else "0\u00a0%"
