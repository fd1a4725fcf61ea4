"""PURE: the columns of a file, each read on its own -> one `LabelTable`, with what is doubtful reported."""

import itertools
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assessments.label_audit.cells import Names, Numbers, SmallCodes
from assessments.label_audit.classes import classes, names_of, same_numbers
from assessments.label_audit.column_parts import Columns
from assessments.label_audit.duplicates import duplicate_problems, repeats
from assessments.label_audit.faults import Unreadable, shown
from assessments.label_audit.gold import UNKNOWN, GoldColumn, conflict_problems, gold_of_items, unlabelled_problems
from assessments.label_audit.mixtures import mixture_problems, respelled, spelling_problems
from assessments.label_audit.problems import capped
from assessments.label_audit.table import Codes, Floats, LabelTable, Problem
from assessments.label_audit.times import Times

Rows = NDArray[np.int64]


def tabled(source: str, rows: Rows, read: Columns) -> LabelTable:
    """`rows` are the rows' numbers in the file. Raises Unreadable where none of them counts."""
    values = read.label.interned.known
    same = same_numbers(values)
    item, annotator, label = read.item.codes(), read.annotator.codes(), same[read.label.codes()]
    found = repeats(item, annotator, label)
    if not found.counts.any():
        raise Unreadable("no label counts: every pair of item and annotator has rows with different labels")

    def pair_at(place: int) -> str:
        who = read.item.interned.known[item[place]], read.annotator.interned.known[annotator[place]]
        return f"item {shown(who[0])} and annotator {shown(who[1])}"

    problems = _mixtures(read, same, rows) + duplicate_problems(found, rows, pair_at)
    items = _kept(read.item, item, found.counts)
    annotators = _kept(read.annotator, annotator, found.counts)
    label = label[found.counts]
    labelled = np.unique(label)
    gold, gold_problems = _gold(read, same, rows, labelled, items.present)
    of_items = np.empty(0, np.intp) if gold is None else gold
    into = classes(values, labelled, np.unique(of_items[of_items != UNKNOWN]))
    return LabelTable(
        source=source,
        rows=len(rows),
        item=items.codes,
        item_names=items.names,
        annotator=annotators.codes,
        annotator_names=annotators.names,
        label=into.place[label],
        classes=into.names,
        n_labelled=into.n_labelled,
        values=into.values,
        gold=None if gold is None else np.where(gold == UNKNOWN, UNKNOWN, into.place[gold]),
        confidence=_numbers(read.confidence, found.counts),
        rt_ms=_numbers(read.rt_ms, found.counts),
        timestamp=_numbers(read.timestamp, found.counts),
        left_out=int(np.count_nonzero(~found.counts)),
        problems=problems + gold_problems,
    )


class _Kept(NamedTuple):
    codes: Codes  # of the rows that count
    names: tuple[str, ...]  # of those that occur in them
    present: NDArray[np.bool_]  # by the code of the file, whether it occurs in them


def _kept(column: Names, codes: SmallCodes, counts: NDArray[np.bool_]) -> _Kept:
    values = column.interned.known
    present = np.zeros(len(values), np.bool_)
    present[codes[counts]] = True
    new = np.cumsum(present) - 1
    # Named before the absent are dropped: whether a column is mixed does not hang on which rows count.
    names = names_of(values)
    return _Kept(new[codes[counts]], tuple(itertools.compress(names, present.tolist())), present)


def _gold(
    read: Columns, same: Codes, rows: Rows, labelled: Codes, present: NDArray[np.bool_]
) -> tuple[Codes | None, tuple[Problem, ...]]:
    """The code of the gold value of each item that counts, UNKNOWN where there is none; None without the column."""
    if read.gold is None:
        return None, ()
    codes = read.gold.codes()
    gold = GoldColumn(read.gold.column, np.where(codes < 0, UNKNOWN, same[codes]), read.gold.interned.known)
    item = read.item.codes()
    of_all, differing = gold_of_items(item, gold.codes, len(present))
    of_items = of_all[present]
    problems = conflict_problems(differing, gold, item, read.item.interned.known, rows)
    return of_items, problems + unlabelled_problems(gold, of_items, labelled, rows)


def _mixtures(read: Columns, same: Codes, rows: Rows) -> tuple[Problem, ...]:
    found: list[Iterable[Problem]] = []
    total = 0
    for names in (read.item, read.annotator, read.label, read.gold):
        if names is None:
            continue
        is_label = names in (read.label, read.gold)
        codes, values = names.codes(), names.interned.known
        mixture = mixture_problems(names.column, codes, values, rows, read_texts=is_label)
        found.append(mixture)
        total += len(mixture)
        if is_label:
            found.append(spelling_problems(names.column, codes, values, same, rows))
            total += len(respelled(codes, same))
    return capped(itertools.chain.from_iterable(found), total)


def _numbers(column: Numbers | Times | None, counts: NDArray[np.bool_]) -> Floats | None:
    if column is None:
        return None
    return column.values() if counts.all() else column.values()[counts]
