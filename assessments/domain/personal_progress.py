"""One person's way through one course: gates as cards by capacity, and every score behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments import svg
from assessments.catalog import MEASURES, Measure
from assessments.domain.policies import policy_of
from assessments.domain.score_rows import ScoreRow
from assessments.domain.trajectories import Reading, Trajectory
from assessments.gate_cards import GateCard, Point, card
from assessments.gate_words import with_interval
from assessments.gates import Gate, GateStanding, Verdict, overall
from assessments.models import PolicyVersion
from courseware.curriculum import Program


@dataclass(frozen=True)
class AttemptScores:
    """One attempt as a row of a table: a cell for every measure of the table, None where it has none."""

    first: ScoreRow
    title: str
    cells: tuple[ScoreRow | None, ...]


@dataclass(frozen=True)
class ScoreTable:
    """All attempts that gave measures of one capacity (empty: of none), oldest first."""

    capacity: str
    measures: tuple[Measure, ...]
    rows: tuple[AttemptScores, ...]


def gate_cards(version: PolicyVersion, trajectory: Trajectory, program: Program) -> list[GateCard]:
    """A card for every gate of the policy, in its order."""
    latest = {standing.gate: standing for standing in trajectory.latest}
    return [_gate_card(gate, latest.get(gate.id), trajectory, program) for gate in policy_of(version.pk).gates]


def _gate_card(gate: Gate, standing: GateStanding | None, trajectory: Trajectory, program: Program) -> GateCard:
    """With the history of the measure that the gate is judged by now."""
    measure = standing.measure if standing else gate.measure
    readings = [r for r in trajectory.readings.get(gate.id, ()) if r.standing.measure == measure]
    return card(gate, standing, [_point(measure, reading, program) for reading in readings])


def verdict_of(trajectory: Trajectory) -> Verdict:
    return overall(trajectory.latest) if trajectory.latest else Verdict.CONTINUE


def score_tables(rows: Sequence[ScoreRow], program: Program) -> Mapping[str, ScoreTable]:
    """Capacity (empty: none) -> its table. Of what an untimed device recorded, and of training forms, is none of it."""
    by_capacity: dict[str, dict[int, dict[str, ScoreRow]]] = {}
    for row in rows:
        if row.timing_valid and not row.form:
            attempts = by_capacity.setdefault(row.about.capacity or "", {})
            attempts.setdefault(row.attempt_id, {})[row.measure] = row
    return {capacity: _table(capacity, attempts, program) for capacity, attempts in by_capacity.items()}


def _table(capacity: str, attempts: Mapping[int, Mapping[str, ScoreRow]], program: Program) -> ScoreTable:
    there = {measure for scores in attempts.values() for measure in scores}
    measures = tuple(measure for slug, measure in MEASURES.items() if slug in there)
    rows = []
    for scores in attempts.values():
        first = next(iter(scores.values()))
        cells = tuple(scores.get(measure.slug) for measure in measures)
        rows.append(AttemptScores(first, module_title(program, first.module), cells))
    return ScoreTable(capacity, measures, tuple(rows))


def _point(measure: str, reading: Reading, program: Program) -> Point:
    standing = reading.standing
    # A reading has an estimate; the 0 is for the type checker alone.
    value = svg.Estimate(standing.estimate or 0.0, standing.low, standing.high)
    words = with_interval(measure, standing.estimate, standing.low, standing.high)
    return Point(reading.at, module_title(program, reading.module), words, standing.n, value)


def module_title(program: Program, slug: str) -> str:
    """The module's title with its day; its slug where the program no longer has it."""
    module = program.modules.get(slug)
    return f"Day {program.day_of[slug] + 1}: {module.title}" if module else slug
