"""PURE: what an item's key is and how one answer is graded against it.

A key is one of
- a single label:            {"label": "mild"}
- accepted labels, graded:   {"accepted": {"mild": 1.0, "moderate": 0.5}}
- a side of a pair:          {"side": "a", "strength": "clear", "reason": "..."}

`credit` is in 0..1; an answer is `correct` when its credit is at least `CORRECT_FROM`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

# Half credit is what a second accepted label of an ambiguous item usually gets: it is not the best answer, so it
# is not counted as correct, but its credit is shown.
CORRECT_FROM = 0.75
SIDES = ("a", "b")
STRENGTHS = ("clear", "slight")


class InvalidKey(ValueError):
    """A key that is not well formed; the message says what was expected."""


@dataclass(frozen=True)
class Grade:
    """credit: 0..1; correct: credit >= CORRECT_FROM; best: the label or side that earns full credit."""

    credit: float
    correct: bool
    best: str


@dataclass(frozen=True)
class Key:
    """Credits by answer, each in 0..1, the best of them 1."""

    credits: Mapping[str, float]
    strength: str | None = None
    reason: str = ""

    @property
    def best(self) -> str:
        return max(self.credits, key=lambda label: self.credits[label])

    def grade(self, choice: str) -> Grade:
        """The grade of one choice; a choice the key does not name earns nothing."""
        credit = float(self.credits.get(choice, 0.0))
        return Grade(credit=credit, correct=credit >= CORRECT_FROM, best=self.best)


def parse_key(data: Mapping[str, Any], answers: Collection[str]) -> Key:
    """The key in `data`, whose labels must be among `answers`. Raises InvalidKey that says what is wrong."""
    forms = [form for form in ("label", "accepted", "side") if form in data]
    if len(forms) != 1:
        raise InvalidKey("expected exactly one of 'label', 'accepted' or 'side'")
    return {"label": _single, "accepted": _accepted, "side": _side}[forms[0]](data, answers)


def _single(data: Mapping[str, Any], answers: Collection[str]) -> Key:
    _refuse_unknown(data, {"label"})
    return Key(credits={_known(data["label"], answers): 1.0})


def _accepted(data: Mapping[str, Any], answers: Collection[str]) -> Key:
    _refuse_unknown(data, {"accepted"})
    accepted = data["accepted"]
    if not isinstance(accepted, Mapping) or not accepted:
        raise InvalidKey("'accepted' must be a table of label = credit")
    credits = {_known(label, answers): _credit(credit) for label, credit in accepted.items()}
    if max(credits.values()) != 1.0:
        raise InvalidKey("'accepted' must give at least one label the credit 1.0")
    return Key(credits=credits)


def _side(data: Mapping[str, Any], answers: Collection[str]) -> Key:
    _refuse_unknown(data, {"side", "strength", "reason"})
    strength = data.get("strength", "clear")
    if strength not in STRENGTHS:
        raise InvalidKey(f"'strength' is {strength!r}; expected one of {', '.join(STRENGTHS)}")
    return Key(credits={_known(data["side"], SIDES): 1.0}, strength=strength, reason=str(data.get("reason", "")))


def _known(label: Any, answers: Collection[str]) -> str:
    if not isinstance(label, str) or label not in answers:
        raise InvalidKey(f"{label!r} is not among the answers {', '.join(sorted(answers))}")
    return label


def _credit(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise InvalidKey(f"credit {value!r} must be a number above 0 and at most 1")
    return float(value)


def _refuse_unknown(data: Mapping[str, Any], allowed: Collection[str]) -> None:
    unknown = sorted(set(data) - set(allowed))
    if unknown:
        raise InvalidKey(f"unknown entry {unknown[0]!r}")
