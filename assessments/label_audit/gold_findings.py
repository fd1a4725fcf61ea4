"""PURE: how labels compare with gold: single labels, the majority, and Dawid and Skene's model."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.label_audit.confidence import Calibration, CurveBin, calibration_of, curve_of
from assessments.label_audit.consensus import Consensus
from assessments.label_audit.shares import Share, share_of
from assessments.label_audit.table import LabelTable

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Gold:
    """Over the `items` with a gold label.

    labels       share of single labels equal to gold
    majority     share of items whose most frequent label is the gold one, 0..1; k classes in a tie count 1/k
    model        share of items whose class in Dawid and Skene's model, fitted without gold, is the gold one, 0..1
    confusion    (classes, labelled classes) counts of labels: rows gold, columns the label given
    calibration  of all confidences together, None without any; `curve` the same by bins
    """

    items: int
    labels: Share
    majority: float | None
    model: float | None
    confusion: NDArray[np.intp]
    calibration: Calibration | None
    curve: tuple[CurveBin, ...]


def against_gold(table: LabelTable) -> tuple[Flags, Flags]:
    """For each label whether it is equal to its item's gold label, and whether the item has one."""
    if table.gold is None:
        nothing = np.zeros(table.label.size, dtype=np.bool_)
        return nothing, nothing
    gold = table.gold[table.item]
    return gold == table.label, gold >= 0


def gold_of(table: LabelTable, consensus: Consensus, right: Flags, known: Flags) -> Gold | None:
    """None where no item has gold."""
    share = share_of(int(np.count_nonzero(right)), int(np.count_nonzero(known)))
    if table.gold is None or share is None:
        return None
    shape = len(table.classes), table.n_labelled
    cells = table.gold[table.item[known]] * shape[1] + table.label[known]
    stated = known & ~np.isnan(table.confidence) if table.confidence is not None else np.zeros_like(known)
    confidence = table.confidence[stated] if table.confidence is not None else np.empty(0)
    return Gold(
        items=int(np.count_nonzero(table.gold >= 0)),
        labels=share,
        majority=consensus.accuracy_of_majority(table.gold),
        model=consensus.accuracy_of_model(table.gold),
        confusion=np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape),
        calibration=calibration_of(confidence, right[stated]),
        curve=curve_of(confidence, right[stated]),
    )
