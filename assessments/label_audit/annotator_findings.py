"""PURE: what the labels of each person say about them. Loops run over people, each on a slice of rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from assessments.label_audit.confidence import Calibration, calibration_of
from assessments.label_audit.consensus import Consensus
from assessments.label_audit.drift import MIN_LABELS, Drift, agrees_with_others, drift_of
from assessments.label_audit.shares import Share, share_of
from assessments.label_audit.speed import Speed, speed_of
from assessments.label_audit.table import Codes, Floats, LabelTable
from assessments.measures.votes import agreement_with_rest

Flags = NDArray[np.bool_]

# A row of a confusion that rests on less than half an item tells nothing and is not shown.
MIN_MET = 0.5


@dataclass(frozen=True)
class Rest:
    """Agreement with the other people on the same items, 0..1, over `n` labels that somebody else labelled too."""

    value: float
    n: int


@dataclass(frozen=True, eq=False)
class Modelled:
    """One person in the eyes of Dawid and Skene's model, which was fitted without gold.

    expected_accuracy  share of their labels that the model holds right, 0..1
    confusion          (labelled classes, labelled classes): of the items that the model takes for a class (row), the
                       share they gave each label (column); rows sum to 1
    met                (labelled classes,): how many items of each class the model thinks they met: what a row rests on
    """

    expected_accuracy: float
    confusion: Floats
    met: Floats


@dataclass(frozen=True, eq=False)
class Annotator:
    """One person; what the file does not allow is None.

    labels             how many
    rest               agreement with the others
    model              what Dawid and Skene's model makes of them; None where nobody else labelled their items
    accuracy           share of labels equal to gold
    """

    name: str
    labels: int
    rest: Rest | None
    model: Modelled | None
    accuracy: Share | None
    calibration: Calibration | None
    drift: Drift | None
    speed: Speed | None


def annotators_of(table: LabelTable, consensus: Consensus, right: Flags, known: Flags) -> tuple[Annotator, ...]:
    """In the order of the file. `right` and `known` say of each label whether it is equal to gold, and has gold."""
    people = len(table.annotator_names)
    labels = np.bincount(table.annotator, minlength=people)
    rest = agreement_with_rest(table.item, table.annotator, table.label)
    models = _models(table, consensus)
    gold_labels = np.bincount(table.annotator[known], minlength=people)
    gold_right = np.bincount(table.annotator[known & right], minlength=people)
    calibrations = _calibrations(table, right, known)
    drifts = _drifts(table, consensus, right, known)
    speeds = _speeds(table)
    return tuple(
        Annotator(
            name=name,
            labels=int(labels[code]),
            rest=Rest(float(rest.share[code]), int(rest.n[code])) if rest.n[code] else None,
            model=models[code] if rest.n[code] else None,
            accuracy=share_of(int(gold_right[code]), int(gold_labels[code])),
            calibration=calibrations[code],
            drift=drifts[code],
            speed=speeds[code],
        )
        for code, name in enumerate(table.annotator_names)
    )


def _models(table: LabelTable, consensus: Consensus) -> Sequence[Modelled | None]:
    model, people = consensus.model, len(table.annotator_names)
    if model is None:
        return [None] * people
    given = csr_array((np.ones(table.item.size), (table.annotator, table.item)), shape=(people, len(table.item_names)))
    met = given @ model.posterior
    expected = np.einsum("akk,ak->a", model.confusion, met) / met.sum(axis=1)
    return [Modelled(float(expected[code]), model.confusion[code], met[code]) for code in range(people)]


def _calibrations(table: LabelTable, right: Flags, known: Flags) -> Sequence[Calibration | None]:
    confidence = table.confidence
    if confidence is None:
        return [None] * len(table.annotator_names)
    stated = np.flatnonzero(known & ~np.isnan(confidence))
    return [calibration_of(confidence[rows], right[rows]) for rows in _by_annotator(table, stated)]


def _drifts(table: LabelTable, consensus: Consensus, right: Flags, known: Flags) -> Sequence[Drift | None]:
    """Against gold where a person has enough labels with gold, else against most of the others."""
    if table.timestamp is None:
        return [None] * len(table.annotator_names)
    timed = np.flatnonzero(~np.isnan(table.timestamp))
    # Stable, so that labels of the same second keep the order of the file.
    timed = timed[np.argsort(table.timestamp[timed], kind="stable")]
    agrees, decided = agrees_with_others(table, consensus)
    drifts: list[Drift | None] = []
    for rows in _by_annotator(table, timed):
        with_gold = rows[known[rows]]
        if with_gold.size >= MIN_LABELS:
            drifts.append(drift_of(right[with_gold], "gold"))
        else:
            drifts.append(drift_of(agrees[rows[decided[rows]]], "others"))
    return drifts


def _speeds(table: LabelTable) -> Sequence[Speed | None]:
    times = table.rt_ms
    if times is None:
        return [None] * len(table.annotator_names)
    return [speed_of(times[rows]) for rows in _by_annotator(table, np.flatnonzero(~np.isnan(times)))]


def _by_annotator(table: LabelTable, rows: Codes) -> list[Codes]:
    """`rows` in their order, apart for each annotator."""
    owners = table.annotator[rows]
    ends = np.cumsum(np.bincount(owners, minlength=len(table.annotator_names)))
    return np.split(rows[np.argsort(owners, kind="stable")], ends[:-1])
