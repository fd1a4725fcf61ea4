"""PURE: the labels of one file as arrays: what reading a file gives and the audit works on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Problem:
    """Something readable but doubtful in the file; it is reported and never guessed at.

    kind is duplicate, gold_never_labelled, gold_conflict or mixed_types; row is counted as in the file (None where
    it is about no single row), column is the file's own name for it (None where it is about no single column).
    """

    kind: str
    row: int | None
    column: str | None
    message: str


@dataclass(frozen=True)
class LabelTable:
    """One row of arrays for each label that counts, in the order of the file; names stand behind the codes."""

    source: str  # the file's name, without folders
    rows: int  # data rows read, those left out included
    item: Codes  # (n,) codes into item_names
    item_names: tuple[str, ...]  # in order of first appearance in the file
    annotator: Codes  # (n,) codes into annotator_names
    annotator_names: tuple[str, ...]  # in order of first appearance in the file
    label: Codes  # (n,) codes into classes, below n_labelled
    classes: tuple[str, ...]  # numbers ascending where all are numbers, else in text order; those of gold alone last
    n_labelled: int  # classes[:n_labelled] occur as labels
    values: Floats | None  # (classes,) the numbers that the classes stand for; None unless every one is a number
    gold: Codes | None  # (items,) code of the class, -1 where unknown; None without a gold column
    confidence: Floats | None  # (n,) 0..1, NaN where empty; None without the column
    rt_ms: Floats | None  # (n,) milliseconds, >= 0, NaN where empty; None without the column
    timestamp: Floats | None  # (n,) seconds, NaN where empty; None without the column
    left_out: int  # rows that count in nothing: repeats of an (item, annotator) pair
    problems: tuple[Problem, ...]
