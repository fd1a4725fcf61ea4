"""Whether a person's confidence tells their right answers from their wrong ones.

Type-2 AUROC asks nothing of confidence but an order, and rises with the ease of the task itself. Meta-d' takes that
out: it is the d' at which an ideal observer would give the ratings seen, to be held against the d' there is.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from assessments.measures.checks import Floats, as_flags, as_numbers, parallel
from assessments.measures.meta_d_fit import m_ratio_fit

# One person's M-ratio scatters with a standard deviation of .51 over 40 trials, .23 over 200 and .13 over 400.
# Over fewer it says more about chance than about the person: callers then show type-2 AUROC instead.
MIN_TRIALS = 400

# People are ranked in groups of about this many trials, which the processor's cache still holds.
CACHED = 2**15
LAST_BIT = np.uint64(1)


@dataclass(frozen=True)
class MetaD:
    """Sensitivity of the answers `d_prime`, of the confidence `meta_d_prime`, and `m_ratio`, the second by the first.

    Floats for one person, arrays for several; no bounds. An M-ratio of 1 is confidence as good as the answers allow;
    below 1 something is lost between answer and confidence.
    """

    d_prime: float | Floats
    meta_d_prime: float | Floats
    m_ratio: float | Floats


def type2_auroc(confidence: ArrayLike, correct: ArrayLike) -> float | Floats:
    """P(confidence on a right answer > on a wrong one) + P(equal)/2, 0..1: .5 is no insight, 1 is perfect.

    It is the area under the type-2 ROC with straight lines between its points, exact also where many are tied.
    `confidence` holds finite numbers on any scale (only their order counts), `correct` true/false or 1/0, both of
    shape (trials,), which gives a float, or (people, trials), which gives an array (people,).
    Undefined for a person with only right or only wrong answers: NaN among several people, ValueError for one.
    Raises ValueError also for empty arrays, for other or unequal shapes, and for values outside these.
    Source: Galvin, Podd, Drga and Whitmore 2003, Psychonomic Bulletin & Review 10, 843-876; as a rank statistic:
    Hanley and McNeil 1982, Radiology 143, 29-36.
    """
    confidence, correct = np.asarray(confidence), np.asarray(correct)
    if confidence.ndim not in (1, 2) or confidence.size == 0:
        raise ValueError(f"confidence must be a non-empty array of 1 or 2 axes, not of shape {confidence.shape}")
    parallel("correct", correct, "confidence", confidence)
    numbers = np.atleast_2d(as_numbers("confidence", confidence))
    right = np.atleast_2d(as_flags("correct", correct))
    rows = max(1, CACHED // numbers.shape[1])
    area = np.concatenate([_area(numbers[i : i + rows], right[i : i + rows]) for i in range(0, len(right), rows)])
    if confidence.ndim == 2:
        return area
    if np.isnan(area[0]):
        raise ValueError("correct must hold right and wrong answers: with one kind only, the area is undefined")
    return float(area[0])


def meta_d_prime(counts_s1: ArrayLike, counts_s2: ArrayLike) -> MetaD:
    """Meta-d' by maximum likelihood: normals of equal variance, the relative criterion c' = c/d' held.

    `counts_s1` counts the responses to stimulus S1, ordered "S1, surest", ..., "S1, least sure", "S2, least sure",
    ..., "S2, surest"; `counts_s2` those to stimulus S2 in the same order. Last axis: 2 x ratings, of at least 2
    ratings; leading axes are people and broadcast. From the answers alone come d' = z(hit) - z(false alarm) and
    c = -(z(hit) + z(false alarm))/2. With means -+meta-d'/2, the answers parted at c meta-d'/d', and the ratings
    of either answer parted at criteria of their own, meta-d' and these criteria maximise

        sum over stimulus, answer, rating of n ln P(rating | stimulus, answer)

    A person with an empty cell first gets 1/(2 x ratings) added to all their cells; one without keeps the counts
    as they are. Below |d'| of about .5 the likelihood can have two tops: the higher one is taken.
    At d' = 0 there is no c', and meta_d_prime and m_ratio are NaN; near 0 m_ratio has no bound and either sign.
    Few trials are not refused: see MIN_TRIALS.
    Raises ValueError for counts that are negative, fractional, NaN or infinite, for an odd length or fewer than 2
    ratings, for shapes that do not match, and where a stimulus was never shown.
    Source: Maniscalco and Lau 2012, Consciousness and Cognition 21, 422-430.
    """
    s1, s2 = _counts(counts_s1, counts_s2)
    people, cells = s1.shape[:-1], s1.shape[-1]
    s1, s2 = s1.reshape(-1, cells), s2.reshape(-1, cells)
    padded = (s1 == 0).any(axis=1) | (s2 == 0).any(axis=1)
    z_false_alarm, z_hit = _z_second(s1, padded), _z_second(s2, padded)
    sensitivity = z_hit - z_false_alarm
    ratio = np.full(sensitivity.shape, np.nan)
    able = sensitivity != 0
    if able.any():
        extra = padded[able, None] / cells
        ratio[able] = m_ratio_fit(s1[able] + extra, s2[able] + extra, z_false_alarm[able], z_hit[able])
    return MetaD(*(_plain(value.reshape(people)) for value in (sensitivity, ratio * sensitivity, ratio)))


def _area(confidence: Floats, right: NDArray[np.bool_]) -> Floats:
    """The area of each row; NaN where one kind of answer is missing.

    In ascending order of confidence a right answer beats the wrong ones before it. Sorting the right answers of a
    tie behind its wrong ones counts the whole tie as won, sorting them before counts none of it: wanted is the mean.
    """
    trials = right.shape[1]
    places = np.arange(trials, dtype=np.uint64)
    keys = _keys(confidence)
    tie_won = keys | right
    tie_won.sort(axis=1)
    tie_won &= LAST_BIT
    keys |= ~right
    keys.sort(axis=1)
    keys &= LAST_BIT
    all_places = np.uint64(trials * (trials - 1) // 2)
    right_places = np.einsum("ij,j->i", tie_won, places) + (all_places - np.einsum("ij,j->i", keys, places))
    rights = np.count_nonzero(right, axis=1)
    wrongs = trials - rights
    # The places the right answers take among themselves say nothing.
    twice_won = right_places.astype(np.int64) - rights * (rights - 1)
    area: Floats = np.full(rights.shape, np.nan)
    np.divide(twice_won, 2.0 * rights * wrongs, out=area, where=(rights > 0) & (wrongs > 0))
    return area


def _keys(confidence: Floats) -> NDArray[np.uint64]:
    """Whole numbers in the order of confidence with the last bit free: sorting values is far cheaper than argsort."""
    low, high = confidence.min(), confidence.max()
    values = confidence + 0.0  # a copy, with 0. for -0.
    if low < 0 and max(-low, high) >= 2:
        values = _within_one(values)
    # The bits of a positive float, read as a whole number, keep its order; in a negative one all but the sign turn.
    bits = values.view(np.int64)
    keys: NDArray[np.uint64] = values.view(np.uint64)
    if low < 0:
        bits ^= (bits >> 63) & np.iinfo(np.int64).max
        keys -= np.array(bits.min()).view(np.uint64)
    keys <<= LAST_BIT
    return keys


def _within_one(values: Floats) -> Floats:
    """Numbers of at most 1 in the same order: the bits of larger ones of both signs would leave none to spare."""
    scale = 2.0 ** -float(np.frexp(np.abs(values).max())[1])
    nearer = values * scale
    if (nearer / scale == values).all():  # a power of two changes no digit, unless the number gets all too small
        return nearer
    ranks = np.unique(values, return_inverse=True)[1].reshape(values.shape)
    return ranks / values.size


def _counts(counts_s1: ArrayLike, counts_s2: ArrayLike) -> tuple[Floats, Floats]:
    """The counts of both stimuli in the same shape."""
    s1, s2 = _whole("counts_s1", counts_s1), _whole("counts_s2", counts_s2)
    if s1.shape[-1] != s2.shape[-1]:
        raise ValueError(f"counts_s2 must be as long as counts_s1, {s1.shape[-1]}, not {s2.shape[-1]}")
    try:
        shape = np.broadcast_shapes(s1.shape, s2.shape)
    except ValueError:
        raise ValueError(f"counts_s2 must broadcast with counts_s1, {s1.shape}, not be {s2.shape}") from None
    return np.broadcast_to(s1, shape), np.broadcast_to(s2, shape)


def _whole(name: str, values: ArrayLike) -> Floats:
    counts = as_numbers(name, np.asarray(values))
    if counts.ndim == 0 or counts.size == 0:
        raise ValueError(f"{name} must hold counts along its last axis, not be of shape {counts.shape}")
    if counts.shape[-1] % 2 or counts.shape[-1] < 4:
        raise ValueError(f"{name} must hold 2 x ratings counts of at least 2 ratings, not {counts.shape[-1]}")
    if not ((counts >= 0) & (counts == np.floor(counts))).all():
        raise ValueError(f"{name} must hold whole numbers from 0 on")
    if not counts.any(axis=-1).all():
        raise ValueError(f"{name} must hold at least one response: the stimulus was never shown")
    return counts


def _z_second(counts: Floats, padded: NDArray[np.bool_]) -> Floats:
    """z of the share of answers "S2"."""
    # The padding comes to a half for either answer. Added as such it rounds nothing, and equal shares stay equal.
    answers = counts[:, counts.shape[1] // 2 :].sum(axis=1)
    z: Floats = ndtri((answers + padded / 2) / (counts.sum(axis=1) + padded))
    return z


def _plain(values: Floats) -> float | Floats:
    return float(values) if values.ndim == 0 else values
