"""PURE: the tables of the HTML report, cell by cell in words."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.label_audit import words
from assessments.label_audit.annotator_findings import MIN_MET, Annotator, Modelled
from assessments.label_audit.faults import printable
from assessments.label_audit.findings import LabelAudit, Model
from assessments.label_audit.names import cut
from assessments.label_audit.people_columns import known_of

MOST_PEOPLE = 200
MOST_ITEMS = 20
# A wider table of confusions has no room on a page.
MOST_CLASSES = 12
LONGEST_CLASS = 24
HEAT_STEPS = 4

HeatRow = tuple[str, tuple[tuple[str, int], ...]]  # its name, and the text and step of each cell


@dataclass(frozen=True)
class Table:
    """Rows begin with what they are about; the other cells are numbers unless their column is in `texts`."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: frozenset[int] = frozenset()

    @property
    def lines(self) -> list[tuple[str, list[tuple[str, bool]]]]:
        """For the template: the head of each row, and its cells with whether they are numbers."""
        return [
            (row[0], [(cell, column not in self.texts) for column, cell in enumerate(row[1:], start=1)])
            for row in self.rows
        ]

    @property
    def columns(self) -> list[tuple[str, bool]]:
        return [(head, column > 0 and column not in self.texts) for column, head in enumerate(self.heads)]


@dataclass(frozen=True)
class Heat:
    """Shares in a grid: a row with its name and its cells, each a text and a step of ink, 0 to HEAT_STEPS."""

    caption: str
    corner: str
    heads: tuple[str, ...]
    rows: tuple[HeatRow, ...]


def people_table(audit: LabelAudit) -> Table:
    ordered, order = words.by_need(audit)
    some = ordered[:MOST_PEOPLE]
    columns = known_of(some)
    return Table(
        caption=f"{words.count(len(ordered), 'annotator', 'annotators')}, {_first(len(some), len(ordered))}; {order}.",
        heads=("Annotator", *(column.head for column in columns)),
        rows=tuple((printable(person.name), *(column.of(person) for column in columns)) for person in some),
    )


def suspected_table(audit: LabelAudit) -> Table | None:
    found, classes = audit.suspected_gold, audit.classes
    if not found:
        return None
    some = found[:MOST_ITEMS]
    return Table(
        caption=(
            f"{words.count(len(found), 'item', 'items')} whose gold label is suspected, "
            f"{_first(len(some), len(found))}, strongest evidence first. The odds are those of the suggested class "
            "over the gold class, in Dawid and Skene's model."
        ),
        heads=("Item", "Gold", "Labels suggest", "Odds", "Votes"),
        rows=tuple(
            (
                printable(suspect.item),
                printable(classes[suspect.gold]),
                printable(classes[suspect.suggested]),
                words.odds(suspect.evidence),
                words.votes(classes, suspect.votes),
            )
            for suspect in some
        ),
        texts=frozenset({1, 2, 4}),
    )


def divided_table(audit: LabelAudit) -> Table | None:
    if audit.entropies is None or not audit.entropies.top:
        return None
    some = audit.entropies.top[:MOST_ITEMS]
    return Table(
        caption=f"The {words.count(len(some), 'item', 'items')} with the most divided labels; entropy in nats.",
        heads=("Item", "Entropy", "Votes", "Gold"),
        rows=tuple(
            (
                printable(item.item),
                words.decimal(item.entropy),
                words.votes(audit.classes, item.votes),
                words.NONE if item.gold is None else printable(audit.classes[item.gold]),
            )
            for item in some
        ),
        texts=frozenset({2, 3}),
    )


def gold_heat(audit: LabelAudit) -> Heat | None:
    if audit.gold is None or not _fits(audit):
        return None
    counts = audit.gold.confusion
    rows = [code for code in range(len(audit.classes)) if counts[code].any()]
    shares = counts[rows] / counts[rows].sum(axis=1, keepdims=True)
    return Heat(
        caption="Everybody's labels by the gold label of their item. A row adds up to 100 %; deeper ink says the same.",
        corner="Gold label",
        heads=_labels(audit),
        rows=tuple(
            (f"{cut(audit.classes[code], LONGEST_CLASS)} ({counts[code].sum():,})", _cells(share))
            for code, share in zip(rows, shares, strict=True)
        ),
    )


def confusions_table(audit: LabelAudit) -> Table | None:
    """Where there are too many classes for a table of all: which are most often taken for which."""
    if audit.gold is None or _fits(audit):
        return None
    counts = audit.gold.confusion.copy()
    np.fill_diagonal(counts, 0)
    places = [place for place in np.argsort(-counts, axis=None, kind="stable")[:MOST_ITEMS] if counts.flat[place]]
    if not places:
        return None
    pairs = [divmod(int(place), audit.n_labelled) for place in places]
    return Table(
        caption=(
            f"{len(audit.classes):,} classes are too many for a table of all; these {len(pairs)} are most often "
            "taken for each other."
        ),
        heads=("Gold label", "Label given", "Labels"),
        rows=tuple(
            (printable(audit.classes[gold]), printable(audit.classes[given]), f"{counts[gold, given]:,}")
            for gold, given in pairs
        ),
        texts=frozenset({1}),
    )


def model_heat(audit: LabelAudit) -> Heat | None:
    if audit.model is None or not _fits(audit):
        return None
    caption = (
        "Everybody's labels by the class that Dawid and Skene's model sees in their item, without looking at gold."
    )
    return Heat(caption, "Class in the model (items)", *_by_model(audit, audit.model))


def person_heat(audit: LabelAudit, person: Annotator) -> Heat | None:
    if person.model is None or not _fits(audit):
        return None
    caption = f"Labels of {printable(person.name)} by the class that the model sees in their items."
    return Heat(caption, "Class in the model (items)", *_by_model(audit, person.model))


def _by_model(audit: LabelAudit, model: Model | Modelled) -> tuple[tuple[str, ...], tuple[HeatRow, ...]]:
    """The heads and the rows; those that rest on nothing are left out."""
    heads = _labels(audit)
    rows = zip(heads, model.met.tolist(), model.confusion, strict=True)
    return heads, tuple((f"{label} ({items:,.0f})", _cells(row)) for label, items, row in rows if items >= MIN_MET)


def _fits(audit: LabelAudit) -> bool:
    return audit.n_labelled > 1 and len(audit.classes) <= MOST_CLASSES


def _labels(audit: LabelAudit) -> tuple[str, ...]:
    return tuple(cut(name, LONGEST_CLASS) for name in audit.classes[: audit.n_labelled])


def _cells(shares: NDArray[np.float64]) -> tuple[tuple[str, int], ...]:
    return tuple((words.percent(share), min(HEAT_STEPS, int(share * (HEAT_STEPS + 1)))) for share in shares.tolist())


def _first(some: int, every: int) -> str:
    return "all shown" if some == every else f"the first {some:,} shown"
