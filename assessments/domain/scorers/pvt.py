"""The psychomotor vigilance drill, over its measured blocks."""

import math
from collections.abc import Sequence
from functools import partial

from assessments.catalog import of_block
from assessments.domain.measured import Measured
from assessments.domain.scorers.go_nogo import MIN_CURVE
from assessments.domain.scorers.timed_runs import Trial, timed_run
from assessments.measures.intervals import wilson
from assessments.measures.pvt import Pvt, pvt
from training.models import Attempt, Response


def score_pvt(attempt: Attempt, responses: Sequence[Response]) -> list[Measured]:
    """All its measures are made of times, but for the false starts."""
    run = timed_run(responses)
    result = _scored(run.trials)
    if result is None:
        return []
    measured = partial(Measured, note=run.note, device=run.device, timing_valid=run.timing_valid)
    found = [measured("pvt_false_starts", result.false_starts, None, None, result.n)]
    if not run.times_compare:
        return found
    found += [
        measured("pvt_speed", result.speed, *_known(result.speed_interval), result.n),
        measured("pvt_lapses", result.lapse_share, *wilson(result.lapses, result.n), result.n),
    ]
    if not math.isnan(result.median):
        found.append(measured("pvt_median_rt", result.median, None, None, result.n))
    by_block = [(block.number, _scored(block.trials)) for block in run.blocks]
    usable = [(number, scored) for number, scored in by_block if scored is not None]
    if len(usable) >= MIN_CURVE:
        found += [
            measured(of_block("pvt_speed", number), scored.speed, *_known(scored.speed_interval), scored.n)
            for number, scored in usable
        ]
    return found


def _scored(trials: Sequence[Trial]) -> Pvt | None:
    """None where no trial is left that says anything."""
    valid = [trial for trial in trials if not trial["void"]]
    times = [math.nan if trial["responseTime"] is None else trial["responseTime"] for trial in valid]
    try:
        return pvt(times, sum(trial["falseStarts"] for trial in valid))
    except ValueError:
        return None


def _known(interval: tuple[float, float]) -> tuple[float | None, float | None]:
    low, high = (None if math.isnan(end) else end for end in interval)
    return low, high
