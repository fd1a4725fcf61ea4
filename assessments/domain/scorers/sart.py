"""The sustained attention to response drill, over its measured blocks."""

import math
from collections.abc import Sequence
from functools import partial

from assessments.domain.measured import Measured
from assessments.domain.scorers.go_nogo import BlockCounts, block_measures, decrement_measure
from assessments.domain.scorers.timed_runs import Block, timed_run
from assessments.measures.intervals import wilson
from assessments.measures.vigilance import SartTrials, sart
from courseware.domain.programs import program_of
from training.models import Attempt, Response


def score_sart(attempt: Attempt, responses: Sequence[Response]) -> list[Measured]:
    target = program_of(attempt.program_version_id).modules[attempt.module].config["target"]
    run = timed_run(responses)
    counts = [_counts(block, target) for block in run.blocks]
    if not any(c.hits + c.misses for c in counts) or not any(c.false_alarms + c.correct_rejections for c in counts):
        return []
    trials = run.trials
    result = sart(
        SartTrials(
            nogo=[trial["digit"] == target for trial in trials],
            responded=[trial["responded"] for trial in trials],
            rt_ms=[math.nan if trial["responseTime"] is None else trial["responseTime"] for trial in trials],
            valid=[not trial["void"] for trial in trials],
        )
    )
    measured = partial(Measured, note=run.note, device=run.device, timing_valid=run.timing_valid)
    n = result.n_go + result.n_nogo
    found = [
        measured("sart_d_prime", result.d_prime, *result.d_prime_interval, n),
        measured("sart_criterion", result.criterion, *result.criterion_interval, n),
        measured("sart_commission", result.commission, *wilson(result.false_alarms, result.n_nogo), result.n_nogo),
        measured("sart_omission", result.omission, *wilson(result.misses, result.n_go), result.n_go),
    ]
    if run.times_compare and not math.isnan(result.rt_cv):
        low, high = (None if math.isnan(end) else end for end in result.rt_cv_interval)
        found.append(measured("sart_rt_cv", result.rt_cv, low, high, result.hits))
    by_block = (counts, run.note, run.device, run.timing_valid)
    return found + decrement_measure("sart_decrement", *by_block) + block_measures("sart_d_prime", *by_block)


def _counts(block: Block, target: int) -> BlockCounts:
    valid = [trial for trial in block.trials if not trial["void"]]
    go = [trial["responded"] for trial in valid if trial["digit"] != target]
    nogo = [trial["responded"] for trial in valid if trial["digit"] == target]
    return BlockCounts(block.number, sum(go), len(go) - sum(go), sum(nogo), len(nogo) - sum(nogo))
