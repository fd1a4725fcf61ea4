"""How well somebody's confidence fits what happened, over all they judged in a course. Plain values for pages."""

import math
from collections.abc import Sequence
from dataclasses import asdict

from assessments.domain.calibration import Calibration, Point
from assessments.domain.catches import as_it_counts, catches_of
from assessments.domain.evidence import is_plain
from assessments.measures.calibration import brier, calibration_curve, overconfidence
from assessments.measures.intervals import wilson
from assessments.measures.metacognition import MIN_TRIALS, meta_d_prime, type2_auroc
from courseware.domain.programs import program_of
from courseware.keys import PAIR_ANSWERS, SIDES, parse_key
from courseware.models import Enrolment
from training.domain.counting import counted
from training.domain.regrading import GRADED_KINDS
from training.models import Response

# Confidence in a choice of two, in tens of per cent.
RATINGS = range(5, 11)
ROUNDING = 1e-9
# Where confidence speaks of the label or side that was chosen. With a flag for ambiguity it speaks of more than that.
KINDS = ("practice", "preference")
# A curve of fewer judgements is a picture of chance.
MIN_FOR_CURVE = 20


def calibration_of(enrolment: Enrolment) -> Calibration | None:
    """Of first answers with a confidence in completed attempts; None for too few. Answers after the key was shown say
    nothing of judgement, so an item counts once. One query."""
    judged = _judged(enrolment)
    if len(judged) < MIN_FOR_CURVE:
        return None
    confidence = [response.confidence or 0.0 for response in judged]
    right = [bool(response.counted_correct) for response in judged]  # type: ignore[attr-defined]
    n, hits = len(right), sum(right)
    low, high = wilson(hits, n)
    mean = sum(confidence) / n
    parts = brier(confidence, right)
    pairs = [response for response in judged if _is_pair(response)]
    found = catches_of(judged)
    return Calibration(
        n=n,
        accuracy=hits / n,
        confidence=mean,
        gap=overconfidence(confidence, right),
        gap_low=mean - high,
        gap_high=mean - low,
        brier=parts.score,
        reliability=parts.reliability,
        resolution=parts.resolution,
        uncertainty=parts.uncertainty,
        within=parts.within_bin_variance - parts.within_bin_covariance,
        insight=float(type2_auroc(confidence, right)) if 0 < hits < n else None,
        pairs=len(pairs),
        m_ratio=m_ratio_of([_choice(pair) for pair in pairs]) if len(pairs) >= MIN_TRIALS else None,
        m_ratio_from=MIN_TRIALS,
        caught=found.caught,
        helped=found.helped,
        wobbled=found.wobbled,
        points=tuple(Point(**asdict(point)) for point in calibration_curve(confidence, right)),
    )


def _judged(enrolment: Enrolment) -> list[Response]:
    """First answers that count. An item met in any kind of module, or in another course, was shown its key there."""
    rows = (
        counted(Response.objects.filter(attempt__enrolment__user=enrolment.user_id, attempt__kind__in=GRADED_KINDS))
        .filter(attempt__completed_at__isnull=False, counted_correct__isnull=False, step__item_version__isnull=False)
        .select_related("step__item_version", "attempt")
        .order_by("received_at", "pk")
    )
    first: dict[int, Response] = {}
    for response in rows:
        if response.step.item_version is not None:
            first.setdefault(response.step.item_version.item_id, response)
    return [response for response in first.values() if _counts(response, enrolment)]


def _counts(response: Response, enrolment: Enrolment) -> bool:
    attempt = response.attempt
    own = attempt.enrolment_id == enrolment.pk and attempt.voided_at is None
    return own and attempt.kind in KINDS and response.confidence is not None and is_plain(response.step.plan)


def _is_pair(response: Response) -> bool:
    """A choice between two sides of which one is better, and nothing else: what meta-d' is defined for."""
    if response.attempt.kind != "preference" or (response.confidence or 0) < RATINGS[0] / 10:
        return False
    module = program_of(response.attempt.program_version_id).modules[response.attempt.module]
    return not module.config.get("strength") and _best_side(response) in SIDES


def _best_side(response: Response) -> str:
    item = as_it_counts(response).item
    return parse_key(item.key, PAIR_ANSWERS).best if item is not None else ""


def _choice(response: Response) -> tuple[bool, bool, float]:
    """Whether the better response stood left, whether the left one was chosen, and the confidence."""
    left = response.step.plan["left"]
    return _best_side(response) == left, response.answer["side"] == left, response.confidence or 0.0


def m_ratio_of(choices: Sequence[tuple[bool, bool, float]]) -> float | None:
    """M-ratio of choices between left and right: (the left one is better, it was chosen, confidence 0.5 to 1) each.

    None where the better one stood on one side only, and for choices that tell nothing (d' of 0).
    """
    cells = 2 * len(RATINGS)
    s1, s2 = [0] * cells, [0] * cells
    for left_better, chose_left, confidence in choices:
        rating = min(int(10 * confidence + ROUNDING), RATINGS[-1]) - RATINGS[0]
        # From surest "left" to surest "right".
        place = len(RATINGS) - 1 - rating if chose_left else len(RATINGS) + rating
        (s1 if left_better else s2)[place] += 1
    if not any(s1) or not any(s2):
        return None
    ratio = float(meta_d_prime(s1, s2).m_ratio)
    return ratio if math.isfinite(ratio) else None
