"""PURE: columns whose values are of more than one kind, and numbers written in more than one way."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from assessments.label_audit.cells import SmallCodes
from assessments.label_audit.classes import as_number
from assessments.label_audit.faults import shown
from assessments.label_audit.table import Codes, Problem


def mixture_problems(
    column: str, codes: SmallCodes, values: Sequence[Any], rows: Codes, *, read_texts: bool
) -> tuple[Problem, ...]:
    """One problem where the column holds numbers and texts, or other kinds together.

    `read_texts`: texts that are numbers count as numbers where the column has nothing but texts (all of CSV).
    """
    texts_only = all(isinstance(value, str) for value in values)
    if texts_only and not read_texts:
        return ()
    known = codes[codes >= 0]
    times = np.bincount(known, minlength=len(values))
    used = np.flatnonzero(times).tolist()
    read_texts = read_texts and (texts_only or all(isinstance(values[code], str) for code in used))
    kinds = np.full(len(values), "", dtype=object)
    for code in used:
        kinds[code] = _kind(values[code], read_texts)
    counts = {kind: int(times[kinds == kind].sum()) for kind in sorted(set(kinds[used]))}
    if len(counts) < 2:
        return ()
    rarest = min(counts, key=lambda kind: counts[kind])
    first = int(np.flatnonzero((codes >= 0) & (kinds == rarest)[codes])[0])
    parts = " and ".join(f"{kind} ({count})" for kind, count in counts.items())
    message = f"mixes {parts}; the first of the {rarest} is {shown(values[codes[first]])}"
    return (Problem("mixed_types", int(rows[first]), column, message),)


def _kind(value: Any, read_texts: bool) -> str:
    if isinstance(value, bool):
        return "truth values"
    if isinstance(value, str) and not (read_texts and as_number(value) is not None):
        return "texts"
    return "numbers"


def respelled(codes: SmallCodes, same: Codes) -> Codes:
    """The values of the column that are a number written otherwise than where it first stood; `same` as from
    classes.same_numbers."""
    others = np.flatnonzero(same != np.arange(len(same)))
    return others[np.isin(others, codes)]


def spelling_problems(
    column: str, codes: SmallCodes, values: Sequence[Any], same: Codes, rows: Codes
) -> Iterator[Problem]:
    """One for each of the `respelled`."""
    for other in respelled(codes, same).tolist():
        message = f"{shown(values[other])} is counted as the same number as {shown(values[same[other]])}"
        row = int(rows[np.flatnonzero(codes == other)[0]])
        yield Problem("mixed_types", row, column, message)
