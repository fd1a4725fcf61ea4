"""Stored scores as plain rows: what pages read instead of scoring anything again."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from assessments.catalog import MEASURES, Measure, shown, whole_and_block
from assessments.models import Score

# What a drill's note says where its device could not time. Rows from before there was a column say it only there.
TIMING_NOTE = "not valid for timing on this device"
# The measures worth a headline, the most telling first. All have intervals.
HEADLINES = (
    "sart_d_prime",
    "sart_commission",
    "sart_omission",
    "gradcpt_d_prime",
    "gradcpt_commission",
    "gradcpt_omission",
    "pvt_speed",
    "pvt_lapses",
    "long_look_d_prime",
    "long_look_hits",
    "long_look_false_alarms",
    "ambiguity_sensitivity",
    "ambiguity_specificity",
    "soft_label_score",
    "ambiguity_d_prime",
    "naming_accuracy",
    "accuracy",
    "position_consistency",
    "overconfidence",
)


class ScoreRow(NamedTuple):
    """One measure of one completed attempt: the estimate, its 95 % interval (None without one), and its count.

    `device` and `form` as in `Score`; `block`: of which block it is, None for the whole attempt.
    """

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
    timing_valid: bool
    device: str
    form: str
    block: int | None = None

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
        low = shown(self.measure, self.low).removesuffix(self.about.suffix)
        return f"{low} to {shown(self.measure, self.high)}"

    @property
    def rests_on(self) -> str:
        return self.about.rests_on(self.n)

    def compares_with(self, other: "ScoreRow") -> bool:
        """Whether the two may stand in one history: one measure and form, and where times count one device."""
        same = (self.measure, self.form) == (other.measure, other.form)
        return same and (not self.about.timed or self.device == other.device)


def score_rows(scores: QuerySet[Score]) -> list[ScoreRow]:
    """The scores in the order in which their attempts were completed; of several scorings the newest. One query.

    What is kept block by block is not among them (`score_and_block_rows`).
    """
    return [row for row in _rows(scores) if row.block is None]


def score_and_block_rows(scores: QuerySet[Score]) -> list[ScoreRow]:
    """As `score_rows`, with those of single blocks. One query."""
    return _rows(scores)


def _rows(scores: QuerySet[Score]) -> list[ScoreRow]:
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
        "timing_valid",
        "device",
        "form",
        "scoring_version",
        "revision",
    )
    newest: dict[tuple[int, str], ScoreRow] = {}
    # Each scoring of an attempt stores all that could be measured then; what is in an earlier one only is no more.
    scorings: dict[int, tuple[str, int]] = {}
    for *values, version, revision in rows:
        row = ScoreRow._make((*values, None))
        if scorings.setdefault(row.attempt_id, (version, revision)) != (version, revision):
            scorings[row.attempt_id] = (version, revision)
            for stale in [key for key in newest if key[0] == row.attempt_id]:
                del newest[stale]
        measure, block = whole_and_block(row.measure)
        if measure in MEASURES:  # a measure of a later version of the code has no name here
            timing_valid = row.timing_valid and TIMING_NOTE not in row.note
            newest[row.attempt_id, row.measure] = row._replace(measure=measure, block=block, timing_valid=timing_valid)
    return list(newest.values())


def headlines_of(rows: Iterable[ScoreRow]) -> list[str]:
    """The three most telling measures among those rows, in order of telling."""
    there = {row.measure for row in rows if row.value is not None}
    return [measure for measure in HEADLINES if measure in there][:3]
