"""How far instructors and the program agree on what rationales mention, factor by factor.

Real people's rationales and simulated people's are told apart: simulated ones are made from the words of the factors
that the program looks for, so it finds them more easily. Python alone, no numpy: the page works it out while somebody
waits.
"""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import quantiles

from assessments.models import RationaleGrade
from courseware.models import Cohort

# From fewer rationales no kappa is told.
MIN_FOR_KAPPA = 10
# The interval is resampled with a generator of its own, so that the page says the same each time.
SEED = 20
DRAWS = 500
# Where kappa is undefined on more of the draws than this, what is left of them speaks for no interval.
MAX_UNDEFINED_SHARE = 0.1
# Where one of these holds, the rationale is no real person's.
PRETENDED = (
    "response__attempt__is_simulated",
    "response__attempt__enrolment__user__is_simulated",
    "response__attempt__enrolment__user__is_demo",
)

# Of one rationale, or of several: how many factors were found by both, by people only, by the program only, by neither.
Counts = Sequence[int]


@dataclass(frozen=True)
class Agreement:
    """Of instructors and one estimator, factor by factor, over `rationales` that were read.

    both, only_people, only_program, neither: how many factors were found mentioned by whom. kappa with its 95 %
    interval, resampling rationales; None where there are too few, or no variation.
    """

    rationales: int = 0
    both: int = 0
    only_people: int = 0
    only_program: int = 0
    neither: int = 0
    kappa: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def factors(self) -> int:
        return self.both + self.only_people + self.only_program + self.neither

    @property
    def same(self) -> float | None:
        """Share of the factors on which they agree; None before any was read."""
        return (self.both + self.neither) / self.factors if self.factors else None


@dataclass(frozen=True)
class Agreements:
    """Of one estimator: over what real people wrote, and over what simulated people and demonstration accounts did."""

    estimator: str
    real: Agreement
    simulated: Agreement


def agreement_of(cohort: Cohort) -> list[Agreements]:
    """For each estimator that was in use when rationales of the cohort were graded. One query."""
    grades = RationaleGrade.objects.filter(response__attempt__enrolment__cohort=cohort).order_by("pk")
    counts: dict[str, dict[tuple[bool, int], list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0, 0]))
    values = grades.values_list("estimator", "response_id", "mentioned", "estimated", *PRETENDED)
    for estimator, response_id, mentioned, estimated, *pretended in values:
        for name, by_person in mentioned.items():
            if name in estimated:
                place = 2 * (not by_person) + (not estimated[name])
                counts[estimator][any(pretended), response_id][place] += 1
    return [
        Agreements(
            estimator,
            real=agreement([row for (pretended, _), row in rows.items() if not pretended]),
            simulated=agreement([row for (pretended, _), row in rows.items() if pretended]),
        )
        for estimator, rows in sorted(counts.items())
    ]


def agreement(rows: Sequence[Counts]) -> Agreement:
    """`rows`: the counts of each rationale."""
    if not rows:
        return Agreement()
    total = _added(rows)
    plain = Agreement(len(rows), *total)
    kappa = kappa_of(total)
    if len(rows) < MIN_FOR_KAPPA or kappa is None:
        return plain
    rng = random.Random(SEED)
    drawn = [kappa_of(_added(rng.choices(rows, k=len(rows)))) for _ in range(DRAWS)]
    told = [value for value in drawn if value is not None]
    if len(told) < (1 - MAX_UNDEFINED_SHARE) * DRAWS:
        return plain
    # 39 cuts into fortieths: the first and the last leave 2.5 % on either side.
    low, *_, high = quantiles(told, n=40, method="inclusive")
    return replace(plain, kappa=kappa, low=low, high=high)


def kappa_of(counts: Counts) -> float | None:
    """Cohen's kappa of a table of two by two, (observed - by chance)/(1 - by chance); None for 0/0: all in one class.

    Source: Cohen 1960, Educational and Psychological Measurement 20, 37-46.
    """
    both, only_people, only_program, neither = counts
    n = sum(counts)
    # Whole numbers, times n squared: nothing is rounded before the last step.
    chance = (both + only_people) * (both + only_program) + (only_program + neither) * (only_people + neither)
    return (n * (both + neither) - chance) / (n * n - chance) if n * n != chance else None


def _added(rows: Sequence[Counts]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]
