"""PURE: the gold label of each item, from a column that repeats it in every row."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assessments.label_audit.faults import shown
from assessments.label_audit.problems import capped
from assessments.label_audit.table import Codes, Problem

UNKNOWN = -1


class GoldColumn(NamedTuple):
    column: str
    codes: Codes  # (rows,) UNKNOWN where empty
    values: Sequence[Any]  # what the codes stand for


def gold_of_items(item: NDArray[np.integer[Any]], gold: Codes, items: int) -> tuple[Codes, Codes]:
    """(items,) the gold of each item, UNKNOWN where no row has one or rows differ; and the places that differ from
    the first gold of their item, one for each such item."""
    known = np.flatnonzero(gold != UNKNOWN)
    found = np.full(items, UNKNOWN)
    found[item[known[::-1]]] = gold[known[::-1]]  # the first of the file is written last
    others = known[gold[known] != found[item[known]]]
    _, first = np.unique(item[others], return_index=True)
    differing = others[np.sort(first)]
    found[item[differing]] = UNKNOWN
    return found, differing


def conflict_problems(
    differing: Codes, gold: GoldColumn, item: NDArray[np.integer[Any]], items: Sequence[Any], rows: NDArray[np.int64]
) -> tuple[Problem, ...]:
    """`differing` as from gold_of_items; `items` are the values behind the codes of `item`."""

    def each() -> Iterator[Problem]:
        for place in differing:
            first = np.flatnonzero((item == item[place]) & (gold.codes != UNKNOWN))[0]
            yield Problem(
                "gold_conflict", int(rows[place]), gold.column,
                f"item {shown(items[item[place]])} has gold {shown(gold.values[gold.codes[place]])} here and "
                f"{shown(gold.values[gold.codes[first]])} in row {rows[first]}: it counts as without gold",
            )  # fmt: skip

    return capped(each(), len(differing))


def unlabelled_problems(
    gold: GoldColumn, of_items: Codes, labelled: Codes, rows: NDArray[np.int64]
) -> tuple[Problem, ...]:
    """A problem for each gold that never occurs as a label. `of_items` is the gold of each item, `labelled` the
    codes of the labels that count."""
    times = np.bincount(of_items[of_items != UNKNOWN], minlength=len(gold.values))
    strange = np.setdiff1d(np.flatnonzero(times), labelled)

    def each() -> Iterator[Problem]:
        for code in strange:
            row = int(rows[np.flatnonzero(gold.codes == code)[0]])
            items = "1 item" if times[code] == 1 else f"{times[code]} items"
            message = f"{shown(gold.values[code])} is the gold of {items} but never a label"
            yield Problem("gold_never_labelled", row, gold.column, message)

    return capped(each(), len(strange))
