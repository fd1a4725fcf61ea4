"""What one completed attempt came to, as its owner may see it: at most three numbers, then the whole run.

What stands beside a number as history is the person's own, of the same measure and form, and for what is made of
response times of the same device; what was set aside, or could not be timed, is in no history.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.db.models import Q

from assessments import svg
from assessments.catalog import MEASURES, Measure
from assessments.domain.block_curves import Curve, curve_of
from assessments.domain.score_rows import ScoreRow, headlines_of, score_and_block_rows
from assessments.models import Score
from courseware.models import Job
from training.activities.drill import UNTIMED
from training.models import Attempt, Ruling

UNSCORED_KINDS = ("lesson", "skill")
# So many earlier values are written out beside a sparkline.
WRITTEN_OUT = 4


class State(StrEnum):
    """`DONE`: nothing is measured in this kind of module. `EMPTY`: it was scored, and nothing could be measured.

    `ASIDE`: a ruling says that it counts nowhere. `UNTIMED`: likewise, of attempts from before there were rulings.
    """

    DONE = "done"
    PENDING = "pending"
    BROKEN = "broken"
    EMPTY = "empty"
    UNTIMED = "untimed"
    ASIDE = "aside"
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
class Ruled:
    """What rulings say of the attempt: why, by which kind of ruling the newest was, and whether it is offered again."""

    code: str
    reason: str
    at: datetime
    offered_again: bool


@dataclass(frozen=True)
class Results:
    """`whole`: every measure of the run; `curve`: it block by block. `device`: what it was done on, in words.

    stood_in: another drill was asked because the device could not time the module's own; other_device: there are
    earlier runs on another device, which its times are not compared with; zone_later: what share is in the zone is
    told from the next run on, against this one.
    """

    state: State
    headlines: tuple[Headline, ...] = ()
    note: str = ""
    whole: tuple[ScoreRow, ...] = ()
    curve: Curve | None = None
    device: str = ""
    form: str = ""
    ruled: Ruled | None = None
    stood_in: bool = False
    other_device: bool = False
    zone_later: bool = False

    def without(self, *measures: str) -> "Results":
        """Less these rows of the whole run, which stand elsewhere on the page."""
        return replace(self, whole=tuple(row for row in self.whole if row.measure not in measures))


def results_of(attempt: Attempt) -> Results:
    """The results of a completed attempt. One query; one more while there is no score, one where it was ruled on."""
    if attempt.kind in UNSCORED_KINDS:
        return Results(State.DONE)
    ruled = _ruled(attempt)
    if attempt.voided_at is not None:
        return Results(State.ASIDE, ruled=ruled)
    rows = score_and_block_rows(
        Score.objects.filter(
            Q(attempt__completed_at__lte=attempt.completed_at),
            attempt__enrolment=attempt.enrolment_id,
            attempt__kind=attempt.kind,
            attempt__voided_at__isnull=True,
        )
    )
    rows = [row for row in rows if _not_after(row, attempt)]
    own = [row for row in rows if row.attempt_id == attempt.pk]
    if not own:
        return Results(_why_nothing(attempt), ruled=ruled)
    # What an untimed device recorded is neither shown nor a history to compare with.
    usable = [row for row in own if row.timing_valid]
    if not usable:
        return Results(State.UNTIMED, ruled=ruled)
    return _ready(attempt, usable, [row for row in rows if row.timing_valid and row.attempt_id != attempt.pk], ruled)


def _ready(attempt: Attempt, own: Sequence[ScoreRow], before: Sequence[ScoreRow], ruled: Ruled | None) -> Results:
    whole = {row.measure: row for row in own if row.block is None}
    earlier = [row for row in before if row.block is None and row.value is not None]
    known = whole.keys()
    return Results(
        state=State.READY,
        headlines=tuple(
            _headline([*(row for row in earlier if row.compares_with(whole[slug])), whole[slug]])
            for slug in headlines_of(whole.values())
        ),
        # A drill's note is about the run; others say something of one measure alone, and stand beside it.
        note=own[0].note if attempt.kind == "drill" else "",
        whole=tuple(whole[slug] for slug in MEASURES if slug in whole),
        curve=curve_of(own, before),
        device=own[0].device,
        form=own[0].form,
        ruled=ruled,
        stood_in=attempt.variant == UNTIMED,
        other_device=any(_only_the_device_differs(row, whole[row.measure]) for row in earlier if row.measure in whole),
        zone_later="gradcpt_zone" in known and "gradcpt_in_zone" not in known,
    )


def _only_the_device_differs(earlier: ScoreRow, now: ScoreRow) -> bool:
    # What was scored before devices were kept has none; that is no other device.
    known = bool(earlier.device) and earlier.device != now.device
    return now.about.timed and earlier.form == now.form and known


def _ruled(attempt: Attempt) -> Ruled | None:
    if attempt.voided_at is None and attempt.reoffered_at is None:
        return None
    rulings = list(Ruling.objects.filter(attempt=attempt).order_by("created_at", "pk"))
    if not rulings:
        return None
    # Why it counts nowhere is told first; without that, why it is offered again.
    told = next((ruling for ruling in rulings if ruling.voids), rulings[-1])
    return Ruled(told.code, told.reason, told.created_at, attempt.reoffered_at is not None)


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
        rests_on=now.rests_on,
        earlier=tuple(row.words for row in before[-WRITTEN_OUT:]),
        more_earlier=max(0, len(before) - WRITTEN_OUT),
        spark=svg.sparkline([svg.Estimate(row.value, row.low, row.high) for row in history if row.value is not None]),
    )
