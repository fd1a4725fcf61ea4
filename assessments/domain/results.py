"""What one completed attempt came to, as its owner may see it: at most three numbers, each with its own history."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments import svg
from assessments.catalog import Measure
from assessments.domain.score_rows import HEADLINES, ScoreRow, headlines_of, score_rows
from assessments.models import Score
from courseware.models import Job
from training.models import Attempt

# What a count in a score counts.
COUNTED = {
    "sart_d_prime": "trials",
    "sart_commission": "target digits",
    "sart_omission": "other digits",
    "accuracy": "answers",
    "position_consistency": "pairs",
    "overconfidence": "answers",
}
UNSCORED_KINDS = ("lesson",)
# So many earlier values are written out beside a sparkline.
WRITTEN_OUT = 4


class State(StrEnum):
    """`DONE`: nothing is measured in this kind of module. `EMPTY`: it was scored, and nothing could be measured."""

    DONE = "done"
    PENDING = "pending"
    BROKEN = "broken"
    EMPTY = "empty"
    UNTIMED = "untimed"
    READY = "ready"


@dataclass(frozen=True)
class Headline:
    """One number: the estimate, its interval in words, what it rests on, and the person's own earlier ones."""

    measure: Measure
    value: str
    interval: str
    rests_on: str
    earlier: tuple[str, ...]
    more_earlier: int
    spark: svg.Sparkline | None

    @property
    def spark_words(self) -> str:
        return f"{self.measure.name} over your attempts, oldest first: {', '.join(self.earlier)}, now {self.value}."


@dataclass(frozen=True)
class Results:
    state: State
    headlines: tuple[Headline, ...] = ()
    note: str = ""


def results_of(attempt: Attempt) -> Results:
    """The results of a completed attempt. One query, a second while there is no score."""
    if attempt.kind in UNSCORED_KINDS:
        return Results(State.DONE)
    rows = score_rows(
        Score.objects.filter(
            attempt__enrolment=attempt.enrolment_id,
            attempt__kind=attempt.kind,
            attempt__completed_at__lte=attempt.completed_at,
            measure__in=HEADLINES,
        )
    )
    own = [row for row in rows if row.attempt_id == attempt.pk]
    if not own:
        return Results(_why_nothing(attempt))
    if not all(row.timing_valid for row in own):
        return Results(State.UNTIMED)
    # What an untimed device recorded is no history to compare with.
    usable = [row for row in rows if row.timing_valid and row.value is not None]
    headlines = tuple(
        _headline([row for row in usable if row.measure == measure and _not_after(row, attempt)])
        for measure in headlines_of(own)
    )
    return Results(State.READY, headlines, own[0].note)


def _not_after(row: ScoreRow, attempt: Attempt) -> bool:
    """Two attempts completed at the same instant are told apart by their order of starting."""
    return row.at != attempt.completed_at or row.attempt_id <= attempt.pk


def _why_nothing(attempt: Attempt) -> State:
    """No score: the work is still to be done, has failed for good, or found nothing to measure."""
    # The key under which assessments.receivers queued the work.
    job = Job.objects.filter(key=f"score-attempt-{attempt.pk}").first()
    if job is None or job.state == Job.State.DONE:
        return State.EMPTY
    return State.BROKEN if job.state == Job.State.DEAD else State.PENDING


def _headline(history: Sequence[ScoreRow]) -> Headline:
    """`history`: one measure, oldest first; the last is the one that is shown."""
    now, before = history[-1], history[:-1]
    return Headline(
        measure=now.about,
        value=now.words,
        interval=now.interval,
        rests_on=f"{now.n} {COUNTED[now.measure]}",
        earlier=tuple(row.words for row in before[-WRITTEN_OUT:]),
        more_earlier=max(0, len(before) - WRITTEN_OUT),
        spark=svg.sparkline([svg.Estimate(row.value, row.low, row.high) for row in history if row.value is not None]),
    )
