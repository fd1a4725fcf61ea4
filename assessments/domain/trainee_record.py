"""One trainee as their instructor sees them: where they stand, why to look, and every attempt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assessments.domain.cohort_table import AttemptTimes, Record, Row, row_of, with_consent, with_rulings
from assessments.domain.personal_progress import gate_cards, module_title
from assessments.domain.policies import policy_of
from assessments.domain.score_rows import ScoreRow, headlines_of, score_rows
from assessments.domain.trajectories import policy_shown, trajectory_of
from assessments.gate_cards import CapacitySection, sections
from assessments.models import Score
from courseware.domain.programs import program_of
from courseware.models import Enrolment
from training.domain.private_kinds import attempts_for_staff
from training.models import Attempt


@dataclass(frozen=True)
class AttemptLine:
    """One attempt in the list, with at most two numbers."""

    attempt: Attempt
    title: str
    scores: tuple[ScoreRow, ...]
    timing_valid: bool

    @property
    def minutes(self) -> int | None:
        if self.attempt.completed_at is None:
            return None
        return max(1, round((self.attempt.completed_at - self.attempt.started_at).total_seconds() / 60))


@dataclass(frozen=True)
class TraineeRecord:
    row: Row
    sections: tuple[CapacitySection, ...]
    attempts: tuple[AttemptLine, ...]


def trainee_record(enrolment: Enrolment, *, now: datetime) -> TraineeRecord:
    """Everything the page shows. Five queries; `enrolment` comes with its user and cohort."""
    program = program_of(enrolment.cohort.program_version_id)
    version = policy_shown(program.slug)
    attempts = list(
        with_rulings(attempts_for_staff(Attempt.objects.filter(enrolment=enrolment))).order_by("-started_at", "-pk")
    )
    scores = score_rows(Score.objects.filter(attempt__enrolment=enrolment))
    trajectory = trajectory_of(enrolment, version) if version else None
    record = Record(
        attempts=[
            AttemptTimes._make(getattr(attempt, name) for name in AttemptTimes._fields)
            for attempt in reversed(attempts)
        ],
        gates=list(trajectory.latest) if trajectory else [],
        scores=scores,
    )
    annotated = with_consent(Enrolment.objects.filter(pk=enrolment.pk)).get()
    annotated.cohort = enrolment.cohort
    gates = policy_of(version.pk).gates if version else ()
    cards = gate_cards(version, trajectory, program) if version and trajectory else []
    by_attempt: dict[int, list[ScoreRow]] = {}
    for score in scores:
        by_attempt.setdefault(score.attempt_id, []).append(score)
    return TraineeRecord(
        row=row_of(annotated, record, program, gates, now=now),
        sections=tuple(sections(cards)),
        attempts=tuple(_line(a, module_title(program, a.module), by_attempt.get(a.pk, ())) for a in attempts),
    )


def _line(attempt: Attempt, title: str, scores: Sequence[ScoreRow]) -> AttemptLine:
    by_measure = {score.measure: score for score in scores}
    # Where another drill stood in for one that could not be timed, that one's scores are shown.
    usable = [score for score in scores if score.timing_valid]
    timing_valid = bool(usable) or not scores
    telling = [by_measure[measure] for measure in headlines_of(usable)[:2]]
    return AttemptLine(attempt, title, tuple(telling), timing_valid)
