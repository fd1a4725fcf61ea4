"""How well somebody's confidence fits what happened, over all they judged in a course. Plain values for pages."""

from collections.abc import Sequence
from dataclasses import asdict

from assessments.domain.calibration import Calibration, Point
from assessments.domain.catches import catches_of
from assessments.domain.evidence import is_plain
from assessments.measures.calibration import brier, calibration_curve, overconfidence
from assessments.measures.intervals import wilson
from assessments.measures.metacognition import MIN_TRIALS, meta_d_prime, type2_auroc
from courseware.keys import PAIR_ANSWERS, SIDES, parse_key
from courseware.models import Enrolment
from training.domain.attempts import step_view
from training.domain.counting import counted
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
    rows = (
        counted(Response.objects.filter(attempt__enrolment=enrolment, attempt__kind__in=KINDS))
        .filter(attempt__completed_at__isnull=False, attempt__voided_at__isnull=True)
        .filter(confidence__isnull=False, counted_correct__isnull=False)
        .select_related("step__item_version", "attempt")
        .order_by("received_at", "pk")
    )
    first: dict[int, Response] = {}
    for response in rows:
        if response.step.item_version is not None:
            first.setdefault(response.step.item_version.item_id, response)
    return [response for response in first.values() if is_plain(response.step.plan)]


def _is_pair(response: Response) -> bool:
    """A choice between two sides of which one is better: what meta-d' is defined for."""
    sided = response.attempt.kind == "preference" and response.answer.get("side") in SIDES
    return sided and _best_side(response) in SIDES


def _best_side(response: Response) -> str:
    item = step_view(response.attempt, response.step).item
    return parse_key(item.key, PAIR_ANSWERS).best if item is not None else ""


def _choice(response: Response) -> tuple[bool, bool, float]:
    """Whether the better response stood left, whether the left one was chosen, and the confidence."""
    left = response.step.plan["left"]
    return _best_side(response) == left, response.answer["side"] == left, response.confidence or 0.0


def m_ratio_of(choices: Sequence[tuple[bool, bool, float]]) -> float | None:
    """M-ratio of choices between left and right: (the left one is better, it was chosen, confidence 0.5 to 1) each.

    None where the better one stood on one side only.
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
    return float(meta_d_prime(s1, s2).m_ratio)
