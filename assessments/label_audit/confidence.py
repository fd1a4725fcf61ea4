"""PURE: how stated confidence matches gold, for one person's labels or for all together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.label_audit.shares import Share, share_of
from assessments.label_audit.table import Floats
from assessments.measures.calibration import EDGE_TOLERANCE, brier, expected_calibration_error, overconfidence
from assessments.measures.metacognition import type2_auroc

# The bins of the calibration error and of the curve are the same, or the one could not be read off the other.
BINS = 10


@dataclass(frozen=True)
class Calibration:
    """From `n` labels with a confidence and gold.

    brier              mean squared distance of confidence from right (1) or wrong (0), 0..1; 0 is perfect
    calibration_error  expected calibration error over BINS bins, 0..1; few labels a bin make it too large
    overconfidence     mean confidence minus share right, -1..1
    auroc              how well confidence tells own right labels from own wrong ones, 0..1, .5 is chance; None where
                       all are right or all are wrong
    """

    n: int
    brier: float
    calibration_error: float
    overconfidence: float
    auroc: float | None


@dataclass(frozen=True)
class CurveBin:
    """The labels whose confidence lies between `low` and `high`: their mean confidence, and the share right."""

    low: float
    high: float
    confidence: float
    right: Share


def calibration_of(confidence: Floats, right: NDArray[np.bool_]) -> Calibration | None:
    """None where there is no label."""
    if not confidence.size:
        return None
    return Calibration(
        n=confidence.size,
        brier=brier(confidence, right, BINS).score,
        calibration_error=expected_calibration_error(confidence, right, BINS),
        overconfidence=overconfidence(confidence, right),
        auroc=_auroc(confidence, right),
    )


def curve_of(confidence: Floats, right: NDArray[np.bool_]) -> tuple[CurveBin, ...]:
    """One entry for each bin that is not empty; the bins are those of `assessments.measures.calibration`."""
    index = np.minimum(np.floor(confidence * BINS + EDGE_TOLERANCE), BINS - 1).astype(np.intp)
    sizes = np.bincount(index, minlength=BINS)
    hits = np.bincount(index[right], minlength=BINS)
    sums = np.bincount(index, weights=confidence, minlength=BINS)
    return tuple(
        CurveBin(place / BINS, (place + 1) / BINS, float(sums[place] / sizes[place]), share)
        for place in range(BINS)
        if (share := share_of(int(hits[place]), int(sizes[place])))
    )


def _auroc(confidence: Floats, right: NDArray[np.bool_]) -> float | None:
    if right.all() or not right.any():
        return None
    return float(type2_auroc(confidence, right))
