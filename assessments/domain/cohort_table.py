"""A cohort as a table: one row for each trainee. The number of queries does not depend on how many there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from assessments import gate_words, svg
from assessments.catalog import MEASURES, Measure
from assessments.domain.attention import Concern, PracticeSet, Situation, concerns, need, status
from assessments.domain.policies import policy_of
from assessments.domain.score_rows import ScoreRow, score_rows
from assessments.domain.standings import gates_of, latest_standings
from assessments.domain.trajectories import policy_shown
from assessments.gate_words import GateLine
from assessments.gates import Gate, GateStanding
from assessments.models import Certificate, Score
from courseware.curriculum import Program
from courseware.domain.programs import program_of
from courseware.models import Cohort, Consent, Enrolment
from training.activities.drills.validity import Verdict
from training.domain import schedule
from training.domain.private_kinds import attempts_for_staff
from training.models import Attempt, Ruling

# The measure that says, beside the gates, how the newest sets went.
ACCURACY = "accuracy"


class Show(StrEnum):
    """The filters of the page, by their name in the address."""

    ALL = "all"
    NEEDS = "needs"
    FINISHED = "finished"


class AttemptTimes(NamedTuple):
    """`set_aside`: the code of the ruling by which it counts nowhere."""

    enrolment_id: int
    module: str
    started_at: datetime
    completed_at: datetime | None
    kind: str
    set_aside: str | None


@dataclass
class Record:
    """What is stored of one enrolment, oldest first."""

    attempts: list[AttemptTimes] = field(default_factory=list)
    gates: list[GateStanding] = field(default_factory=list)
    scores: list[ScoreRow] = field(default_factory=list)


@dataclass(frozen=True)
class DayCell:
    """One day of the course for one trainee: `level` 0 to 4 for the heat map."""

    done: int
    of: int
    level: int


@dataclass(frozen=True)
class Row:
    """One trainee. `gates`: every gate of the policy with its line, None where nothing is known yet."""

    enrolment: Enrolment
    situation: Situation
    concerns: tuple[Concern, ...]
    status: str
    last_active: datetime | None
    gates: tuple[tuple[Measure, GateLine | None], ...]
    cells: tuple[DayCell, ...]

    @property
    def needs(self) -> bool:
        return bool(self.concerns)

    def shown_under(self, show: Show) -> bool:
        return show == Show.ALL or (self.needs if show == Show.NEEDS else self.situation.finished)


@dataclass(frozen=True)
class CohortTable:
    gates: tuple[Gate, ...]
    rows: tuple[Row, ...]
    days: int

    def count(self, show: Show) -> int:
        return sum(row.shown_under(show) for row in self.rows)


def with_consent(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """The enrolments with their people, and whether consent stands, was ever given, and a certificate is out."""
    consents = Consent.objects.filter(enrolment=OuterRef("pk"))
    certificates = Certificate.objects.filter(enrolment=OuterRef("pk"), revocation__isnull=True)
    return enrolments.select_related("user").annotate(
        consented=Exists(consents.filter(withdrawn_at=None)),
        ever_consented=Exists(consents),
        certified=Exists(certificates),
        revoked=Exists(Certificate.objects.filter(enrolment=OuterRef("pk"), revocation__isnull=False)),
    )


def cohort_table(cohort: Cohort, *, now: datetime) -> CohortTable:
    """Everybody ever enrolled, who needs most first. Five queries."""
    enrolments = Enrolment.objects.filter(cohort=cohort)
    program = program_of(cohort.program_version_id)
    version = policy_shown(program.slug)
    gates = policy_of(version.pk).gates if version else ()
    records = _records(cohort)
    if version is not None:
        for enrolment_id, standing in latest_standings(enrolments, version).items():
            records[enrolment_id].gates = gates_of(standing)
    rows = []
    for enrolment in with_consent(enrolments):
        enrolment.cohort = cohort
        rows.append(row_of(enrolment, records[enrolment.pk], program, gates, now=now))
    rows.sort(key=_order)
    return CohortTable(gates, tuple(rows), len(program.days))


def row_of(enrolment: Enrolment, record: Record, program: Program, gates: Sequence[Gate], *, now: datetime) -> Row:
    """One trainee's row. `enrolment` comes from `with_consent`, with its cohort."""
    completed = _completed(record.attempts)
    plan = schedule.plan(program, enrolment.cohort.starts_on, completed, now=now, zone=enrolment.user.zone)
    last_active = max((a.completed_at or a.started_at for a in record.attempts), default=None)
    situation = _situation(enrolment, record, plan, last_active, now)
    found = concerns(situation)
    lines = {line.gate.id: line for line in gate_words.lines(gates, record.gates)}
    return Row(
        enrolment=enrolment,
        situation=situation,
        concerns=tuple(found),
        status=status(situation),
        last_active=last_active,
        gates=tuple((MEASURES[gate.measure], lines.get(gate.id)) for gate in gates),
        cells=tuple(_cell(day) for day in plan.days),
    )


