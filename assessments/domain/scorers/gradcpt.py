"""The gradual-onset drill, over its measured blocks. Which press was for which scene was worked out when it came in."""

import math
from collections.abc import Sequence
from functools import partial

from django.db.models import Q

from assessments.domain.measured import Measured
from assessments.domain.scorers.go_nogo import BlockCounts, block_measures, decrement_measure, spread_interval
from assessments.domain.scorers.timed_runs import Block, TimedRun, Trial, timed_run
from assessments.measures.gradcpt import GradCptTrials, gradcpt
from assessments.measures.intervals import wilson
from assessments.measures.signal_detection import criterion_interval
from assessments.models import Score
from training.activities.drills.gradcpt import MOUNTAINS
from training.models import Attempt, Response

ZONE = "gradcpt_zone"


def score_gradcpt(attempt: Attempt, responses: Sequence[Response]) -> list[Measured]:
    run = timed_run(responses)
    counts = [_counts(block) for block in run.blocks]
    if not any(c.hits + c.misses for c in counts) or not any(c.false_alarms + c.correct_rejections for c in counts):
        return []
    form = next((r.answer["form"] for r in responses if r.answer.get("form")), "")
    edge = _first_edge(attempt, run, form)
    result = gradcpt(_trials(run.trials), edge)
    measured = partial(Measured, note=run.note, device=run.device, timing_valid=run.timing_valid)
    n = result.n_go + result.n_nogo
    outcome = (result.hits, result.misses, result.false_alarms, result.correct_rejections)
    found = [
        measured("gradcpt_d_prime", result.d_prime, *result.d_prime_interval, n),
        measured("gradcpt_criterion", result.criterion, *criterion_interval(*outcome), n),
        measured("gradcpt_commission", result.commission, *wilson(result.false_alarms, result.n_nogo), result.n_nogo),
        measured("gradcpt_omission", result.omission, *wilson(result.misses, result.n_go), result.n_go),
    ]
    if run.times_compare and not math.isnan(result.rt_cv):
        interval = spread_interval(_go_times(run.trials))
        found.append(measured("gradcpt_rt_cv", result.rt_cv, *interval, result.hits))
    if run.times_compare and not math.isnan(result.in_zone):
        # Of a first run half is in its own zone by the making of it, which tells nobody anything.
        own_edge = gradcpt(_trials(run.trials)).zone_ms
        found.append(measured(ZONE, own_edge, None, None, n))
        if edge is not None:
            found.append(measured("gradcpt_in_zone", result.in_zone, None, None, n))
    by_block = (counts, run.note, run.device, run.timing_valid)
    return found + decrement_measure("gradcpt_decrement", *by_block) + block_measures("gradcpt_d_prime", *by_block)


def _first_edge(attempt: Attempt, run: TimedRun, form: str) -> float | None:
    """The edge of the zone of this person's first run in this form on this device; None where this is it."""
    if not run.times_compare:
        return None
    # As of this run: a ruling that comes after it does not change what it was measured against, or its scores would
    # depend on when they were worked out.
    standing = Q(attempt__voided_at__isnull=True) | Q(attempt__voided_at__gt=attempt.completed_at)
    earlier = Score.objects.filter(
        standing,
        attempt__enrolment__user=attempt.enrolment.user_id,
        attempt__completed_at__lt=attempt.completed_at,
        measure=ZONE,
        timing_valid=True,
        device=run.device,
        form=form,
    )
    return earlier.order_by("attempt__completed_at", "-pk").values_list("value", flat=True).first()


def _trials(trials: Sequence[Trial]) -> GradCptTrials:
    return GradCptTrials(
        nogo=[trial["scene"] in MOUNTAINS for trial in trials],
        rt_ms=[math.nan if trial["responseTime"] is None else trial["responseTime"] for trial in trials],
        valid=[not trial["void"] for trial in trials],
    )


def _go_times(trials: Sequence[Trial]) -> list[float]:
    return [
        trial["responseTime"]
        for trial in trials
        if not trial["void"] and trial["scene"] not in MOUNTAINS and trial["responseTime"] is not None
    ]


def _counts(block: Block) -> BlockCounts:
    valid = [trial for trial in block.trials if not trial["void"]]
    go = [trial["responded"] for trial in valid if trial["scene"] not in MOUNTAINS]
    nogo = [trial["responded"] for trial in valid if trial["scene"] in MOUNTAINS]
    return BlockCounts(block.number, sum(go), len(go) - sum(go), sum(nogo), len(nogo) - sum(nogo))
