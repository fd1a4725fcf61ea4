"""Judgements of a practice set: accuracy, how well confidence fits it, and what they show of attention."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assessments.domain.catches import catch_measures
from assessments.domain.measured import Measured
from assessments.domain.practice_scorers import attention_measures, is_check
from assessments.domain.scorers.rationales import rationale_measures
from assessments.measures.calibration import brier, expected_calibration_error, overconfidence
from assessments.measures.intervals import wilson
from courseware.domain.programs import program_of
from training.activities.picking import form_of
from training.models import Attempt, Response

# Fewer judgements than this give a calibration error that is mostly noise.
MIN_FOR_CALIBRATION = 8


def score_practice(attempt: Attempt, responses: Sequence[Response]) -> list[Measured]:
    """Accuracy and how well confidence fits it, without attention checks; and what shows of attention."""
    form = form_of(program_of(attempt.program_version_id).modules[attempt.module].config)
    return [replace(measured, form=form) for measured in _measured(responses)]


def _measured(responses: Sequence[Response]) -> list[Measured]:
    graded = [r for r in responses if right(r) is not None and not is_check(r)]
    if not graded:
        return attention_measures(responses)
    hits = sum(bool(right(r)) for r in graded)
    return [
        Measured("accuracy", hits / len(graded), *wilson(hits, len(graded)), len(graded)),
        *_confidence_measures(graded),
        *catch_measures(graded),
        *rationale_measures(graded),
        *attention_measures(responses),
    ]


def right(response: Response) -> bool | None:
    """Whether it counts as right now; None where there is nothing to grade."""
    counted: bool | None = response.counted_correct  # type: ignore[attr-defined]  # annotated by counted
    return counted


def _confidence_measures(graded: Sequence[Response]) -> list[Measured]:
    judged = [r for r in graded if r.confidence is not None]
    if len(judged) < MIN_FOR_CALIBRATION:
        return []
    confidence = np.array([r.confidence for r in judged], dtype=float)
    correct = np.array([bool(right(r)) for r in judged], dtype=float)
    n = len(judged)
    low, high = wilson(int(correct.sum()), n)
    mean = float(confidence.mean())
    # The gap's interval takes mean confidence as known and the share right by Wilson's. Brier has none: with few
    # answers, nearly all right, no simple interval holds what it promises.
    return [
        Measured("brier", brier(confidence, correct).score, None, None, n),
        Measured("calibration_error", expected_calibration_error(confidence, correct), None, None, n),
        Measured("overconfidence", overconfidence(confidence, correct), mean - high, mean - low, n),
    ]