def _records(cohort: Cohort) -> defaultdict[int, Record]:
    records: defaultdict[int, Record] = defaultdict(Record)
    attempts = attempts_for_staff(Attempt.objects.filter(enrolment__cohort=cohort))
    times = with_rulings(attempts).values_list(*AttemptTimes._fields)
    for attempt in map(AttemptTimes._make, times.order_by("pk")):
        records[attempt.enrolment_id].attempts.append(attempt)
    scores = Score.objects.filter(attempt__enrolment__cohort=cohort, measure=ACCURACY)
    for score in score_rows(scores):
        records[score.enrolment_id].scores.append(score)
    return records


def with_rulings(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """The attempts with `set_aside`: the code of the ruling by which each counts nowhere, None without one."""
    rulings = Ruling.objects.filter(attempt=OuterRef("pk"), voids=True)
    return attempts.annotate(set_aside=Subquery(rulings.values("code")[:1]))


def _completed(attempts: Iterable[AttemptTimes]) -> Mapping[str, datetime]:
    """Module -> when it was first completed."""
    completed: dict[str, datetime] = {}
    for attempt in attempts:
        if attempt.completed_at is not None:
            completed[attempt.module] = min(attempt.completed_at, completed.get(attempt.module, attempt.completed_at))
    return completed


def _situation(
    enrolment: Enrolment,
    record: Record,
    plan: schedule.Schedule,
    last_active: datetime | None,
    now: datetime,
) -> Situation:
    today = now.astimezone(enrolment.user.zone).date()
    return Situation(
        consented=enrolment.consented,  # type: ignore[attr-defined]  # these three are annotated by with_consent
        withdrew=enrolment.ever_consented and not enrolment.consented,  # type: ignore[attr-defined]
        left=enrolment.left_at is not None,
        certified=enrolment.certified,  # type: ignore[attr-defined]
        revoked=enrolment.revoked,  # type: ignore[attr-defined]
        begun=enrolment.cohort.starts_on <= today,
        days_done=plan.days_done,
        days=len(plan.days),
        days_late=_days_late(plan, today),
        quiet_days=(today - last_active.astimezone(enrolment.user.zone).date()).days if last_active else None,
        gates=record.gates,
        sets=[_practice_set(score) for score in record.scores if (score.measure, score.kind) == (ACCURACY, "practice")],
        last_drill=_last_drill(record.attempts),
    )


def _days_late(plan: schedule.Schedule, today: date) -> int:
    return sum(day.opens_on < today and day.state != schedule.State.DONE for day in plan.days)


def _practice_set(score: ScoreRow) -> PracticeSet:
    return PracticeSet(right=round((score.value or 0.0) * score.n), n=score.n)


def _last_drill(attempts: Sequence[AttemptTimes]) -> Verdict:
    """What the program said of the newest drill. One that an instructor has set aside, somebody has looked at."""
    done = [attempt for attempt in attempts if attempt.kind == "drill" and attempt.completed_at is not None]
    code = done[-1].set_aside if done else None
    return Verdict(code) if code in set(Verdict) else Verdict.OK


def _cell(day: schedule.DayStatus) -> DayCell:
    done = sum(module.state == schedule.State.DONE for module in day.modules)
    return DayCell(done, len(day.modules), svg.heat_level(done, len(day.modules)))


def _order(row: Row) -> tuple[object, ...]:
    """Who needs most first; then those still on their way, those finished, those out; then by name."""
    weight, total = need(row.concerns)
    return (-weight, -total, row.situation.out, row.situation.finished, str(row.enrolment.user).casefold())
