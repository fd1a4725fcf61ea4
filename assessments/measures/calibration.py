"""How well stated confidence matches being right.

`confidence` holds the stated probability of being right, 0..1 (not per cent), and `correct` whether the
answer was right, true/false or 1/0: parallel 1-D arrays, one entry per judgement. Every function raises
ValueError for unequal, empty or other shapes, and for values outside these ranges or NaN.

Bins are of equal width over 0..1 and closed on the left: with 10 bins a confidence of .6 lies in .6-.7; the
last bin also holds 1. Where the edges lie changes the calibration error, so two results compare only with the
same bins.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assessments.measures.checks import Floats, as_flags, column, parallel, shares
from assessments.measures.intervals import wilson

# .29 * 100 is 28.999999999999996: a confidence stated on an edge must not fall below it by rounding.
EDGE_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Brier:
    """score = reliability - resolution + uncertainty + within_bin_variance - within_bin_covariance."""

    score: float
    reliability: float
    resolution: float
    uncertainty: float
    within_bin_variance: float
    within_bin_covariance: float


def brier(confidence: ArrayLike, correct: ArrayLike, bins: int = 10) -> Brier:
    """Mean squared difference of confidence f and outcome o, and its exact decomposition over bins k.

        score                  mean (f - o)^2; 0 is perfect, always saying .5 gives .25
        reliability            sum n_k (mean f_k - mean o_k)^2 / N; 0 is perfectly calibrated
        resolution             sum n_k (mean o_k - mean o)^2 / N; higher tells right from wrong better
        uncertainty            mean o (1 - mean o)
        within_bin_variance    sum (f - mean f_k)^2 / N
        within_bin_covariance  2 sum (f - mean f_k)(o - mean o_k) / N

    The last two are 0 where each bin holds a single confidence; without them the parts of a continuous
    confidence do not add up to the score. Raises ValueError also for bins < 1.
    Source: Murphy 1973, Journal of Applied Meteorology 12, 595-600; the within-bin parts: Stephenson, Coelho
    and Jolliffe 2008, Weather and Forecasting 23, 752-757.
    """
    f, o = _judgements(confidence, correct)
    index, sizes = _bins(f, bins)
    mean_f, mean_o = _bin_means(f, index, sizes), _bin_means(o, index, sizes)
    inside_f, inside_o = f - mean_f[index], o - mean_o[index]
    base = float(o.mean())
    return Brier(
        score=float(np.mean((f - o) ** 2)),
        reliability=float(sizes @ (mean_f - mean_o) ** 2) / f.size,
        resolution=float(sizes @ (mean_o - base) ** 2) / f.size,
        uncertainty=base * (1 - base),
        within_bin_variance=float(np.mean(inside_f**2)),
        within_bin_covariance=2 * float(np.mean(inside_f * inside_o)),
    )


def expected_calibration_error(confidence: ArrayLike, correct: ArrayLike, bins: int = 10) -> float:
    """sum n_k |mean f_k - mean o_k| / N over the bins k, 0..1; few judgements a bin make it too large.

    Raises ValueError also for bins < 1.
    Source: Naeini, Cooper and Hauskrecht 2015, AAAI 29, 2901-2907.
    """
    f, o = _judgements(confidence, correct)
    index, sizes = _bins(f, bins)
    gap = np.abs(_bin_means(f, index, sizes) - _bin_means(o, index, sizes))
    return float(sizes @ gap) / f.size


def overconfidence(confidence: ArrayLike, correct: ArrayLike) -> float:
    """Mean confidence minus share right, -1..1: above 0 is too sure, below 0 too unsure.

    Source: Lichtenstein, Fischhoff and Phillips 1982, in Judgment under Uncertainty, 306-334.
    """
    f, o = _judgements(confidence, correct)
    return float(f.mean() - o.mean())


@dataclass(frozen=True)
class CurvePoint:
    """One bin that holds judgements: mean `confidence` and share `right` with its 95 % interval, over `n` of them."""

    confidence: float
    right: float
    low: float
    high: float
    n: int


def calibration_curve(confidence: ArrayLike, correct: ArrayLike, bins: int = 10) -> list[CurvePoint]:
    """The share right in each bin that holds any judgement, by rising confidence; Wilson intervals at 95 %.

    On the diagonal confidence came true. Raises ValueError also for bins < 1.
    Source: Lichtenstein, Fischhoff and Phillips 1982, in Judgment under Uncertainty, 306-334.
    """
    f, o = _judgements(confidence, correct)
    index, sizes = _bins(f, bins)
    mean_f, right = _bin_means(f, index, sizes), np.bincount(index, weights=o, minlength=sizes.size)
    return [
        CurvePoint(float(mean_f[k]), float(right[k]) / n, *wilson(int(right[k]), n), n)
        for k, n in enumerate(sizes.tolist())
        if n
    ]


def _bins(f: Floats, bins: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Each judgement's bin, and the size of each bin."""
    if bins < 1:
        raise ValueError(f"bins must be at least 1, not {bins}")
    index = np.minimum(np.floor(f * bins + EDGE_TOLERANCE), bins - 1).astype(np.intp)
    return index, np.bincount(index, minlength=bins)


def _bin_means(values: Floats, index: NDArray[np.intp], sizes: NDArray[np.intp]) -> Floats:
    """Mean per bin; 0 for an empty bin, which has weight 0."""
    means: Floats = np.bincount(index, weights=values, minlength=sizes.size) / np.maximum(sizes, 1)
    return means


def _judgements(confidence: ArrayLike, correct: ArrayLike) -> tuple[Floats, Floats]:
    f, o = column("confidence", confidence), np.asarray(correct)
    parallel("correct", o, "confidence", f)
    return shares("confidence", f), as_flags("correct", o).astype(np.float64)
