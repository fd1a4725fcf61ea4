"""Stored scores as plain rows: what pages read instead of scoring anything again."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from assessments.catalog import MEASURES, Measure, shown
from assessments.models import Score

# What a drill's note says where its device could not time. `domain.scorers` writes it; a test holds the two together
# (that module loads numpy, which a page must not).
TIMING_NOTE = "not valid for timing on this device"
# The measures worth a headline, the most telling first. All have intervals.
HEADLINES = (
    "sart_d_prime",
    "sart_commission",
    "sart_omission",
    "accuracy",
    "position_consistency",
    "overconfidence",
)


class ScoreRow(NamedTuple):
    """One measure of one completed attempt: the estimate, its 95 % interval (None without one), and its count."""

    enrolment_id: int
    attempt_id: int
    module: str
    kind: str
    measure: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    note: str
    at: datetime

    @property
    def about(self) -> Measure:
        return MEASURES[self.measure]

    @property
    def words(self) -> str:
        return shown(self.measure, self.value)

    @property
    def interval(self) -> str:
        """`82 to 97 %`, the unit once; empty where the measure has no interval."""
        if self.low is None or self.high is None:
            return ""
        low = shown(self.measure, self.low).removesuffix("\u00a0%")
        return f"{low} to {shown(self.measure, self.high)}"

    @property
    def timing_valid(self) -> bool:
        return TIMING_NOTE not in self.note


def score_rows(scores: QuerySet[Score]) -> list[ScoreRow]:
    """The scores in the order in which their attempts were completed; of several scorings the newest. One query."""
    rows = scores.order_by("attempt__completed_at", "attempt_id", "pk").values_list(
        "attempt__enrolment_id",
        "attempt_id",
        "attempt__module",
        "attempt__kind",
        "measure",
        "value",
        "low",
        "high",
        "n",
        "note",
        "attempt__completed_at",
    )
    newest: dict[tuple[int, str], ScoreRow] = {}
    for row in map(ScoreRow._make, rows):
        if row.measure in MEASURES:  # a measure of a later version of the code has no name here
            newest[row.attempt_id, row.measure] = row
    return list(newest.values())


def headlines_of(rows: Iterable[ScoreRow]) -> list[str]:
    """The three most telling measures among those rows, in order of telling."""
    there = {row.measure for row in rows if row.value is not None}
    return [measure for measure in HEADLINES if measure in there][:3]
