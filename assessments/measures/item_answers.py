"""A table of right and wrong answers, people x items, in which some items were not presented to everybody."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

MIN_PEOPLE = 2


class Answers(NamedTuple):
    """Each row of answers that occurs, once, (rows, items); `seen` is None where everybody saw every item."""

    right: Flags
    seen: Flags | None
    people: Floats  # (rows,): how many gave these answers
    n_right: Floats  # (items,)
    n_seen: Floats  # (items,)


def right_and_seen(correct: ArrayLike) -> tuple[Flags, Flags]:
    """Which entries are right, and which were answered at all, of any shape.

    Raises ValueError for entries other than true/false, 1/0, and NaN or None where there is no answer.
    """
    table = np.asarray(correct)
    if table.dtype.kind == "O":
        try:
            table = table.astype(np.float64)
        except (TypeError, ValueError) as error:
            raise ValueError(f"correct must hold only 0, 1 and NaN: {error}") from error
    if table.dtype.kind not in "biuf":
        raise ValueError("correct must hold only 0, 1 and NaN")
    right = table == 1
    seen = right | (table == 0)
    if not (seen | (table != table)).all():
        raise ValueError("correct must hold only 0, 1 and NaN")
    return right, seen


def collect(correct: ArrayLike, least_items: int) -> Answers:
    """The answers that item parameters can be fitted to.

    Raises ValueError for entries as above, for fewer than 2 people or `least_items`, and for an item without
    both right and wrong answers: its difficulty is not finite.
    """
    right, seen = right_and_seen(correct)
    if right.ndim != 2:
        raise ValueError(f"correct must be a table of people by items, not of shape {right.shape}")
    if right.shape[0] < MIN_PEOPLE or right.shape[1] < least_items:
        raise ValueError(f"correct must hold {MIN_PEOPLE} people and {least_items} items at least, not {right.shape}")
    n_right, n_seen = right.sum(axis=0), seen.sum(axis=0)
    one_sided = np.flatnonzero((n_right == 0) | (n_right == n_seen))
    if one_sided.size:
        column = one_sided[0]
        held = "no" if n_seen[column] == 0 else "only right" if n_right[column] else "only wrong"
        raise ValueError(f"correct has {held} answers in column {column} (from 0), which leaves it no difficulty")
    complete = bool(seen.all())
    first, counts = _distinct(right if complete else np.hstack([right, seen]))
    return Answers(
        right=right[first],
        seen=None if complete else seen[first],
        people=counts.astype(np.float64),
        n_right=n_right.astype(np.float64),
        n_seen=n_seen.astype(np.float64),
    )


def _distinct(flags: Flags) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where each distinct row occurs first, and how often it occurs."""
    packed = np.ascontiguousarray(np.packbits(flags, axis=1))
    keys = packed.view(np.dtype((np.void, packed.shape[1])))[:, 0]
    _, first, counts = np.unique(keys, return_index=True, return_counts=True)
    return first, counts
