"""Counting votes: what the most people said of an item, and how often a person agrees with the others.

Labels come in long form: parallel 1-D arrays with one entry per label given, in any order. `item` and `annotator`
hold numbers or texts. Every function raises ValueError for empty, unequal or other shapes and for missing values.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assessments.measures.checks import Coded, Codes, Floats, as_numbers, coded, column, parallel


@dataclass(frozen=True)
class Agreement:
    """One entry per annotator, in ascending order of annotator.

    share  mean share of the others' labels that equal this annotator's, 0..1; NaN where `n` is 0
    n      labels that this rests on: those on items that somebody else labelled too
    """

    share: Floats
    n: Codes


def tally(item: ArrayLike, label: ArrayLike, n_classes: int) -> Codes:
    """Votes per item and class, (items, classes), in ascending order of item.

    `label` holds whole numbers 0..n_classes-1; another value raises ValueError, as does n_classes below 1.
    """
    items = coded("item", item)
    given = class_codes("label", label, n_classes)
    parallel("label", given, "item", items.codes)
    size = items.levels.size * n_classes
    return np.bincount(items.codes * n_classes + given, minlength=size).reshape(-1, n_classes)


def vote_accuracy(counts: ArrayLike, gold: ArrayLike) -> float:
    """Share of items whose most voted class is the gold one, 0..1; a tie of k classes with gold among them is 1/k.

        mean over items with a known gold of [gold among the most voted] / (number of most voted)

    `counts` (items, classes) holds votes or other weights from 0 on, as `tally` or a posterior gives them; `gold`
    (items,) the class of each item, 0..classes-1, or -1 where it is unknown and the item left out. So a tie counts
    for what a toss among the tied classes gets on average ("ties half" with two classes).
    Raises ValueError also for an item without votes, a gold outside these values, and no known gold at all.
    Source: Snow, O'Connor, Jurafsky and Ng 2008, EMNLP, 254-263.
    """
    votes = _votes(counts)
    truth = class_codes("gold", gold, votes.shape[1], lowest=-1)
    if truth.size != votes.shape[0]:
        raise ValueError(f"gold must have one entry for each of the {votes.shape[0]} items, not {truth.size}")
    known = truth >= 0
    if not known.any():
        raise ValueError("gold must be known for at least one item")
    most = votes == votes.max(axis=1, keepdims=True)
    hit = most[known, truth[known]]
    return float(np.mean(hit / most[known].sum(axis=1)))


def agreement_with_rest(item: ArrayLike, annotator: ArrayLike, label: ArrayLike) -> Agreement:
    """How often each annotator says what the others say about the same items.

    For a label y that a gave to an item: the share of the labels by others on that item that equal y. An
    annotator's share is its mean over those of a's labels that have at least one label by somebody else; without
    any it is NaN and n is 0: there is no company to agree with. Several labels by one annotator on one item all
    count, and are no company to each other. Labels may be numbers or texts; only being equal matters.
    """
    items, annotators, labels = coded("item", item), coded("annotator", annotator), coded("label", label)
    parallel("annotator", annotators.codes, "item", items.codes)
    parallel("label", labels.codes, "item", items.codes)
    others, alike = _company(items, annotators, labels)
    # Without company alike is 0 as well, so such a label adds nothing to the sum.
    total = np.bincount(annotators.codes, weights=alike / np.maximum(others, 1))
    n = np.bincount(annotators.codes[others > 0], minlength=total.size)
    return Agreement(share=np.divide(total, n, out=np.full(total.size, np.nan), where=n > 0), n=n)


def class_codes(name: str, values: ArrayLike, n_classes: int, lowest: int = 0) -> Codes:
    """A non-empty 1-D array of whole numbers from `lowest` to n_classes-1; ValueError names the first other value."""
    if n_classes < 1:
        raise ValueError(f"n_classes must be at least 1, not {n_classes}")
    array = column(name, values)
    wanted = f"{name} must hold whole numbers from {lowest} to {n_classes - 1}"
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{wanted}, not {_first_not_a_number(array)!r}")
    valid = (array >= lowest) & (array < n_classes)
    if array.dtype.kind == "f":
        valid &= array == np.floor(array)
    if not valid.all():
        raise ValueError(f"{wanted}, not {array[~valid][0]}")
    return array.astype(np.intp, copy=False)


def _first_not_a_number(array: NDArray[Any]) -> object:
    return next((value for value in array.tolist() if not isinstance(value, int | float)), array[0])


def _votes(counts: ArrayLike) -> Floats:
    votes = np.asarray(counts)
    if votes.ndim != 2 or votes.size == 0:
        raise ValueError(f"counts must be a non-empty table of items by classes, not of shape {votes.shape}")
    votes = as_numbers("counts", votes)
    if not (votes >= 0).all():
        raise ValueError("counts must be 0 or more")
    without = np.flatnonzero(~votes.any(axis=1))
    if without.size:
        raise ValueError(f"counts must hold a vote for each item; row {without[0]} has none")
    return votes


def _company(items: Coded, annotators: Coded, labels: Coded) -> tuple[Codes, Codes]:
    """For each label, the labels by others on its item, and how many of them equal it."""
    others = np.bincount(items.codes)[items.codes]
    alike = _rows_alike(items.codes * labels.levels.size + labels.codes)
    own = items.codes * annotators.levels.size + annotators.codes
    if _repeats(own):
        own = coded("annotator", own).codes
        others -= np.bincount(own)[own]
        alike -= _rows_alike(own * labels.levels.size + labels.codes)
    else:
        others -= 1
        alike -= 1
    return others, alike


def _rows_alike(key: Codes) -> Codes:
    """For each row, how many rows have its key, itself included."""
    codes = coded("key", key).codes
    return np.bincount(codes)[codes]


def _repeats(key: Codes) -> bool:
    """Whether two rows have the same key; sorting alone is several times cheaper than coding."""
    ordered = np.sort(key)
    return bool((ordered[1:] == ordered[:-1]).any())
