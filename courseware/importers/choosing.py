"""PURE: which guideline a row is judged by, and guidelines that come in a file or from a person's own words."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from courseware.curriculum import SCALES, UNLABELLED, Guideline, Label
from courseware.importers.candidates import Options, Rejection
from courseware.importers.naming import SLUG
from courseware.importers.source import UnreadableFile

LABEL_FIELDS = {"id", "name", "help"}
GUIDELINE_FIELDS = {"slug", "title", "question", "scale", "labels", "text"}
MAX_LABELS = 50
# A label is read at a glance; what is longer is a text in the wrong column.
MAX_LABEL_CHARACTERS = 100
# Part of how some words are written (Persian, Sinhala), though they print nothing.
JOINERS = {0x200C: None, 0x200D: None}


class BadGuideline(ValueError):
    """What is no guideline; the message says what was expected."""


def guideline_for(row: int, named: Any, options: Options) -> Guideline | Rejection:
    """The guideline that the row names, or else the one that was chosen, or else the bank's only one."""
    slug = named or options.guideline
    if not slug and len(options.guidelines) == 1:
        slug = next(iter(options.guidelines))
    column = options.column("guideline")
    if not slug:
        known = ", ".join(sorted(options.guidelines)) or "none yet"
        return Rejection(row, column, f"is missing, and none was chosen; the bank has {known}")
    if not isinstance(slug, str) or slug not in options.guidelines:
        known = ", ".join(sorted(options.guidelines)) or "none yet"
        return Rejection(row, column, f"{str(slug)[:60]!r} is not a guideline of the bank, which has {known}")
    return options.guidelines[slug]


def guideline_from(data: Mapping[str, Any]) -> Guideline:
    """A guideline from plain data. Raises BadGuideline."""
    unknown = sorted(set(data) - GUIDELINE_FIELDS)
    if unknown:
        raise BadGuideline(f"unknown entry {unknown[0]!r} in the guideline")
    slug, scale = data.get("slug"), data.get("scale")
    if not isinstance(slug, str) or not SLUG.fullmatch(slug):
        raise BadGuideline(f"the guideline's slug is {str(slug)[:60]!r}; expected letters, digits, - and _")
    if scale not in SCALES:
        raise BadGuideline(f"the guideline's scale is {str(scale)[:60]!r}; expected one of {', '.join(SCALES)}")
    for name in ("title", "question", "text"):
        if not isinstance(data.get(name, ""), str):
            raise BadGuideline(f"the guideline's {name} must be text")
    labels = _labels(data.get("labels") or ())
    if scale not in UNLABELLED and len(labels) < 2:
        raise BadGuideline("the guideline needs two or more labels: with one there is nothing to judge")
    return Guideline(
        slug=slug,
        title=data.get("title") or slug,
        question=data.get("question") or "Which label fits best?",
        scale=str(scale),
        labels=() if scale in UNLABELLED else labels,
        text=data.get("text", ""),
    )


def _labels(given: Any) -> tuple[Label, ...]:
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) > MAX_LABELS:
        raise BadGuideline(f"the guideline's labels must be a list of at most {MAX_LABELS}")
    labels = []
    for label in given:
        if not isinstance(label, Mapping) or not set(label) <= LABEL_FIELDS or not label.get("id"):
            raise BadGuideline("each label needs an id, and may have a name and a help")
        if not all(isinstance(value, str) for value in label.values()):
            raise BadGuideline("a label's id, name and help must be texts")
        if not is_plain(label["id"]) or not is_plain(label.get("name") or label["id"]):
            raise BadGuideline(f"{label['id'][:60]!r} is no label: expected up to {MAX_LABEL_CHARACTERS} characters")
        labels.append(Label(id=label["id"], name=label.get("name") or label["id"], help=label.get("help", "")))
    repeated = sorted({a.id for a in labels if [b.id for b in labels].count(a.id) > 1})
    if repeated:
        raise BadGuideline(f"the label {repeated[0]!r} is there twice")
    return tuple(labels)


def is_plain(label: str) -> bool:
    """Whether it can be a label's name: short, in one line, of characters that print."""
    return 0 < len(label) <= MAX_LABEL_CHARACTERS and label.translate(JOINERS).isprintable()


def discovered(labels: Collection[str], options: Options) -> Guideline:
    """The bank's guideline that has all these labels, or a new nominal one made of them.

    Raises UnreadableFile where they are too many, or only one: then they are no labels, or the column is another.
    """
    for guideline in options.guidelines.values():
        if set(labels) <= {label.id for label in guideline.labels}:
            return guideline
    if not 2 <= len(labels) <= MAX_LABELS:
        raise UnreadableFile(
            f"has {len(labels)} different labels; expected 2 to {MAX_LABELS}, or a guideline chosen beforehand"
        )
    odd = next((label for label in sorted(labels) if not is_plain(label)), None)
    if odd is not None:
        raise UnreadableFile(f"{odd[:60]!r} is no label: expected up to {MAX_LABEL_CHARACTERS} characters of one line")
    ordered = tuple(Label(label, label) for label in sorted(labels))
    return Guideline(options.guideline or "labels", "Labels", "Which label fits best?", "nominal", ordered, "")
