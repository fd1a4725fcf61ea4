"""Biases in preference judgements."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Position:
    """`consistency`: share of pairs with the same winner both times, 0..1; `index`: a place's pull, -1..1."""

    consistency: float
    index: float


def position(first: ArrayLike, second: ArrayLike) -> Position:
    """Whether place rather than content decided, where each pair was shown twice with the sides swapped.

    `first` and `second` belong to the two showings of each pair, parallel 1-D arrays with one entry per pair:
    true (1) where the response in the first place (left) was chosen, false (0) where the other was. The sides
    were swapped in between, so the same content won exactly where the two entries differ.

        consistency = share of pairs whose entries differ
        index       = (first place both times - second place both times) / n

    An index above 0 is a pull to the first place; 0 with a low consistency is mere noise.
    Raises ValueError for unequal, empty or other shapes and for entries other than 0 and 1.
    Source: Zheng et al. 2023, Judging LLM-as-a-Judge, NeurIPS 36, section 3.3.
    """
    showings = [_chosen("first", first), _chosen("second", second)]
    if showings[0].shape != showings[1].shape:
        raise ValueError(f"second must have the shape of first, {showings[0].shape}, not {showings[1].shape}")
    # 2: first place both times, 1: the same content, 0: second place both times.
    times_first = showings[0] + showings[1]
    return Position(consistency=float(np.mean(times_first == 1)), index=float(np.mean(times_first - 1)))


def _chosen(name: str, values: ArrayLike) -> NDArray[np.int_]:
    chosen = np.asarray(values)
    if chosen.ndim != 1 or chosen.size == 0:
        raise ValueError(f"{name} must be a non-empty 1-D array, not of shape {chosen.shape}")
    if not np.isin(chosen, (0, 1)).all():
        raise ValueError(f"{name} must hold only true and false, or 1 and 0")
    return chosen.astype(np.int_)
