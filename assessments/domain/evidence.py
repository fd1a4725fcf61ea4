"""What is known of a person for each measure that a gate may name, over the attempts completed by a time."""

import math
from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet

from assessments.domain.pairs import pairs_of
from assessments.gates import Evidence
from courseware.models import Enrolment
from training.models import Response

# A person's d' is judged on the newest runs that together reach this many trials: people change while they learn.
RECENT_TRIALS = 450


def _completed(enrolment: Enrolment, until: datetime | None, *kinds: str) -> QuerySet[Response]:
    """Responses of the attempts completed by `until` (None: completed at all), in the order they came in."""
    rows = Response.objects.filter(attempt__enrolment=enrolment, attempt__kind__in=kinds)
    if until is None:
        rows = rows.filter(attempt__completed_at__isnull=False)
    else:
        rows = rows.filter(attempt__completed_at__lte=until)
    return rows.order_by("received_at", "pk")


def accuracy_clear(enrolment: Enrolment, until: datetime | None = None) -> Evidence:
    """Right or wrong on clear items of practice sets, each item once, at its first showing."""
    rows = _completed(enrolment, until, "practice").filter(step__item_version__ambiguity="clear")
    first: dict[int, bool] = {}
    for item_id, correct in rows.values_list("step__item_version__item_id", "correct"):
        first.setdefault(item_id, bool(correct))
    return Evidence(n=len(first), answers=tuple(first.values()))


def position_consistency(enrolment: Enrolment, until: datetime | None = None) -> Evidence:
    """Whether the same response won on either side, pair by pair."""
    pairs = pairs_of(enrolment, until)
    return Evidence(n=len(pairs), answers=tuple(pair.consistent for pair in pairs))


def overconfidence(enrolment: Enrolment, until: datetime | None = None) -> Evidence:
    """Mean of confidence minus correctness over first answers, with its standard error (n - 1)."""
    rows = _completed(enrolment, until, "practice", "preference")
    first: dict[int, float] = {}
    for item_id, confidence, correct in rows.values_list("step__item_version__item_id", "confidence", "correct"):
        if confidence is not None and correct is not None:
            first.setdefault(item_id, confidence - float(correct))
    n = len(first)
    if n < 2:
        return Evidence(n=n)
    mean = math.fsum(first.values()) / n
    variance = math.fsum((gap - mean) ** 2 for gap in first.values()) / (n - 1)
    return Evidence(n=n, value=mean, standard_error=math.sqrt(variance / n))


def sart_d_prime(enrolment: Enrolment, until: datetime | None = None) -> Evidence:
    """d' of the newest runs, pooled. Runs on a device that cannot time are left out; `n` counts all valid trials."""
    from assessments.measures.intervals import normal_quantile
    from assessments.measures.signal_detection import d_prime, d_prime_interval

    rows = _completed(enrolment, until, "drill").filter(answer__block__gt=0).values_list("attempt_id", "answer")
    runs: dict[int, list[dict[str, int]]] = {}
    for attempt_id, answer in rows:
        runs.setdefault(attempt_id, []).append(answer)
    usable = [blocks for blocks in runs.values() if all(block["timing_valid"] for block in blocks)]
    total = sum(block["go"] + block["nogo"] for blocks in usable for block in blocks)
    counts = {"go": 0, "nogo": 0, "omissions": 0, "commissions": 0}
    for blocks in reversed(usable):
        for name in counts:
            counts[name] += sum(block[name] for block in blocks)
        if counts["go"] + counts["nogo"] >= RECENT_TRIALS:
            break
    if not counts["go"] or not counts["nogo"]:
        return Evidence(n=total)
    outcome = (
        counts["go"] - counts["omissions"],
        counts["omissions"],
        counts["commissions"],
        counts["nogo"] - counts["commissions"],
    )
    low, high = d_prime_interval(*outcome)
    return Evidence(
        n=total, value=float(d_prime(*outcome)), standard_error=(high - low) / (2 * normal_quantile(0.95))
    )


EVIDENCE: dict[str, Callable[[Enrolment, datetime | None], Evidence]] = {
    "accuracy_clear": accuracy_clear,
    "position_consistency": position_consistency,
    "overconfidence": overconfidence,
    "sart_d_prime": sart_d_prime,
}
