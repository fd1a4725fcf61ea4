"""How answers follow each other in a sitting: repeats of the answer before, accuracy and pace by thirds."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from assessments.measures.checks import coded, flags, numbers
from assessments.measures.effects import Effect
from assessments.measures.intervals import Interval, newcombe, normal_quantile

# Three answers to a third: with two, one slip moves a third by half the scale.
MIN_FOR_THIRDS = 9
# Four times to a third: from fewer their spread is hardly known.
MIN_FOR_PACE = 12


@dataclass(frozen=True)
class Repeats:
    """How often an answer equals the one before it, and how often it would in a random order of the same answers.

    observed, expected, sd  counts among the n - 1 answers that have one before them; sd is that of random orders
    excess                  (observed - expected) / (n - 1): the share of answers that repeat beyond chance, -1 .. 1
    longest_run             most equal answers in a row; 1 where no answer repeats
    n                       answers
    """

    observed: int
    expected: float
    sd: float
    excess: float
    longest_run: int
    n: int

    def interval(self, level: float = 0.95) -> Interval:
        """`excess` -+ z sd / (n - 1), cut off at -1 and 1; rough below about 20 answers.

        It leaves out 0 exactly where the order is unlikely to be random (a two-sided runs test at 1 - level). No
        width where every order of these answers repeats equally often (sd is 0), and then it says nothing.
        Raises ValueError unless 0 < level < 1.
        """
        half = normal_quantile(level) * self.sd / (self.n - 1)
        return Interval(max(-1.0, self.excess - half), min(1.0, self.excess + half))


def repeats(choices: ArrayLike) -> Repeats:
    """Repeats in `choices` (n,), the answers of one sitting in the order given: numbers or texts.

    Of all orders of the same answers, with f(i) of them equal to the i-th answer (s2 = sum f^2, s3 = sum f^3):

        expected = (s2 - n) / n
        sd^2     = (s2 (s2 + n (n + 1)) - 2 n s3 - n^3) / (n^2 (n - 1))

    which is the mean and variance of the number of runs, for every repeat is one run fewer.
    Raises ValueError for fewer than 2 answers, another shape, or an answer that is missing.
    Source: Mood 1940, Annals of Mathematical Statistics 11, 367-392; for two kinds of answers Wald and Wolfowitz
    1940, ibid., 147-162.
    """
    codes, levels = coded("choices", choices)
    n = int(codes.size)
    if n < 2:
        raise ValueError("choices must hold at least 2 answers, for the first has none before it")
    # Whole numbers throughout: the variance is a small difference of large products.
    counts = [int(count) for count in np.bincount(codes, minlength=levels.size)]
    squares, cubes = sum(f**2 for f in counts), sum(f**3 for f in counts)
    variance = (squares * (squares + n * (n + 1)) - 2 * n * cubes - n**3) / (n**2 * (n - 1))
    observed = int((codes[1:] == codes[:-1]).sum())
    expected = (squares - n) / n
    return Repeats(
        observed=observed,
        expected=expected,
        sd=math.sqrt(variance),
        excess=(observed - expected) / (n - 1),
        longest_run=max(len(list(run)) for _, run in groupby(codes.tolist())),
        n=n,
    )


class Share(NamedTuple):
    """`right` of `n` answers."""

    right: int
    n: int


@dataclass(frozen=True)
class Thirds:
    """Right answers in the first, middle and last third of a sitting.

    change     share right in the last third minus that in the first, -1 .. 1; below 0 accuracy fell
    low, high  its interval
    """

    first: Share
    middle: Share
    last: Share
    change: float
    low: float
    high: float


def thirds(correct: ArrayLike, level: float = 0.95) -> Thirds:
    """Accuracy by thirds of a sitting. `correct` (n,) is true (1) or false (0), in the order of answering.

    The first and the last third have n // 3 answers each, and what is left over is in the middle. The interval of
    the change is Newcombe's for two independent shares (`intervals.newcombe`).
    Raises ValueError for fewer than 9 answers, another shape or other values, and unless 0 < level < 1.
    Source: the contrast of early with late performance is the usual vigilance decrement, as in See, Howe, Warm and
    Dember 1995, Psychological Bulletin 117, 230-249; its interval: Newcombe 1998, Statistics in Medicine 17, 873-890.
    """
    right = flags("correct", correct).tolist()
    if len(right) < MIN_FOR_THIRDS:
        raise ValueError(f"correct must hold at least {MIN_FOR_THIRDS} answers, not {len(right)}")
    size = len(right) // 3
    first, middle, last = _share(right[:size]), _share(right[size:-size]), _share(right[-size:])
    low, high = newcombe(last.right, last.n, first.right, first.n, level)
    return Thirds(first, middle, last, (last.right - first.right) / size, low, high)


def pace_change(times: ArrayLike) -> Effect:
    """Time per answer in the last third of a sitting as a ratio to that in the first; below 1 faster, above 1 slower.

    `times` (n,) above 0, in any one unit, in the order of answering. Compared are geometric means: an answer that took
    five times as long as the others weighs as much as one that took a fifth. With x the logarithms of the times,

        ratio = exp(mean x_last - mean x_first),   interval = exp of Welch's for the difference of the means

    The first and the last third have n // 3 answers each, and what is left over is in the middle; `n` counts the two.
    Raises ValueError for fewer than 12 times, another shape, times that are not above 0, and where no time differs from
    the others of its third.
    Source: Welch 1947, Biometrika 34, 28-35; on the logarithms of response times Ratcliff 1993, Psychological Bulletin
    114, 510-532.
    """
    values = numbers("times", times)
    if values.size < MIN_FOR_PACE:
        raise ValueError(f"times must hold at least {MIN_FOR_PACE} answers, not {values.size}")
    if not (values > 0).all():
        raise ValueError("times must be above 0")
    logs, size = np.log(values), values.size // 3
    change = Effect.of_means("times", logs[-size:], logs[:size])
    return Effect(math.exp(change.estimate), math.exp(change.low), math.exp(change.high), change.n)


def _share(right: Sequence[bool]) -> Share:
    return Share(sum(right), len(right))
