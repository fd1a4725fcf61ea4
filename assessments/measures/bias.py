"""What a bias comes to in one person: the mean outcome of treated answers minus that of the others, with an interval.

Chance decided which answers were treated, so the difference is the person's. Twenty answers say little, and shares near
0 or 1 are where simple intervals fail: what is done about either stands with the functions. How a person's number
leans on those of the cohort stands in `shrinkage`; its names can be imported from here too. Python alone, no numpy:
pages work it out while somebody waits.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.measures.shrinkage import MIN_PEERS, Shrinkage, shrink
from assessments.measures.student import t_quantile

__all__ = [
    "MIN_ANSWERS",
    "MIN_PEERS",
    "Arm",
    "BiasEffect",
    "Shrinkage",
    "contrast_effect",
    "moderated_errors",
    "shrink",
]

LEVEL = 0.95
# Fewer answers than this on either side give no interval: from two of a kind no spread can be told.
MIN_ANSWERS = 3
# What Agresti and Caffo add to either side: one answer with the outcome and one without.
ADDED = 1
# Outcomes that are not 0 or 1 come in steps, seldom finer than a fifth label makes them. An arm is never taken to vary
# less than if one of its answers lay one such step off.
STEP = 0.25
# So many answers of the cohort's are put beside a person's own when the spread of their answers is told (see there).
PRIOR_ANSWERS = 40


@dataclass(frozen=True)
class Arm:
    """Answers of one kind: how many, the sum of their outcomes (0..1 or -1..1), and the sum of the squares.

    Arms add up. Raises ValueError for sums that no outcomes can have.
    """

    n: int = 0
    total: float = 0.0
    squares: float = 0.0

    def __post_init__(self) -> None:
        if self.n < 0 or not math.isfinite(self.total) or not math.isfinite(self.squares):
            raise ValueError(f"an arm must hold a count and two finite sums, not {self}")
        if self.total**2 > self.n * self.squares + 1e-9 or self.squares > self.n + 1e-9:
            raise ValueError(f"no outcomes from -1 to 1 have the sums of {self}")

    @classmethod
    def of(cls, outcomes: Iterable[float]) -> "Arm":
        values = list(outcomes)
        return cls(len(values), math.fsum(values), math.fsum(value**2 for value in values))

    def __add__(self, other: "Arm") -> "Arm":
        return Arm(self.n + other.n, self.total + other.total, self.squares + other.squares)

    @property
    def mean(self) -> float:
        """Raises ZeroDivisionError for an arm without answers."""
        return self.total / self.n

    @property
    def deviations(self) -> float:
        """The sum of squared deviations from the mean."""
        return max(0.0, self.squares - self.total**2 / self.n) if self.n else 0.0

    @property
    def is_yes_or_no(self) -> bool:
        """Whether every outcome is 0 or 1: for those alone the two sums are equal (or, hardly ever, by accident)."""
        return math.isclose(self.squares, self.total, abs_tol=1e-9)


@dataclass(frozen=True)
class BiasEffect:
    """A difference of means with its standard error and its interval at 95 %; `n` counts the answers on both sides."""

    estimate: float
    standard_error: float
    low: float
    high: float
    n: int

    @property
    def excludes_zero(self) -> bool:
        """At most about 5 in 100 people without the bias, for each bias."""
        return self.low > 0 or self.high < 0


def contrast_effect(treated: Arm, control: Arm) -> BiasEffect:
    """Mean outcome of `treated` minus mean of `control`, two independent sets of answers, with its 95 % interval.

    Where every outcome is 0 or 1, one answer with the outcome and one without are added to either side (Agresti and
    Caffo), so that there is a width even where nobody or everybody did it:

        p = (x + 1)/(n + 2),   se^2 = p_1 (1 - p_1)/(n_1 + 2) + p_0 (1 - p_0)/(n_0 + 2),   p_1 - p_0 -+ t se

    Other outcomes: se^2 = s_1^2/n_1 + s_0^2/n_0 (Welch), where an arm's sum of squared deviations is at least STEP^2.
    The t is that of the smaller side's degrees of freedom, n + 1 for shares and n - 1 otherwise: Welch's own formula
    gives more, and with few and uneven answers flags up to 6 of 100 people who have no bias.

    People without the bias are flagged (the interval leaves 0 out) in 2.2 of 100 cases on average over all shares and
    4 to 40 answers on either side, worked out exactly for outcomes of 0 and 1. At the worst share that is 4.2 at 10 and
    10 answers, under 5 for all but one in seventy pairs of counts, and never over 5.4. (Newcombe's interval reaches
    7.7.) Ratings on 3 to 5 labels: .1 to 4.1 of 100 in simulations of 5 to 14 answers.

    `estimate` is the plain difference; the interval of shares is centred a little nearer to 0.
    Raises ValueError for fewer than MIN_ANSWERS on either side.
    Sources: Agresti and Caffo 2000, The American Statistician 54, 280-288; Welch 1947, Biometrika 34, 28-35; the
    smaller side's degrees of freedom: Moore, McCabe and Craig 2009, Introduction to the Practice of Statistics, 7.2.
    """
    if min(treated.n, control.n) < MIN_ANSWERS:
        raise ValueError(f"either side must have at least {MIN_ANSWERS} answers, not {treated.n} and {control.n}")
    shares = treated.is_yes_or_no and control.is_yes_or_no
    sides = [_share(arm) if shares else _mean(arm) for arm in (treated, control)]
    error = math.sqrt(sum(side.variance for side in sides))
    centre = sides[0].value - sides[1].value
    half = t_quantile(min(side.freedom for side in sides), LEVEL) * error
    end = 1.0 if shares else 2.0
    return BiasEffect(
        estimate=treated.mean - control.mean,
        standard_error=error,
        low=max(-end, centre - half),
        high=min(end, centre + half),
        n=treated.n + control.n,
    )


def moderated_errors(people: Iterable[tuple[Arm, Arm]]) -> list[float]:
    """For each person's (treated, control) the standard error of the plain difference, steadied by all of them.

    The spread of ten answers is a poor guide to its own size, and none at all where all ten are alike; weighed by it,
    people whose answers happen to be alike would pull the cohort towards themselves, and do in simulations with less
    than twenty answers of the cohort's beside their own. So each arm's variance is that of
    its own answers with PRIOR_ANSWERS of the cohort's beside them, treated and control apart:

        se^2 = s_1^2/n_1 + s_0^2/n_0,   s^2 = (SS + 40 S^2)/(n - 1 + 40)
        S^2  = (sum of all SS + u^2)/(sum of all (n - 1) + 1)

    where SS is an arm's sum of squared deviations and u one answer that was otherwise (1 for outcomes of 0 and 1, else
    STEP): nobody is ever perfectly sure. Raises ValueError for an arm without answers.
    Source: after Smyth 2004, Statistical Applications in Genetics and Molecular Biology 3(1), article 3.
    """
    pairs = list(people)
    if any(not arm.n for pair in pairs for arm in pair):
        raise ValueError("every arm must have at least one answer")
    shares = all(arm.is_yes_or_no for pair in pairs for arm in pair)
    unit = (1.0 if shares else STEP) ** 2
    sums = [0.0] * len(pairs)
    for side in (0, 1):
        arms = [pair[side] for pair in pairs]
        pooled = (sum(arm.deviations for arm in arms) + unit) / (sum(arm.n - 1 for arm in arms) + 1)
        for index, arm in enumerate(arms):
            sums[index] += (arm.deviations + PRIOR_ANSWERS * pooled) / (arm.n - 1 + PRIOR_ANSWERS) / arm.n
    return [math.sqrt(variance) for variance in sums]


@dataclass(frozen=True)
class _Side:
    """One arm's mean as it goes into the interval, the variance of that mean, and its degrees of freedom."""

    value: float
    variance: float
    freedom: float


def _share(arm: Arm) -> _Side:
    n = arm.n + 2 * ADDED
    share = (arm.total + ADDED) / n
    return _Side(share, share * (1 - share) / n, n - 1)


def _mean(arm: Arm) -> _Side:
    return _Side(arm.mean, max(arm.deviations, STEP**2) / (arm.n - 1) / arm.n, arm.n - 1)
