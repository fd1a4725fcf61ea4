"""Sustained attention: change over blocks, and the sustained attention to response drill (SART)."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assessments.measures import signal_detection
from assessments.measures.checks import Floats, as_flags, column, numbers, parallel
from assessments.measures.intervals import Interval, normal_quantile
from assessments.measures.reaction_time import (
    ANTICIPATION_MS,
    MIN_FOR_CV_INTERVAL,
    cv_interval,
    post_error_differences,
    post_error_slowing,
    summarise,
)

Flags = NDArray[np.bool_]

NO_INTERVAL = Interval(math.nan, math.nan)
MIN_BLOCKS = 4  # with three blocks one odd block decides the sign of the slope


def decrement(values: ArrayLike) -> float:
    """Least-squares slope of one value per block, in units of the value per block; 1-D, in block order.

    Below 0 the value falls with time; whether that is worse depends on the value (d' or an error share).
    Raises ValueError for fewer than 4 blocks, another shape, or a value that is not finite.
    """
    blocks = numbers("values", values)
    if blocks.size < MIN_BLOCKS:
        raise ValueError(f"values must hold at least {MIN_BLOCKS} blocks, not {blocks.size}")
    time = _block_times(blocks.size)
    return float(time @ blocks / (time @ time))


@dataclass(frozen=True)
class Decrement:
    """The slope per block in units of d', its standard error and interval, and how many blocks it rests on."""

    slope: float
    standard_error: float
    interval: Interval
    n_blocks: int


def d_prime_decrement(
    hits: ArrayLike, misses: ArrayLike, false_alarms: ArrayLike, correct_rejections: ArrayLike, level: float = 0.95
) -> Decrement:
    """`decrement` of the log-linear d' of each block, with an interval; parallel counts, one entry per block.

        slope = sum w d',  SE = sqrt(sum w^2 V),  w = t / sum t^2,  t = block number less its mean

    with V the variance of a block's d' (`signal_detection.d_prime_variance`), taken as known: least squares with
    known variances, so that four blocks need no estimate of their own scatter. It rests on the blocks being
    independent, and on V, which is rough where a block holds few trials of a kind. With five blocks of 40 go and 5
    no-go trials the 95 % interval holds the true slope in 98 to 100 % of runs, so it errs on the wide side, and the
    log-linear correction draws a steep slope in: a true -.30 comes out near -.21.
    Raises ValueError for fewer than 4 blocks, unequal lengths, impossible counts, or a block without a trial of
    one kind.
    Source: Gourevitch and Galanter 1967, Psychometrika 32, 25-33, for V; the propagation of known variances
    through a least-squares slope: Bevington and Robinson 2003, Data Reduction and Error Analysis, chapter 6.
    """
    hit = numbers("hits", hits)
    miss, alarm, rejection = (
        _parallel_counts(name, values, hit)
        for name, values in (
            ("misses", misses),
            ("false_alarms", false_alarms),
            ("correct_rejections", correct_rejections),
        )
    )
    by_block = np.atleast_1d(signal_detection.d_prime(hit, miss, alarm, rejection))
    slope = decrement(by_block)
    time = _block_times(by_block.size)
    weights = time / (time @ time)
    error = math.sqrt(float(weights**2 @ np.atleast_1d(signal_detection.d_prime_variance(hit, miss, alarm, rejection))))
    half = normal_quantile(level) * error
    return Decrement(slope, error, Interval(slope - half, slope + half), by_block.size)


def _block_times(blocks: int) -> Floats:
    """Block numbers less their mean."""
    times: Floats = np.arange(blocks, dtype=np.float64) - (blocks - 1) / 2
    return times


def _parallel_counts(name: str, values: ArrayLike, hits: Floats) -> Floats:
    counts = numbers(name, values)
    parallel(name, counts, "hits", hits)
    return counts


@dataclass(frozen=True, eq=False)
class SartTrials:
    """The trials of one run in the order shown: parallel 1-D arrays.

    nogo       true (1) where the digit was the one to withhold on
    responded  true (1) where there was a response
    rt_ms      ms from onset of the digit, NaN where there was no response
    valid      false (0) where the trial is void because its timing cannot be trusted
    """

    nogo: ArrayLike
    responded: ArrayLike
    rt_ms: ArrayLike
    valid: ArrayLike


@dataclass(frozen=True)
class Sart:
    """What one run shows. Shares are 0..1, times ms; NaN where the run has nothing to compute a time from.

    commission          false_alarms / n_nogo: responses to the digit to withhold on
    omission            misses / n_go
    rt_cv, mean_rt      SD (ddof 1)/mean, and mean, of correct go responses that are no anticipations
    rt_cv_interval      95 %, approximate: see `reaction_time.cv_interval`; NaN at both ends from too few times
    d_prime, criterion  log-linear; below 0 the criterion leans towards responding
    d_prime_interval    95 %, approximate: see `signal_detection.d_prime_interval`; so is criterion_interval
    post_error_slowing  mean over n_post_error commissions between two correct go responses
    anticipations       go responses under 100 ms
    n_go, n_nogo        valid trials of each kind; n_void trials were left out
    """

    commission: float
    omission: float
    rt_cv: float
    rt_cv_interval: Interval
    mean_rt: float
    d_prime: float
    d_prime_interval: Interval
    criterion: float
    criterion_interval: Interval
    post_error_slowing: float
    n_post_error: int
    anticipations: int
    hits: int
    misses: int
    false_alarms: int
    correct_rejections: int
    n_go: int
    n_nogo: int
    n_void: int


def sart(trials: SartTrials) -> Sart:
    """Score one run of the sustained attention to response drill.

    The signal is the go digit, as is usual for the SART: a hit is a response to a go digit, a false alarm a
    commission, that is a response to the digit to withhold on. An anticipation (under 100 ms) is still a
    response and counts as hit or commission; its time says nothing about the digit and enters no value made
    of times. Void trials count nowhere, and a commission beside one gives no post-error difference, for its
    neighbours in the arrays are not its neighbours in trusted time.
    Raises ValueError for unequal shapes, flags other than 0 and 1, a valid trial whose response and time
    disagree, a negative or infinite time, or where no valid go trial or no valid no-go trial is left.
    Source: Robertson, Manly, Andrade, Baddeley and Yiend 1997, Neuropsychologia 35, 747-758.
    """
    nogo, responded, rt, valid = _arrays(trials)
    n_go, n_nogo = int(np.sum(valid & ~nogo)), int(np.sum(valid & nogo))
    if not n_go or not n_nogo:
        raise ValueError(f"trials must hold valid go and no-go trials, not {n_go} and {n_nogo}")
    hit, commission = valid & ~nogo & responded, valid & nogo & responded
    hits, false_alarms = int(hit.sum()), int(commission.sum())
    counts = (hits, n_go - hits, false_alarms, n_nogo - false_alarms)

    timed = hit & (rt >= ANTICIPATION_MS)
    times = summarise(rt[timed]) if timed.any() else None
    # Every other time is blanked, so that "both neighbours have a time" means two correct go responses.
    go_rt = np.where(timed, rt, np.nan)
    return Sart(
        commission=false_alarms / n_nogo,
        omission=(n_go - hits) / n_go,
        rt_cv=times.cv if times else math.nan,
        rt_cv_interval=_cv_interval(rt[timed]),
        mean_rt=times.mean if times else math.nan,
        d_prime=signal_detection.d_prime(*counts),
        d_prime_interval=signal_detection.d_prime_interval(*counts),
        criterion=signal_detection.criterion(*counts),
        criterion_interval=signal_detection.criterion_interval(*counts),
        post_error_slowing=post_error_slowing(go_rt, commission),
        n_post_error=post_error_differences(go_rt, commission).size,
        anticipations=int(np.sum(hit & (rt < ANTICIPATION_MS))),
        hits=hits,
        misses=n_go - hits,
        false_alarms=false_alarms,
        correct_rejections=n_nogo - false_alarms,
        n_go=n_go,
        n_nogo=n_nogo,
        n_void=int(np.sum(~valid)),
    )


def _cv_interval(times: Floats) -> Interval:
    """Of times that may be too few, or all equal: then NaN at both ends."""
    if times.size < MIN_FOR_CV_INTERVAL or np.ptp(times) == 0:
        return NO_INTERVAL
    return cv_interval(times)


def _arrays(trials: SartTrials) -> tuple[Flags, Flags, Floats, Flags]:
    rt = column("rt_ms", trials.rt_ms).astype(np.float64, copy=False)
    nogo, responded, valid = (_flags(name, getattr(trials, name), rt) for name in ("nogo", "responded", "valid"))
    # What a void trial recorded is not trusted, so it is not checked either.
    if (responded[valid] == np.isnan(rt[valid])).any():
        raise ValueError("rt_ms must hold a time where responded is true, and NaN where it is false")
    if np.isinf(rt[valid]).any() or (rt[valid] < 0).any():
        raise ValueError("rt_ms must be finite and not negative")
    return nogo, responded, rt, valid


def _flags(name: str, values: ArrayLike, rt: Floats) -> Flags:
    array = np.asarray(values)
    parallel(name, array, "rt_ms", rt)
    return as_flags(name, array)
