"""PURE: what a judgement carries besides its choice, in words for whoever reads the answer later.

One function for each part (`training.activities.parts`), from what is kept of it to rows; a part without one is shown
as it is kept.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from training.activities.parts.ratings import DIMENSIONS, RESPONSES
from training.activities.parts.reasons import NAMES, PULLS
from training.activities.parts.strength import WORDS
from training.activities.reference import Reference, per_cents

QUESTIONS = {"change": "What would change your mind?", "twice": "First impression, or read twice?"}
IMPRESSIONS = {"first": "First impression", "twice": "Read twice"}


@dataclass(frozen=True)
class Row:
    """label: what was asked, in a few words; text: what was answered, plain text."""

    label: str
    text: str


@dataclass(frozen=True)
class Shown:
    """What the person had before them.

    options: names by id; passages: what was to be read, in order; asked: what each part was presented with, by name.
    reference: what stated shares are compared with; None where none are stated.
    """

    options: Mapping[str, str]
    passages: Sequence[str] = ()
    asked: Mapping[str, Any] = field(default_factory=dict)
    reference: Reference | None = None


def rows_of(parts: Mapping[str, Any], shown: Shown) -> tuple[Row, ...]:
    """The rows of all parts of one answer, as `Response.answer["parts"]` has them.

    In the order of `ROWS`: a database need not keep that of the names in an object.
    """
    known = [name for name in ROWS if name in parts]
    others = sorted(name for name in parts if name not in ROWS)
    return tuple(row for name in (*known, *others) for row in _rows(name, parts[name], shown))


def _rows(name: str, value: Any, shown: Shown) -> Iterator[Row]:
    if name in ROWS:
        return ROWS[name](value, shown)
    return iter([Row(name.capitalize(), _plain(value, shown))])


def _before(value: int, shown: Shown) -> Iterator[Row]:
    asked = shown.asked.get("before")
    yield Row(asked["question"] if asked else "Rated before", f"{value} of 1 to 5")


def _strength(value: str, shown: Shown) -> Iterator[Row]:
    yield Row("Strength", WORDS[value].capitalize())


def _ratings(value: Mapping[str, Mapping[str, int]], shown: Shown) -> Iterator[Row]:
    for place, name in RESPONSES.items():
        rated = ", ".join(f"{words} {value[place][slug]}" for slug, (words, _) in DIMENSIONS.items())
        yield Row(f"{name}, rated 1 to 5", rated)


def _reasons(value: Mapping[str, Any], shown: Shown) -> Iterator[Row]:
    quality = [NAMES[slug] for slug in value["categories"] if slug not in PULLS]
    pulls = [PULLS[slug] for slug in value["categories"] if slug in PULLS]
    if quality:
        yield Row("Reasons picked", "; ".join(quality))
    if pulls:
        yield Row("Pulls noticed", "; ".join(pulls))
    yield Row("In their words", value["text"])


def _pauses(value: Mapping[str, Any], shown: Shown) -> Iterator[Row]:
    said = value["answer"]
    yield Row(f"Pause: {QUESTIONS[value['question']]}", IMPRESSIONS.get(said, said) or "Nothing said")


def _rationale(value: Mapping[str, Any], shown: Shown) -> Iterator[Row]:
    yield Row("Rationale", value["text"])
    marked = [_marked(span, shown.passages) for span in value.get("spans", ())]
    if marked:
        yield Row("Marked", " · ".join(marked))


def _marked(span: Mapping[str, int], passages: Sequence[str]) -> str:
    """The marked words; where the passage is another by now, the place."""
    if span["passage"] < len(passages) and span["end"] <= len(passages[span["passage"]]):
        return f"“{passages[span['passage']][span['start'] : span['end']]}”"
    return f"passage {span['passage'] + 1}, characters {span['start']} to {span['end']}"


def _flag(value: bool, shown: Shown) -> Iterator[Row]:
    yield Row("Called genuinely ambiguous", "Yes" if value else "No")


def _soft(value: Mapping[str, int], shown: Shown) -> Iterator[Row]:
    yield Row("Of 100 careful people", _shares(value, shown))
    if shown.reference is not None:
        shares = per_cents(shown.reference.shares)
        yield Row(f"Reference, {_behind(shown.reference)}", _shares({label: shares[label] for label in value}, shown))


def _shares(shares: Mapping[str, int], shown: Shown) -> str:
    labels = _as_they_stood(shares, shown)
    return ", ".join(f"{shown.options.get(label, label)} {shares[label]}" for label in labels)


def _as_they_stood(labels: Iterable[str], shown: Shown) -> list[str]:
    """In the order of the options, then whatever is no option any more."""
    named = set(labels)
    return [*(label for label in shown.options if label in named), *sorted(named - set(shown.options))]


def _behind(reference: Reference) -> str:
    """Whose shares they are."""
    if reference.estimated:
        return "the authors' estimate"
    if reference.raters is None:
        return "from the key"
    return "of 1 person" if reference.raters == 1 else f"of {reference.raters} people"


def _cases(value: Mapping[str, str], shown: Shown) -> Iterator[Row]:
    for label in _as_they_stood(value, shown):
        yield Row(f"Best case for {shown.options.get(label, label)}", value[label])


def _plain(value: Any, shown: Shown) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_plain(one, shown)}" for name, one in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_plain(one, shown) for one in value)
    return shown.options.get(value, value) if isinstance(value, str) else str(value)


ROWS: dict[str, Callable[[Any, Shown], Iterator[Row]]] = {
    "before": _before,
    "strength": _strength,
    "ratings": _ratings,
    "reasons": _reasons,
    "pauses": _pauses,
    "rationale": _rationale,
    "flag": _flag,
    "soft": _soft,
    "cases": _cases,
}
