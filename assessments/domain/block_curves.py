"""A drill block by block: this run's estimates with intervals over the person's own earlier runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assessments import svg
from assessments.catalog import Measure
from assessments.domain.score_rows import ScoreRow
from assessments.svg_blocks import MOST_EARLIER, BlockChart, BlockRun, block_chart

# What a part of each drill is called.
PARTS = {"long_look_hits": "section", "pvt_speed": "part"}


@dataclass(frozen=True)
class CurveRow:
    """One block: its estimate with interval, and what the earlier runs had there (empty: nothing)."""

    block: int
    words: str
    interval: str
    earlier: tuple[str, ...]


@dataclass(frozen=True)
class Curve:
    """`chart` and the same numbers as rows; `earlier`: when the runs before were finished, oldest first."""

    measure: Measure
    part: str
    chart: BlockChart
    rows: tuple[CurveRow, ...]
    earlier: tuple[datetime, ...]

    @property
    def words(self) -> str:
        told = ", ".join(f"{row.block}: {row.words}" for row in self.rows)
        return f"{self.measure.name} by {self.part}, with 95 % intervals: {told}."


def curve_of(own: Sequence[ScoreRow], before: Sequence[ScoreRow]) -> Curve | None:
    """From the rows of one attempt and those of earlier ones, oldest first; None where no run has two blocks."""
    now = [row for row in own if row.block is not None and row.value is not None]
    if not now:
        return None
    runs: dict[int, list[ScoreRow]] = {}
    for row in before:
        if row.block is not None and row.value is not None and row.compares_with(now[0]):
            runs.setdefault(row.attempt_id, []).append(row)
    measure = now[0].about
    drawn = [_run(rows) for rows in runs.values() if len(rows) > 1][-MOST_EARLIER:]
    chart = block_chart(_run(now), drawn, limits=(measure.low, measure.high), label=measure.tick)
    if chart is None:
        return None
    rows = tuple(
        CurveRow(row.block, row.words, row.interval, tuple(_at(run, row.block, measure) for run in drawn))
        for row in sorted(now, key=lambda row: row.block or 0)
        if row.block is not None
    )
    return Curve(measure, PARTS.get(measure.slug, "block"), chart, rows, tuple(run.at for run in drawn))


def _run(rows: Sequence[ScoreRow]) -> BlockRun:
    blocks = {
        row.block: svg.Estimate(row.value, row.low, row.high) for row in rows if row.value is not None and row.block
    }
    return BlockRun(rows[0].at, blocks)


def _at(run: BlockRun, block: int, measure: Measure) -> str:
    return measure.words(run.blocks[block].value) if block in run.blocks else ""
