"""How far instructors and the program agree on what rationales mention, factor by factor."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assessments.models import RationaleGrade
from courseware.models import Cohort

if TYPE_CHECKING:
    from assessments.measures.checks import Floats

# From fewer rationales no kappa is told.
MIN_FOR_KAPPA = 10
# The interval is resampled with a generator of its own, so that the page says the same each time.
SEED = 20


@dataclass(frozen=True)
class Agreement:
    """Of instructors and one estimator, factor by factor, over `rationales` that were read.

    both, only_people, only_program, neither: how many factors were found mentioned by whom. kappa with its 95 %
    interval, resampling rationales; None where there are too few, or no variation.
    """

    estimator: str
    rationales: int
    both: int
    only_people: int
    only_program: int
    neither: int
    kappa: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def factors(self) -> int:
        return self.both + self.only_people + self.only_program + self.neither

    @property
    def same(self) -> float:
        """Share of the factors on which they agree."""
        return (self.both + self.neither) / self.factors


def agreement_of(cohort: Cohort) -> list[Agreement]:
    """For each estimator that was in use when rationales of the cohort were graded. One query."""
    grades = RationaleGrade.objects.filter(response__attempt__enrolment__cohort=cohort)
    counts: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0, 0]))
    values = grades.values_list("estimator", "response_id", "mentioned", "estimated").order_by("pk")
    for estimator, response_id, mentioned, estimated in values:
        for name, by_person in mentioned.items():
            if name in estimated:
                counts[estimator][response_id][2 * (not by_person) + (not estimated[name])] += 1
    return [agreement(estimator, list(rows.values())) for estimator, rows in sorted(counts.items())]


def agreement(estimator: str, rows: Sequence[Sequence[int]]) -> Agreement:
    """`rows`: of each rationale the factors found by both, by people only, by the program only, by neither."""
    plain = Agreement(estimator, len(rows), *(sum(column) for column in zip(*rows, strict=True)))
    if len(rows) < MIN_FOR_KAPPA:
        return plain
    # Brings numpy and scipy.
    import numpy as np

    from assessments.measures.agreement import cohen_kappa
    from assessments.measures.intervals import bootstrap

    def kappa(table: "Floats") -> float:
        try:
            return cohen_kappa(table.sum(axis=0).reshape(2, 2))
        except ValueError:  # everything in one class: 0/0
            return float("nan")

    table = np.array(rows)
    try:
        low, high = bootstrap(kappa, table, rng=np.random.default_rng(SEED))
    except ValueError:  # undefined on too many of the resamples
        return plain
    return replace(plain, kappa=kappa(table), low=low, high=high)
