"""Confidence intervals for proportions and for any statistic of independent rows."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit

# A percentile interval speaks only for the resamples on which the statistic exists. Losing more than a tenth
# of them would cut into the tails that a 95 % interval is read from.
MAX_UNDEFINED_SHARE = 0.1
ROUNDING = 1e-12


class Interval(NamedTuple):
    """The two ends of an interval, in the unit of what was estimated."""

    low: float
    high: float


def normal_quantile(level: float) -> float:
    """The z that encloses the central `level` of a standard normal: 1.959964 for .95.

    Raises ValueError unless 0 < level < 1.
    """
    return float(-ndtri(_tail(level)))


def wilson(successes: int, n: int, level: float = 0.95) -> Interval:
    """Score interval for a proportion, from `successes` out of `n` independent trials.

        (p + z^2/2n  -+  z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n),   p = successes/n

    Unlike p -+ z SE it keeps inside [0, 1] and has a width at p = 0 and p = 1.
    Raises ValueError unless 0 <= successes <= n, n >= 1 and 0 < level < 1.
    Source: Wilson 1927, Journal of the American Statistical Association 22, 209-212.
    """
    if not n >= 1:
        raise ValueError(f"n must be at least 1, not {n}")
    if not 0 <= successes <= n:
        raise ValueError(f"successes must lie between 0 and n = {n}, not {successes}")
    z = normal_quantile(level)
    share = successes / n
    centre = share + z**2 / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    scale = 1 + z**2 / n
    # At no or only successes one end is exactly 0 or 1; rounding would leave it a hair away.
    low = 0.0 if successes == 0 else (centre - half) / scale
    high = 1.0 if successes == n else (centre + half) / scale
    return Interval(low, high)


def newcombe(successes_1: int, n_1: int, successes_2: int, n_2: int, level: float = 0.95) -> Interval:
    """Score interval for the difference of two independent proportions, `successes_1 / n_1 - successes_2 / n_2`.

        low = d - sqrt((p1 - l1)^2 + (u2 - p2)^2),   high = d + sqrt((u1 - p1)^2 + (p2 - l2)^2),   d = p1 - p2

    where (l1, u1) and (l2, u2) are the Wilson intervals. It keeps inside [-1, 1] and has a width where both
    proportions are 0 or 1. Raises ValueError as `wilson` does, for either pair.
    Source: Newcombe 1998, Statistics in Medicine 17, 873-890, method 10 (score, no continuity correction).
    """
    first, second = wilson(successes_1, n_1, level), wilson(successes_2, n_2, level)
    share_1, share_2 = successes_1 / n_1, successes_2 / n_2
    difference = share_1 - share_2
    below = math.hypot(share_1 - first.low, second.high - share_2)
    above = math.hypot(first.high - share_1, share_2 - second.low)
    # 1 - 0 with its own distance added may round a hair past the end of the scale.
    return Interval(max(-1.0, difference - below), min(1.0, difference + above))


def mean_interval(values: ArrayLike, level: float = 0.95) -> Interval:
    """Student's interval for the mean of independent values, one for each unit: mean -+ t s / sqrt(n), s with n - 1.

    Close for values that are not too skewed. Raises ValueError for fewer than two values, for values that do not
    vary (no spread, no interval), for NaN or infinity, and unless 0 < level < 1.
    Source: Student 1908, Biometrika 6, 1-25.
    """
    tail = _tail(level)
    column = np.asarray(values, dtype=np.float64)
    if column.ndim != 1 or column.size < 2 or not np.isfinite(column).all():
        raise ValueError("values must be two or more finite numbers")
    mean, spread = float(column.mean()), float(column.std(ddof=1))
    # A spread this far below the values themselves is the rounding of equal numbers.
    if spread <= ROUNDING * float(np.abs(column).max()):
        raise ValueError("values must vary: from equal values no interval can be told")
    half = float(-stdtrit(column.size - 1, tail)) * spread / math.sqrt(column.size)
    return Interval(mean - half, mean + half)


def bootstrap(
    statistic: Callable[..., float],
    *columns: ArrayLike,
    rng: np.random.Generator,
    n: int = 1000,
    level: float = 0.95,
) -> Interval:
    """Percentile bootstrap interval of `statistic(*columns)`, resampling rows with replacement.

    `columns` are arrays with the same first axis; a row is one independent unit (an item, a person) and stays
    together: `bootstrap(overconfidence, confidence, correct, rng=rng)`. `n` is the number of resamples.
    A resample on which the statistic is NaN is left out.
    Raises ValueError for no column, unequal or empty columns, n < 1, a level outside (0, 1), or a statistic
    that is NaN on more than a tenth of the resamples.
    Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13.
    """
    tail = _tail(level)
    arrays = _rows(columns)
    if n < 1:
        raise ValueError(f"n must be at least 1 resample, not {n}")
    size = arrays[0].shape[0]
    replicates = np.empty(n)
    for i in range(n):
        picked = rng.integers(size, size=size)
        replicates[i] = statistic(*(array[picked] for array in arrays))
    defined = replicates[~np.isnan(replicates)]
    if defined.size < (1 - MAX_UNDEFINED_SHARE) * n:
        raise ValueError(f"statistic is undefined on {n - defined.size} of {n} resamples: too few rows")
    low, high = np.quantile(defined, [tail, 1 - tail])
    return Interval(float(low), float(high))


def _tail(level: float) -> float:
    """The share outside the interval on either side."""
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, both excluded, not {level}")
    return (1 - level) / 2


def _rows(columns: tuple[ArrayLike, ...]) -> list[np.ndarray[Any, Any]]:
    arrays = [np.asarray(column) for column in columns]
    if not arrays or any(array.ndim == 0 for array in arrays):
        raise ValueError("columns must be one or more arrays")
    lengths = {array.shape[0] for array in arrays}
    if len(lengths) > 1:
        raise ValueError(f"columns must have the same number of rows, not {sorted(lengths)}")
    if lengths == {0}:
        raise ValueError("columns must have at least one row")
    return arrays
