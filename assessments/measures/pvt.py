"""The psychomotor vigilance drill (PVT): how quickly, and how reliably quickly, somebody responds to rare events."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from assessments.measures.checks import Floats, column
from assessments.measures.intervals import Interval, normal_quantile
from assessments.measures.reaction_time import ANTICIPATION_MS, LAPSE_MS, ReactionTimes, summarise

TENTH = 0.1
LEVEL = 0.95


@dataclass(frozen=True)
class Pvt:
    """What one run shows. Times are ms, speeds responses per second; NaN or None where nothing is left to compute from.

    speed             mean of 1000/RT; a stimulus without a response enters as 0, an infinite time
    speed_interval    95 %, normal, over the n stimuli; NaN for a single one
    median            of all n, those without a response being the slowest; NaN where that is half of them or more
    mean, sd          of the responses (sd with ddof 1)
    lapses            responses of 500 ms or more, and stimuli without a response
    lapse_share       lapses / n
    false_starts      presses before the stimulus, and responses under 100 ms
    alert             the responses under 500 ms, described by `reaction_time.summarise`
    fastest_tenth     mean time of the fastest tenth of the responses (at least one)
    slowest_tenth     mean speed of the slowest tenth of the n (at least one): low where there are long lapses
    n                 stimuli that were waited for: responses of 100 ms and more, and those without a response
    n_missing         those without a response
    """

    speed: float
    speed_interval: Interval
    median: float
    mean: float
    sd: float
    lapses: int
    lapse_share: float
    false_starts: int
    alert: ReactionTimes | None
    fastest_tenth: float
    slowest_tenth: float
    n: int
    n_missing: int


def pvt(rt_ms: ArrayLike, false_starts: int = 0) -> Pvt:
    """Score one run of the psychomotor vigilance drill.

    rt_ms         (m,) ms from onset, one for each stimulus; NaN where no response came before the limit
    false_starts  presses during the waits; responses under 100 ms are added to them and enter nothing else

    A stored recording maps onto this by the trials that are not void: rt_ms is `responseTime` (None is NaN), and
    `false_starts` the sum of their `falseStarts`.
    Raises ValueError for another shape, a negative or infinite time, `false_starts` not a whole number from 0 on, or
    where only responses under 100 ms are left.
    Source: Dinges and Powell 1985, Behavior Research Methods, Instruments, & Computers 17, 652-655; Basner and
    Dinges 2011, Sleep 34, 581-591.
    """
    times = column("rt_ms", rt_ms).astype(np.float64, copy=False)
    if np.isinf(times).any() or (times < 0).any():
        raise ValueError("rt_ms must be finite and not negative")
    if false_starts < 0 or false_starts != int(false_starts):
        raise ValueError(f"false_starts must be a whole number from 0 on, not {false_starts}")
    early = times < ANTICIPATION_MS
    waited = times[~early]
    if not waited.size:
        raise ValueError("rt_ms must hold a time of 100 ms or more, or a stimulus without a response")
    responses = np.sort(waited[~np.isnan(waited)])
    missing = waited.size - responses.size
    speeds: Floats = np.concatenate([np.zeros(missing), 1000 / responses[::-1]])  # ascending
    described = summarise(responses) if responses.size else None
    lapses = int(np.count_nonzero(responses >= LAPSE_MS)) + missing
    alert = responses[responses < LAPSE_MS]
    return Pvt(
        speed=float(speeds.mean()),
        speed_interval=_mean_interval(speeds),
        median=_median(responses, missing),
        mean=described.mean if described else math.nan,
        sd=described.sd if described else math.nan,
        lapses=lapses,
        lapse_share=lapses / waited.size,
        false_starts=int(false_starts) + int(early.sum()),
        alert=summarise(alert) if alert.size else None,
        fastest_tenth=float(responses[: _tenth(responses.size)].mean()) if responses.size else math.nan,
        slowest_tenth=float(speeds[: _tenth(speeds.size)].mean()),
        n=waited.size,
        n_missing=missing,
    )


def _tenth(n: int) -> int:
    return max(1, round(TENTH * n))


def _median(responses: Floats, missing: int) -> float:
    if missing >= responses.size:
        return math.nan
    median = float(np.median(np.concatenate([responses, np.full(missing, np.inf)])))
    return median if math.isfinite(median) else math.nan


def _mean_interval(speeds: Floats) -> Interval:
    if speeds.size < 2:
        return Interval(math.nan, math.nan)
    half = normal_quantile(LEVEL) * float(speeds.std(ddof=1)) / math.sqrt(speeds.size)
    return Interval(float(speeds.mean()) - half, float(speeds.mean()) + half)
