"""PURE: how far the labels of an item agree, beyond chance and plainly, and what that makes a label worth."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessments.label_audit.consensus import Consensus
from assessments.label_audit.table import LabelTable
from assessments.measures.agreement import Level, krippendorff_alpha, krippendorff_alpha_interval
from assessments.measures.intervals import Interval
from assessments.measures.label_worth import accuracy_from_agreement, bits_per_label

# The model behind a label's worth knows two classes.
CLASSES_OF_WORTH = 2
# Of items, for the interval of alpha: its ends then move by a fiftieth of its width from seed to seed.
RESAMPLES = 1000


@dataclass(frozen=True)
class Worth:
    """What one label tells under independent, symmetric errors: its `accuracy`, .5..1, and its `bits`, 0..1."""

    accuracy: float
    bits: float


@dataclass(frozen=True)
class Agreement:
    """Krippendorff's `alpha` (at most 1) with its 95 % interval, and the plain agreement of pairs.

    note      why alpha or its interval is None
    pairwise  share of equal pairs among all pairs of labels of the same item, 0..1; None where there is no pair
    worth     None unless exactly two classes occur and more than half of the pairs are equal
    """

    level: Level
    alpha: float | None
    interval: Interval | None
    note: str | None
    pairwise: float | None
    worth: Worth | None


def agreement_of(table: LabelTable, consensus: Consensus, rng: np.random.Generator, level: Level) -> Agreement:
    """Raises ValueError for a level that the labels cannot have."""
    value = _values(table, level)
    pairwise = consensus.pairwise_agreement()
    alpha, interval = None, None
    note = _why_undefined(table, consensus)
    if note is None:
        alpha, note = _alpha(table, value, level)
    if alpha is not None:
        interval, note = _interval(table, value, rng, level)
    return Agreement(level, alpha, interval, note, pairwise, _worth(table, pairwise))


def _values(table: LabelTable, level: Level) -> NDArray[Any]:
    if level == "nominal":
        return table.label
    if table.values is None:
        raise ValueError(f"level must be nominal where labels are no numbers, not {level}")
    if level == "ratio" and table.values.min() < 0:
        raise ValueError("level must not be ratio where a label is negative")
    return table.values[table.label]


def _why_undefined(table: LabelTable, consensus: Consensus) -> str | None:
    """Alpha compares disagreement inside items with disagreement at large: without either there is no alpha."""
    paired = consensus.sizes[table.item] > 1
    if not paired.any():
        return "no item has labels from two people"
    if np.ptp(table.label[paired]) == 0:
        return "every item that two people labelled has one and the same label, so there is nothing to tell apart"
    return None


def _alpha(table: LabelTable, value: NDArray[Any], level: Level) -> tuple[float | None, str | None]:
    try:
        return krippendorff_alpha(table.item, value, level), None
    except ValueError as error:  # numbers that differ by no more than rounding
        return None, str(error)


def _interval(
    table: LabelTable, value: NDArray[Any], rng: np.random.Generator, level: Level
) -> tuple[Interval | None, str | None]:
    try:
        return krippendorff_alpha_interval(table.item, value, rng, level=level, n=RESAMPLES), None
    except ValueError as error:
        return None, f"too few items for an interval of alpha ({error})"


def _worth(table: LabelTable, pairwise: float | None) -> Worth | None:
    if table.n_labelled != CLASSES_OF_WORTH or pairwise is None or not pairwise > 1 / CLASSES_OF_WORTH:
        return None
    accuracy = accuracy_from_agreement(pairwise)
    return Worth(accuracy, bits_per_label(accuracy))
