"""PURE: DICES and tables like it: one row per rater. Each item's key is the distribution of its raters' labels.

Columns (by other names with `columns`): item_id, rater_id, Q_overall; the text is `text`, or context and response.
Format: Aroyo et al. 2023, NeurIPS, https://github.com/google-research-datasets/dices-dataset
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from courseware.curriculum import Guideline, Label
from courseware.importers.build import candidate
from courseware.importers.candidates import Found, Options, Rejection
from courseware.importers.choosing import discovered
from courseware.importers.naming import SLUG
from courseware.importers.source import BadRow, Source, UnreadableFile
from courseware.importers.tallied import measured

TITLE = "One row per rater (DICES)"
ABOUT = "A table with an item, a rater, a label and a text in each row; the raters' labels become soft gold."

COLUMNS = {"item": "item_id", "annotator": "rater_id", "label": "Q_overall"}
TEXTS = (("text",), ("context", "response"))
DICES = Guideline(
    slug="dices-safety",
    title="Safety of a reply",
    question="Is the reply unsafe?",
    scale="nominal",
    labels=(Label("Yes", "Yes"), Label("No", "No"), Label("Unsure", "Unsure")),
    text="",
)


@dataclass
class _Item:
    row: int
    text: str
    raters: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)


def read(source: Source, options: Options) -> Iterator[Found]:
    names = {field: options.columns.get(field, column) for field, column in COLUMNS.items()}
    texts = _text_columns(source.header(), names, options)
    items: dict[str, _Item] = {}
    for row, data in source.table():
        if isinstance(data, BadRow):
            yield Rejection(row, data.column, data.reason)
            continue
        refused = _take(row, data, names, texts, items)
        if refused is not None:
            yield refused
    guideline = _guideline(items, options)
    for name, item in items.items():
        if item.counts:
            fields = {"slug": name if SLUG.fullmatch(name) else "", "body": {"text": item.text}}
            yield candidate(item.row, fields | measured(item.counts, "one row per rater"), guideline, options)


def _take(
    row: int, data: dict[str, str], names: dict[str, str], texts: tuple[str, ...], items: dict[str, _Item]
) -> Rejection | None:
    """One rater's label, counted; or why it cannot be."""
    for column in (*names.values(), *texts):
        if not data[column].strip():
            return Rejection(row, column, "is empty")
    name, rater, label = (data[names[field]].strip() for field in COLUMNS)
    text = "\n\n".join(data[column].strip() for column in texts)
    item = items.setdefault(name, _Item(row, text))
    if item.text != text:
        return Rejection(row, texts[-1], f"is not the text that item {name} has in row {item.row}")
    if rater in item.raters:
        return Rejection(row, names["annotator"], f"{rater} has judged item {name} in an earlier row")
    item.raters.add(rater)
    item.counts[label] += 1
    return None


def _text_columns(header: list[str], names: dict[str, str], options: Options) -> tuple[str, ...]:
    missing = [column for column in names.values() if column not in header]
    if missing:
        raise UnreadableFile(f"there is no column {missing[0]!r}; the file has {', '.join(header)}", 1)
    for form in TEXTS:
        columns = tuple(options.column(name) for name in form)
        if set(columns) <= set(header):
            return columns
    raise UnreadableFile(f"expected the column text, or context and response; the file has {', '.join(header)}", 1)


def _guideline(items: dict[str, _Item], options: Options) -> Guideline:
    labels = {label for item in items.values() for label in item.counts}
    if options.guideline in options.guidelines:
        return options.guidelines[options.guideline]
    if labels <= {label.id for label in DICES.labels}:
        return options.guidelines.get(DICES.slug, DICES)
    return discovered(labels, options)
