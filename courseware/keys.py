"""PURE: what an item's key is and how one answer is graded against it.

A key is one of
- a single label:            {"label": "mild"}
- accepted labels, graded:   {"accepted": {"mild": 1.0, "moderate": 0.5}}
- soft gold:                 {"distribution": {"mild": 0.7, "moderate": 0.3}, "raters": 10}
                             or, where nobody has rated it yet, "estimated": true in place of the raters
- a side of a pair:          {"side": "a", "strength": "clear", "reason": "...", "category": "honest"}
- passages of a text:        {"spans": [{"start": 10, "end": 42, "credit": 1.0}]}

`credit` is in 0..1; an answer is `correct` when its credit is at least `CORRECT_FROM`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from courseware.passages import overlap

# Half credit is what a second accepted label of an ambiguous item usually gets: it is not the best answer, so it
# is not counted as correct, but its credit is shown.
CORRECT_FROM = 0.75
SIDES = ("a", "b")
# What a pair's key may name: two equally good responses are a tie, two that both fail the person are both bad.
TIE, BOTH_BAD = "tie", "both_bad"
PAIR_ANSWERS = (*SIDES, TIE, BOTH_BAD)
STRENGTHS = ("clear", "slight")
# The dimensions that preferences are asked by; which of them decided, where it is known.
REASON_CATEGORIES = ("helpful", "honest", "harmless", "instruction")
# Shares are written with two or three digits, so they add up to 1 only about.
SHARES_TOLERANCE = 0.005
MAX_RATERS = 1_000_000


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
    """Credits by answer, each in 0..1, the best of them 1.

    `shares` is the distribution over the answers, for soft gold only: as `raters` people gave them, or as the
    authors estimate it (`raters` None).
    """

    credits: Mapping[str, float]
    strength: str | None = None
    reason: str = ""
    category: str = ""
    shares: Mapping[str, float] | None = None
    raters: int | None = None

    @property
    def best(self) -> str:
        return max(self.credits, key=lambda label: self.credits[label])

    def grade(self, choice: str) -> Grade:
        """The grade of one choice; a choice the key does not name earns nothing."""
        credit = float(self.credits.get(choice, 0.0))
        return Grade(credit=credit, correct=credit >= CORRECT_FROM, best=self.best)


def parse_key(data: Mapping[str, Any], answers: Collection[str]) -> Key:
    """The key in `data`, whose labels must be among `answers`. Raises InvalidKey that says what is wrong.

    For a span item the answers are the passages that can be marked, by id (`courseware.passages`).
    """
    forms = [form for form in FORMS if form in data]
    if len(forms) != 1:
        raise InvalidKey(f"expected exactly one of {', '.join(repr(form) for form in FORMS)}")
    return FORMS[forms[0]](data, answers)


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


def _distribution(data: Mapping[str, Any], answers: Collection[str]) -> Key:
    """One choice earns its share of the raters as a part of the commonest label's: near ties are both right."""
    _refuse_unknown(data, {"distribution", "raters", "estimated"})
    distribution, raters, estimated = data["distribution"], data.get("raters"), data.get("estimated", False)
    if not isinstance(distribution, Mapping) or not distribution:
        raise InvalidKey("'distribution' must be a table of label = share")
    if type(estimated) is not bool or (estimated and raters is not None):
        raise InvalidKey("'estimated' is true where nobody has rated the item, in place of 'raters'")
    if not estimated and (isinstance(raters, bool) or not isinstance(raters, int) or not 1 <= raters <= MAX_RATERS):
        raise InvalidKey(f"'raters' is {raters!r}; expected the number of people behind the distribution")
    shares = {_known(label, answers): _share(share) for label, share in distribution.items()}
    if abs(sum(shares.values()) - 1) > SHARES_TOLERANCE:
        raise InvalidKey(f"the shares of 'distribution' add up to {sum(shares.values()):g}; expected 1")
    commonest = max(shares.values())
    credits = {label: share / commonest for label, share in shares.items()}
    return Key(credits=credits, shares=shares, raters=raters)


def _side(data: Mapping[str, Any], answers: Collection[str]) -> Key:
    _refuse_unknown(data, {"side", "strength", "reason", "category"})
    strength, category = data.get("strength", "clear"), data.get("category", "")
    if strength not in STRENGTHS:
        raise InvalidKey(f"'strength' is {strength!r}; expected one of {', '.join(STRENGTHS)}")
    if category and category not in REASON_CATEGORIES:
        raise InvalidKey(f"'category' is {category!r}; expected one of {', '.join(REASON_CATEGORIES)}")
    return Key(
        credits={_known(data["side"], PAIR_ANSWERS): 1.0},
        strength=strength,
        reason=str(data.get("reason", "")),
        category=category,
    )


def _spans(data: Mapping[str, Any], answers: Collection[str]) -> Key:
    """A passage earns what it has in common with the key's, as a part of what the best passage has."""
    _refuse_unknown(data, {"spans"})
    spans = data["spans"]
    if not isinstance(spans, list) or not spans:
        raise InvalidKey("'spans' must be a list of passages with start and end")
    keyed = [_span(span) for span in spans]
    raw = {
        answer: max(credit * overlap(answer, f"{start}-{end}") for start, end, credit in keyed) for answer in answers
    }
    best = max(raw.values(), default=0.0)
    if best == 0:
        raise InvalidKey("'spans' names no part of the text that can be marked")
    return Key(credits={answer: value / best for answer, value in raw.items() if value})


FORMS: dict[str, Callable[[Mapping[str, Any], Collection[str]], Key]] = {
    "label": _single,
    "accepted": _accepted,
    "distribution": _distribution,
    "side": _side,
    "spans": _spans,
}


def _span(span: Any) -> tuple[int, int, float]:
    if not isinstance(span, Mapping):
        raise InvalidKey("each of 'spans' must be a table with start and end")
    _refuse_unknown(span, {"start", "end", "credit"})
    start, end = span.get("start"), span.get("end")
    if not (type(start) is int and type(end) is int and 0 <= start < end):
        raise InvalidKey(f"a span runs from {start!r} to {end!r}; expected whole numbers, 0 <= start < end")
    return start, end, _credit(span.get("credit", 1.0))


def _known(label: Any, answers: Collection[str]) -> str:
    if not isinstance(label, str) or label not in answers:
        raise InvalidKey(f"{label!r} is not among the answers {', '.join(sorted(answers))}")
    return label


def _credit(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise InvalidKey(f"credit {value!r} must be a number above 0 and at most 1")
    return float(value)


def _share(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise InvalidKey(f"share {value!r} must be a number from 0 to 1")
    return float(value)


def _refuse_unknown(data: Mapping[str, Any], allowed: Collection[str]) -> None:
    unknown = sorted(set(data) - set(allowed))
    if unknown:
        raise InvalidKey(f"unknown entry {unknown[0]!r}")
