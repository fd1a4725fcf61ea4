"""PURE: rows that repeat an (item, annotator) pair: which of them count, and what is said of them."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assessments.label_audit.problems import capped
from assessments.label_audit.table import Codes, Problem

# A pair in more rows than this is named with the first of them.
LISTED_ROWS = 5


class Repeats(NamedTuple):
    """Of rows with the same pair and the same label the first counts. Where the labels differ nobody knows which
    was meant, and none does."""

    counts: NDArray[np.bool_]  # (n,) the rows that count
    order: Codes  # places of rows, those of one pair together and in the order of the file
    starts: Codes  # (pairs,) where in `order` each pair with several rows begins, in the order of the file
    sizes: Codes  # (pairs,) its number of rows
    conflicts: NDArray[np.bool_]  # (pairs,) the labels differ


def repeats(item: NDArray[Any], annotator: NDArray[Any], label: NDArray[Any]) -> Repeats:
    """From the codes of all rows."""
    pair = item.astype(np.int64) * (int(annotator.max()) + 1) + annotator
    ordered = np.sort(pair)
    if (ordered[1:] != ordered[:-1]).all():
        none = np.empty(0, np.intp)
        return Repeats(np.ones(len(pair), np.bool_), none, none, none, none.astype(np.bool_))
    order = np.argsort(pair, kind="stable")
    pair = pair[order]
    starts = np.flatnonzero(np.concatenate(([True], pair[1:] != pair[:-1])))
    sizes = np.diff(starts, append=len(pair))
    first = order[starts]
    conflicts = np.logical_or.reduceat(label[order] != np.repeat(label[first], sizes), starts)
    counts = np.zeros(len(pair), np.bool_)
    counts[first[~conflicts]] = True
    several = np.flatnonzero(sizes > 1)
    several = several[np.argsort(first[several])]
    return Repeats(counts, order, starts[several], sizes[several], conflicts[several])


def duplicate_problems(found: Repeats, rows: NDArray[np.int64], pair_at: Callable[[int], str]) -> tuple[Problem, ...]:
    """`rows` are the rows' numbers in the file; `pair_at` says whose pair stands at a place."""

    def each() -> Iterator[Problem]:
        for start, size, conflict in zip(found.starts, found.sizes, found.conflicts, strict=True):
            places = found.order[start : start + size]
            numbers = ", ".join(str(row) for row in rows[places[:LISTED_ROWS]])
            more = f" and {size - LISTED_ROWS} more" if size > LISTED_ROWS else ""
            said = "with different labels: none of them counts" if conflict else "with one label: it counts once"
            message = f"{pair_at(places[0])} stand in rows {numbers}{more} {said}"
            yield Problem("duplicate", int(rows[places[1]]), None, message)

    return capped(each(), len(found.starts))
