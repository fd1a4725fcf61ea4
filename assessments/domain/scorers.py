"""From the responses of one attempt to its measures: one function per kind of module.

The responses come from `training.domain.counting.counted`: after a correction an answer is worth what it counts as
now. Each maps rows to arrays, lets `assessments.measures` do the arithmetic, and drops what is undefined (an attempt
with nothing to measure has no score rather than a made-up one).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assessments.domain.pairs import Pair, pairs_completed_in
from assessments.measures.calibration import brier, expected_calibration_error, overconfidence
from assessments.measures.intervals import wilson
from assessments.measures.preference import position
from assessments.measures.vigilance import SartTrials, sart
from courseware.domain.programs import program_of
from training.models import Attempt, Response

# Fewer judgements than this give a calibration error that is mostly noise.
MIN_FOR_CALIBRATION = 8


@dataclass(frozen=True)
class Measured:
    """One measure: estimate and 95 % interval (None where it has none), and what it rests on."""

    measure: str
    value: float
    low: float | None
    high: float | None
    n: int
    note: str = ""


def score_drill(attempt: Attempt, responses: Sequence[Response]) -> list[Measured]:
    """SART measures over the measured blocks; practice blocks count nowhere."""
    target = program_of(attempt.program_version_id).modules[attempt.module].config["target"]
    recordings = [r.recording for r in responses if r.recording is not None and r.answer["block"] > 0]
    trials = [trial for recording in recordings for trial in recording["trials"]]
    nogo = [trial["digit"] == target for trial in trials]
    valid = [not trial["void"] for trial in trials]
    if not any(v and g for v, g in zip(valid, nogo, strict=True)) or not any(
        v and not g for v, g in zip(valid, nogo, strict=True)
    ):
        return []
    result = sart(
        SartTrials(
            nogo=nogo,
            responded=[trial["responded"] for trial in trials],
            rt_ms=[math.nan if trial["responseTime"] is None else trial["responseTime"] for trial in trials],
            valid=valid,
        )
    )
    timing_valid = all(recording["device"]["timingValid"] for recording in recordings)
    slipped = sum(trial["slipped"] and not trial["void"] for trial in trials)
    note = _drill_note(timing_valid, result.n_void, slipped)
    n = result.n_go + result.n_nogo
    measured = [
        Measured("sart_d_prime", result.d_prime, *result.d_prime_interval, n, note),
        Measured("sart_criterion", result.criterion, None, None, n, note),
        Measured(
            "sart_commission", result.commission, *wilson(result.false_alarms, result.n_nogo), result.n_nogo, note
        ),
        Measured("sart_omission", result.omission, *wilson(result.misses, result.n_go), result.n_go, note),
    ]
    if timing_valid and not math.isnan(result.rt_cv):
        measured.append(Measured("sart_rt_cv", result.rt_cv, None, None, result.hits, note))
    return measured


def _drill_note(timing_valid: bool, void: int, slipped: int) -> str:
    notes = [] if timing_valid else ["not valid for timing on this device"]
    if void:
        notes.append(f"{void} void trials left out")
    if slipped:
        notes.append(f"{slipped} trials one frame off")
    return "; ".join(notes)


def score_practice(attempt: Attempt, responses: Sequence[Response]) -> list[Measured]:
    """Accuracy, and how well confidence fits it."""
    graded = [r for r in responses if _right(r) is not None]
    if not graded:
        return []
    right = sum(bool(_right(r)) for r in graded)
    return [
        Measured("accuracy", right / len(graded), *wilson(right, len(graded)), len(graded)),
        *_confidence_measures(graded),
    ]


def _right(response: Response) -> bool | None:
    right: bool | None = response.counted_correct  # type: ignore[attr-defined]  # annotated by counted
    return right


def _confidence_measures(graded: Sequence[Response]) -> list[Measured]:
    judged = [r for r in graded if r.confidence is not None]
    if len(judged) < MIN_FOR_CALIBRATION:
        return []
    confidence = np.array([r.confidence for r in judged], dtype=float)
    correct = np.array([bool(_right(r)) for r in judged], dtype=float)
    n = len(judged)
    right = int(correct.sum())
    low, high = wilson(right, n)
    mean = float(confidence.mean())
    # The gap's interval takes mean confidence as known and the share right by Wilson's. Brier has none: with few
    # answers, nearly all right, no simple interval holds what it promises.
    return [
        Measured("brier", brier(confidence, correct).score, None, None, n),
        Measured("calibration_error", expected_calibration_error(confidence, correct), None, None, n),
        Measured("overconfidence", overconfidence(confidence, correct), mean - high, mean - low, n),
    ]


def score_preference(attempt: Attempt, responses: Sequence[Response]) -> list[Measured]:
    """As practice, plus position measures over the pairs whose second showing is in this attempt."""
    pairs: list[Pair] = pairs_completed_in(attempt)
    measured = score_practice(attempt, responses)
    if pairs:
        result = position([p.first_left for p in pairs], [p.second_left for p in pairs])
        same = sum(p.consistent for p in pairs)
        measured.append(Measured("position_consistency", result.consistency, *wilson(same, len(pairs)), len(pairs)))
        measured.append(Measured("position_index", result.index, None, None, len(pairs)))
    return measured


SCORERS: dict[str, Callable[[Attempt, Sequence[Response]], list[Measured]]] = {
    "drill": score_drill,
    "practice": score_practice,
    "preference": score_preference,
}
