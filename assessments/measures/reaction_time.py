"""Descriptions of reaction times, in milliseconds from stimulus onset.

Two kinds of input. A *set* of times (`summarise`, `ex_gaussian`, `lapses`, `response_speed`) holds responses
only; NaN raises, so that the caller decides what a missing response means. A *series* (`post_error_slowing`,
`variance_time_course`) holds every trial in order, NaN where there was no response. All are 1-D. Every
function raises ValueError for another shape, a negative or infinite time, or an empty input.

Browser times carry a bias that differs between devices: compare them within one person on one device.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import erfcx, log_ndtr

from assessments.measures.checks import Floats, as_flags, column, parallel
from assessments.measures.intervals import Interval, normal_quantile

ANTICIPATION_MS = 100.0  # nobody perceives and responds faster: not an answer to the stimulus
LAPSE_MS = 500.0  # the convention of the psychomotor vigilance test
SMOOTHING_TRIALS = 3.8  # standard deviation of the kernel, about 9 trials at half height: Esterman 2013
KERNEL_REACH = 4.0  # standard deviations at which the kernel is cut off; beyond lie 6 parts in 100,000
LOG_SCALE_RANGE = (math.log(1e-4), math.log(10.0))  # in SDs of the data; the lower end is none
MIN_FOR_CV_INTERVAL = 100  # the fourth moment of fewer times misses the tail, and the interval is far too narrow
MIN_FOR_EX_GAUSSIAN = 20  # three parameters; from fewer times the three cannot be told apart


@dataclass(frozen=True)
class ReactionTimes:
    """Milliseconds, except `n` and `anticipations` (counts) and `cv` (a ratio)."""

    n: int
    mean: float
    median: float
    sd: float
    cv: float
    anticipations: int


def summarise(rt_ms: ArrayLike) -> ReactionTimes:
    """Count, mean, median, SD (ddof 1), coefficient of variation SD/mean, and how many lie under 100 ms.

    Anticipations are counted and stay in the other values; leave them out beforehand where they should not
    count. `sd` and `cv` are NaN for a single time, `cv` also for a mean of 0.
    """
    times = _set(rt_ms)
    mean = float(times.mean())
    sd = float(times.std(ddof=1)) if times.size > 1 else math.nan
    return ReactionTimes(
        n=times.size,
        mean=mean,
        median=float(np.median(times)),
        sd=sd,
        cv=sd / mean if mean > 0 else math.nan,
        anticipations=int(np.count_nonzero(times < ANTICIPATION_MS)),
    )


def cv_interval(rt_ms: ArrayLike, level: float = 0.95) -> Interval:
    """Approximate interval of the coefficient of variation K of a set of times, symmetric on the log scale.

        K exp(-+ z sqrt(V)),   V = (k - 1)/(4n) + K^2/n - K s/n

    with s the skewness and k the kurtosis of the sample (3 for a normal). V is the delta method's variance of
    ln K for independent times of any shape; the formulas for normal times (McKay 1932, Vangel 1996) are too
    narrow for the long right tail of response times. With 200 times the 95 % interval holds the true K in 90 to
    94 % of samples, the fewer the longer the tail; times that drift or cluster make it too narrow as well.
    Raises ValueError for fewer than 100 times, times that are all equal, or unless 0 < level < 1.
    Source: Serfling 1980, Approximation Theorems of Mathematical Statistics, chapter 3.
    """
    times = _set(rt_ms)
    n = times.size
    if n < MIN_FOR_CV_INTERVAL:
        raise ValueError(f"rt_ms must hold at least {MIN_FOR_CV_INTERVAL} times for an interval, not {n}")
    deviation = times - times.mean()
    variance = float(np.mean(deviation**2))
    if variance == 0:
        raise ValueError("rt_ms must not be all equal")
    cv = summarise(times).cv
    skewness = float(np.mean(deviation**3)) / variance**1.5
    kurtosis = float(np.mean(deviation**4)) / variance**2
    half = normal_quantile(level) * math.sqrt(max(0.0, (kurtosis - 1) / 4 + cv**2 - cv * skewness) / n)
    return Interval(cv * math.exp(-half), cv * math.exp(half))


@dataclass(frozen=True)
class ExGaussian:
    """A normal (mean `mu`, SD `sigma`) plus an independent exponential (mean `tau`), in ms; mean mu + tau.

    Raises ValueError unless mu is finite and sigma and tau are above 0.
    """

    mu: float
    sigma: float
    tau: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.mu) and 0 < self.sigma < math.inf and 0 < self.tau < math.inf):
            raise ValueError(f"mu must be finite, sigma and tau positive, not {self.mu}, {self.sigma}, {self.tau}")

    def density(self, rt_ms: ArrayLike) -> Floats:
        """Probability density per ms at `rt_ms`, any shape.

            1/tau exp(sigma^2/(2 tau^2) - (x - mu)/tau) Phi((x - mu)/sigma - sigma/tau)

        Source: Luce 1986, Response Times; Ratcliff 1979, Psychological Bulletin 86, 446-461.
        """
        x = np.asarray(rt_ms, dtype=np.float64)
        density: Floats = np.exp(_log_density(x, self.mu, self.sigma, self.tau))
        return density


def ex_gaussian(rt_ms: ArrayLike) -> ExGaussian:
    """Maximum-likelihood ex-Gaussian of a set of times, by Nelder-Mead from two starting points.

    Where the times have no right tail, `tau` goes towards 0, and where they have nothing else, `sigma` does.
    Raises ValueError for fewer than 20 times or times that are all equal.
    Source: Heathcote, Popiel and Mewhort 1991, Psychological Bulletin 109, 340-347.
    """
    times = _set(rt_ms)
    if times.size < MIN_FOR_EX_GAUSSIAN:
        raise ValueError(f"rt_ms must hold at least {MIN_FOR_EX_GAUSSIAN} times for a fit, not {times.size}")
    if np.ptp(times) == 0:
        raise ValueError("rt_ms must not be all equal")
    mean, sd = float(times.mean()), float(times.std())
    standard = (times - mean) / sd

    def loss(point: Floats) -> float:
        mu, log_sigma, log_tau = point
        return -float(_log_density(standard, mu, math.exp(log_sigma), math.exp(log_tau)).mean())

    best = min((_descend(loss, share) for share in (0.4, 0.8)), key=loss)
    return ExGaussian(mean + sd * float(best[0]), sd * math.exp(best[1]), sd * math.exp(best[2]))


def lapses(rt_ms: ArrayLike, threshold_ms: float = LAPSE_MS) -> int:
    """The number of times at or above `threshold_ms`, which must be positive.

    Source: Dinges and Powell 1985, Behavior Research Methods, Instruments, & Computers 17, 652-655.
    """
    if not threshold_ms > 0:
        raise ValueError(f"threshold_ms must be positive, not {threshold_ms}")
    return int(np.count_nonzero(_set(rt_ms) >= threshold_ms))


def response_speed(rt_ms: ArrayLike) -> float:
    """Mean of 1000/RT, in responses per second. Raises ValueError for a time of 0.

    One false start weighs more than many slow answers: leave times under 100 ms out beforehand.
    Source: Basner and Dinges 2011, Sleep 34, 581-591.
    """
    times = _set(rt_ms)
    if not np.all(times > 0):
        raise ValueError("rt_ms must be above 0 for a speed")
    return float(np.mean(1000 / times))


def post_error_differences(rt_ms: ArrayLike, error: ArrayLike) -> Floats:
    """RT(e + 1) - RT(e - 1) for every error e between two correct responses, in order of e; may be empty.

    `rt_ms` is a series; `error` holds true or 1 where the trial was an error, same length. Both neighbours
    must have a time and be no errors. For the SART the errors are the commissions.
    Source: Dutilh et al. 2012, Journal of Mathematical Psychology 56, 208-216.
    """
    times, errors = _series(rt_ms), np.asarray(error)
    parallel("error", errors, "rt_ms", times)
    wrong = as_flags("error", errors)
    usable = np.isfinite(times) & ~wrong
    between = wrong[1:-1] & usable[:-2] & usable[2:]
    differences: Floats = (times[2:] - times[:-2])[between]
    return differences


def post_error_slowing(rt_ms: ArrayLike, error: ArrayLike) -> float:
    """Mean of `post_error_differences` in ms: above 0 is slowing; NaN where there are none."""
    differences = post_error_differences(rt_ms, error)
    return float(differences.mean()) if differences.size else math.nan


def variance_time_course(rt_ms: ArrayLike) -> Floats:
    """How far responses stray from the person's own mean, trial by trial, in SDs; shape of `rt_ms`, a series.

    Times are z-scored with the mean and population SD of the *observed* times; missing ones are interpolated
    linearly (the nearest observed one at the ends); the absolute values are smoothed with a Gaussian of 3.8
    trials, the series reflected at its ends. Trials at or below the median are "in the zone". Interpolated
    values do not enter the SD: they would shrink it.
    Raises ValueError unless two observed times differ.
    Source: Esterman, Noonan, Rosenberg and DeGutis 2013, Cerebral Cortex 23, 2712-2723.
    """
    times = _series(rt_ms)
    observed = np.flatnonzero(np.isfinite(times))
    if observed.size < 2 or np.ptp(times[observed]) == 0:
        raise ValueError("rt_ms must hold at least two different times")
    standard = (times[observed] - times[observed].mean()) / times[observed].std()
    complete = np.interp(np.arange(times.size), observed, standard)
    return _smooth(np.abs(complete))


def _descend(loss: Callable[[Floats], float], tau: float) -> Floats:
    """(mu, ln sigma, ln tau) at the minimum reached from mean 0, SD 1 and the given tau."""
    start = [-tau, math.log(1 - tau**2) / 2, math.log(tau)]
    found = minimize(
        loss,
        start,
        method="Nelder-Mead",
        bounds=[(None, None), LOG_SCALE_RANGE, LOG_SCALE_RANGE],
        options={"xatol": 1e-7, "fatol": 1e-12, "maxiter": 4000, "maxfev": 4000},
    )
    return np.asarray(found.x, dtype=np.float64)


def _log_density(x: Floats, mu: float, sigma: float, tau: float) -> Floats:
    """The textbook form cancels two huge numbers when tau is small beside sigma; there erfcx takes over."""
    z = (x - mu) / sigma
    beyond = sigma / tau - z
    with np.errstate(all="ignore"):  # either form may overflow where the other is used
        narrow = np.log(erfcx(beyond / math.sqrt(2)) / 2) - z**2 / 2
        wide = sigma**2 / (2 * tau**2) - (x - mu) / tau + log_ndtr(-beyond)
    log_density: Floats = np.where(beyond > 0, narrow, wide) - math.log(tau)
    return log_density


def _smooth(values: Floats) -> Floats:
    reach = round(KERNEL_REACH * SMOOTHING_TRIALS)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / SMOOTHING_TRIALS) ** 2)
    padded = np.pad(values, reach, mode="symmetric")
    return np.convolve(padded, kernel / kernel.sum(), mode="valid")


def _set(rt_ms: ArrayLike) -> Floats:
    times = _series(rt_ms)
    if np.isnan(times).any():
        raise ValueError("rt_ms must not hold NaN here: leave trials without a response out")
    return times


def _series(rt_ms: ArrayLike) -> Floats:
    times = column("rt_ms", rt_ms).astype(np.float64, copy=False)
    if np.isinf(times).any() or (times < 0).any():
        raise ValueError("rt_ms must be finite and not negative")
    return times
