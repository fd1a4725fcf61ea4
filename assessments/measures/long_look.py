"""Finding what is rarely wrong in a long text: hits and false alarms over the sections of a long look."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assessments.measures import signal_detection
from assessments.measures.checks import as_flags, column, parallel
from assessments.measures.intervals import Interval, newcombe, wilson
from assessments.measures.vigilance import MIN_BLOCKS, decrement

Flags = NDArray[np.bool_]

THIRDS = 3


@dataclass(frozen=True)
class Third:
    """The planted lines of one third of the sections: `hits` of `planted` found; the share is NaN where none were."""

    hits: int
    planted: int
    share: float
    interval: Interval


@dataclass(frozen=True)
class LongLook:
    """What a long look shows. Shares are 0..1; intervals are 95 %; NaN where there is nothing to compute from.

    hit_share           hits / (hits + misses), the planted lines that were found; Wilson's interval
    false_alarm_share   false_alarms / clean lines; Wilson's interval
    d_prime, criterion  log-linear; the interval of d' is approximate: see `signal_detection.d_prime_interval`
    thirds              hits in the first, middle and last third of the sections
    change              last third minus first third of the hit share: below 0 fewer are found late; Newcombe's interval
    slope               least-squares slope of the hit share per section (`vigilance.decrement`), NaN under 4 sections
                        with planted lines
    """

    hits: int
    misses: int
    false_alarms: int
    correct_rejections: int
    hit_share: float
    hit_interval: Interval
    false_alarm_share: float
    false_alarm_interval: Interval
    d_prime: float
    d_prime_interval: Interval
    criterion: float
    thirds: tuple[Third, Third, Third]
    change: float
    change_interval: Interval
    slope: float


def long_look(planted: ArrayLike, marked: ArrayLike, section: ArrayLike) -> LongLook:
    """Score the lines of a long look, given as parallel 1-D arrays in the order read.

    planted  true (1) where the line is inconsistent: the signal
    marked   true (1) where the person marked it
    section  the number of the line's section, not falling; sections of any length

    The thirds hold whole sections, as equal in number as they can be, the middle one taking what is left over; of two
    sections the middle third is empty. The interval of the change takes lines as independent of each other.
    Raises ValueError for unequal shapes, flags other than 0 and 1, section numbers that are not whole or fall, or where
    no line is planted or none is clean.
    Source: d' and c as in `signal_detection`; that fewer rare signals are found as a watch goes on: Mackworth 1948,
    Quarterly Journal of Experimental Psychology 1, 6-21; the interval of the change: Newcombe 1998, Statistics in
    Medicine 17, 873-890.
    """
    sections = _sections(section)
    planted_at, marked_at = _flags("planted", planted, sections), _flags("marked", marked, sections)
    hits, misses = int(np.sum(planted_at & marked_at)), int(np.sum(planted_at & ~marked_at))
    false_alarms, rejections = int(np.sum(~planted_at & marked_at)), int(np.sum(~planted_at & ~marked_at))
    n_planted, n_clean = hits + misses, false_alarms + rejections
    if not n_planted or not n_clean:
        raise ValueError(f"planted must hold planted and clean lines, not {n_planted} and {n_clean}")
    counts = (hits, misses, false_alarms, rejections)
    first, middle, last = (_third(planted_at, marked_at, inside) for inside in _thirds(sections))
    change, change_interval = math.nan, Interval(math.nan, math.nan)
    if first.planted and last.planted:
        change = last.share - first.share
        change_interval = newcombe(last.hits, last.planted, first.hits, first.planted)
    return LongLook(
        *counts,
        hit_share=hits / n_planted,
        hit_interval=wilson(hits, n_planted),
        false_alarm_share=false_alarms / n_clean,
        false_alarm_interval=wilson(false_alarms, n_clean),
        d_prime=signal_detection.d_prime(*counts),
        d_prime_interval=signal_detection.d_prime_interval(*counts),
        criterion=signal_detection.criterion(*counts),
        thirds=(first, middle, last),
        change=change,
        change_interval=change_interval,
        slope=_slope(planted_at, marked_at, sections),
    )


def _thirds(sections: NDArray[np.int64]) -> tuple[Flags, Flags, Flags]:
    """For each third, which lines lie in it."""
    numbers = np.unique(sections)
    outer = (numbers.size + 1) // THIRDS
    if numbers.size == 1:  # no first and last to compare
        outer = 0
    first, last = np.isin(sections, numbers[:outer]), np.isin(sections, numbers[numbers.size - outer :])
    return first, ~first & ~last, last


def _third(planted: Flags, marked: Flags, inside: Flags) -> Third:
    total, hits = int(np.sum(planted & inside)), int(np.sum(planted & marked & inside))
    if not total:
        return Third(0, 0, math.nan, Interval(math.nan, math.nan))
    return Third(hits, total, hits / total, wilson(hits, total))


def _slope(planted: Flags, marked: Flags, sections: NDArray[np.int64]) -> float:
    shares = [float(marked[planted & (sections == number)].mean()) for number in np.unique(sections[planted])]
    return decrement(shares) if len(shares) >= MIN_BLOCKS else math.nan


def _sections(section: ArrayLike) -> NDArray[np.int64]:
    numbers = column("section", section)
    if not np.issubdtype(numbers.dtype, np.integer):
        raise ValueError("section must be whole numbers")
    if (np.diff(numbers) < 0).any():
        raise ValueError("section must not fall: lines are given in the order read")
    return numbers.astype(np.int64, copy=False)


def _flags(name: str, values: ArrayLike, sections: NDArray[np.int64]) -> Flags:
    array = np.asarray(values)
    parallel(name, array, "section", sections)
    return as_flags(name, array)
