"""PURE: what two decisions about a key come to: whether they agree, what they agree on, and whether that is new."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from courseware.keys import Key, parse_key

# Keys that a decision can say again in full. Soft gold (what many raters said) and passages of any length are finer
# than what one person decides: where the best answer is confirmed, such a key stays as it is.
PLAIN_FORMS = ("label", "accepted")


@dataclass(frozen=True)
class Decided:
    """A key as stored (`courseware.keys`), and whether careful readers can differ about the item."""

    key: Mapping[str, Any]
    ambiguity: str


def agree(one: Decided, other: Decided, answers: Collection[str]) -> bool:
    """Whether both name the same best answer and the same ambiguity."""
    return one.ambiguity == other.ambiguity and best_of(one, answers) == best_of(other, answers)


def together(one: Decided, other: Decided, current: Decided, answers: Collection[str]) -> Decided:
    """What two decisions that agree come to, in place of what is `current`.

    The best answer and the ambiguity are theirs. Lesser credits count where both give them: the lower of the two.
    """
    confirmed = best_of(one, answers) == best_of(current, answers)
    alike = _parsed(one, answers).credits == _parsed(other, answers).credits
    if confirmed and not (alike and any(form in current.key for form in PLAIN_FORMS)):
        return Decided(current.key, one.ambiguity)
    return Decided(_common(one, other, answers), one.ambiguity)


def changes(decided: Decided, current: Decided, answers: Collection[str]) -> bool:
    """Whether answers would be graded otherwise, or the item's ambiguity is another."""
    same = _parsed(decided, answers).credits == _parsed(current, answers).credits
    return not same or decided.ambiguity != current.ambiguity


def best_of(decided: Decided, answers: Collection[str]) -> frozenset[str]:
    """The answers that earn full credit; more than one only where a key says so."""
    credits = _parsed(decided, answers).credits
    highest = max(credits.values())
    return frozenset(answer for answer, credit in credits.items() if credit == highest)


def _common(one: Decided, other: Decided, answers: Collection[str]) -> Mapping[str, Any]:
    first, second = _parsed(one, answers), _parsed(other, answers)
    if "side" in one.key and "side" in other.key:
        strength = "clear" if first.strength == second.strength == "clear" else "slight"
        category = {"category": first.category} if first.category and first.category == second.category else {}
        return {"side": one.key["side"], "strength": strength, **category}
    if first.credits == second.credits or "spans" in one.key:
        return one.key
    both = {label: min(credit, second.credits[label]) for label, credit in first.credits.items() if _in(second, label)}
    return {"label": next(iter(both))} if len(both) == 1 else {"accepted": both}


def _in(key: Key, label: str) -> bool:
    return key.credits.get(label, 0) > 0


def _parsed(decided: Decided, answers: Collection[str]) -> Key:
    return parse_key(decided.key, answers)
