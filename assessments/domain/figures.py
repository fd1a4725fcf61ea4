"""Which figures the cohort page and the trainee page show, each with its words and its numbers as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from assessments import charts
from assessments.catalog import MEASURES, shown
from assessments.charts import Dot, FigureJson, Visit
from assessments.domain.cohort_table import CohortTable
from assessments.domain.personal_progress import module_title
from assessments.domain.score_rows import ScoreRow
from assessments.gate_words import VERDICTS, GateLine
from assessments.gates import Gate, Verdict
from courseware.curriculum import Program

# What is drawn over a person's attempts: measures with an interval that several kinds of attempt or many days share.
# None of them is made of times, which would be comparable within one device only.
TRAJECTORIES = (
    "sart_d_prime",
    "gradcpt_d_prime",
    "long_look_d_prime",
    "accuracy",
    "position_consistency",
    "overconfidence",
    "ambiguity_d_prime",
    "soft_label_score",
)

# Kinds of module as they are called in a legend.
KINDS = {
    "drill": "Drills",
    "practice": "Labels",
    "preference": "Pairs",
    "ambiguity": "Ambiguous items",
    "naming": "Records",
}


@dataclass(frozen=True)
class Figure:
    """`words`: what it shows, for those who do not see it; `rows`: name, estimate with interval, remark."""

    id: str
    title: str
    words: str
    json: FigureJson
    row_head: tuple[str, str, str]
    rows: tuple[tuple[str, str, str], ...]

    @property
    def script_id(self) -> str:
        """The id of the script element that carries the JSON."""
        return f"figure-{self.id}"


def cohort_figures(table: CohortTable) -> list[Figure]:
    """One for every gate of which something is known."""
    figures = []
    for place, gate in enumerate(table.gates):
        lines = [(str(row.enrolment.user), row.gates[place][1]) for row in table.rows]
        # One scale for one figure: who is judged by what is asked in the gate's place is not drawn on it.
        known = [
            (name, line)
            for name, line in lines
            if line is not None and line.standing.estimate is not None and line.standing.measure == gate.measure
        ]
        if known:
            figures.append(_gate_figure(gate, known))
    return figures


def trajectory_figures(rows: Sequence[ScoreRow], program: Program, zone: tzinfo) -> list[Figure]:
    """One for every measure of TRAJECTORIES with two attempts or more; times in the reader's zone."""
    figures = []
    for slug in TRAJECTORIES:
        usable = [row for row in rows if row.timing_valid and not row.form and row.value is not None]
        some = [row for row in usable if row.measure == slug]
        if len(some) > 1:
            figures.append(_trajectory_figure(slug, some, program, zone))
    return figures


def _gate_figure(gate: Gate, known: Sequence[tuple[str, GateLine]]) -> Figure:
    measure = MEASURES[gate.measure]
    dots = [_dot(name, line) for name, line in known]
    counts = ", ".join(
        f"{sum(dot.verdict is verdict for dot in dots)} {words.lower()}" for verdict, words in VERDICTS.items()
    )
    return Figure(
        id=f"gate-{gate.id}",
        title=gate.title,
        words=(
            f"{measure.name} of {len(dots)} trainee{'s' * (len(dots) != 1)} with 95 % intervals against the cut, "
            f"{shown(gate.measure, gate.cut)}: {counts}."
        ),
        json=charts.gate_figure(gate, measure, dots),
        row_head=("Trainee", f"{measure.name} (95 % interval)", "Gate"),
        rows=tuple((name, line.estimate, line.verdict) for name, line in known),
    )


def _dot(name: str, line: GateLine) -> Dot:
    standing = line.standing
    value = standing.estimate or 0.0  # known: the caller leaves out what has no estimate
    low = value if standing.low is None else standing.low
    high = value if standing.high is None else standing.high
    return Dot(name, value, low, high, Verdict(standing.verdict))


def _trajectory_figure(slug: str, some: Sequence[ScoreRow], program: Program, zone: tzinfo) -> Figure:
    measure = MEASURES[slug]
    visits = [
        Visit(
            at=row.at.astimezone(zone),
            title=module_title(program, row.module),
            kind=KINDS.get(row.kind, row.kind),
            value=row.value or 0.0,
            low=row.low,
            high=row.high,
        )
        for row in some
    ]
    return Figure(
        id=f"measure-{slug}",
        title=measure.name,
        words=(
            f"{measure.name} in each of {len(some)} attempts with 95 % intervals: first {some[0].words}, "
            f"last {some[-1].words}."
        ),
        json=charts.trajectory_figure(measure, visits),
        row_head=("Attempt", f"{measure.name} (95 % interval)", "When"),
        rows=tuple(
            (
                visit.title,
                f"{row.words} ({row.interval})" if row.interval else row.words,
                f"{visit.at:%-d %b %Y, %H:%M %Z}",
            )
            for row, visit in zip(some, visits, strict=True)
        ),
    )
