"""What the rationales of one attempt cover of their items' reference factors, where the label is right."""

from collections.abc import Sequence
from statistics import fmean, stdev

from assessments.domain.measured import Measured
from assessments.domain.rationale_estimates import Estimate, estimate
from assessments.measures.effects import t_quantile
from training.domain.items import items_of, version_of, view
from training.models import Response

# From fewer rationales no interval of their mean holds what it promises.
MIN_FOR_INTERVAL = 5


def rationale_measures(responses: Sequence[Response]) -> list[Measured]:
    """`responses` as `counted` gives them, without attention checks. Wrong labels count nothing, for or against."""
    estimates = [found for response in responses if (found := _estimate(response)) is not None]
    if not estimates:
        return []
    shares = [found.share for found in estimates]
    note = f"estimated by {estimates[0].estimator}"
    return [Measured("rationale_coverage", fmean(shares), *_interval(shares), len(shares), note)]


def _estimate(response: Response) -> Estimate | None:
    """By the version of the item that the answer counts by; None where it gives no reasons, or is wrong."""
    rationale = response.answer.get("parts", {}).get("rationale")
    version_id: int | None = response.counted_version_id  # type: ignore[attr-defined]  # annotated by counted
    if rationale is None or version_id is None or not response.counted_correct:  # type: ignore[attr-defined]
        return None
    known = items_of(response.attempt.program_version_id)
    item = view(known.get(version_id) or version_of(version_id))
    return estimate(rationale["text"], item) if item.factors else None


def _interval(shares: Sequence[float]) -> tuple[float | None, float | None]:
    """95 % t interval of the mean, within 0..1; none for too few, or where they are all the same."""
    n, mean = len(shares), fmean(shares)
    if n < MIN_FOR_INTERVAL or max(shares) == min(shares):
        return None, None
    half = t_quantile(n - 1) * stdev(shares) / n**0.5
    return max(0.0, mean - half), min(1.0, mean + half)
