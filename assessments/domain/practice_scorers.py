"""Attention while judging items, from the responses of one attempt: checks, change over the sitting, repeats.

The responses come with their steps from `training.domain.counting.counted`, in any order. What is undefined for too
few of them is left out.
"""

from collections.abc import Sequence

from assessments.domain.measured import Measured
from assessments.measures.intervals import wilson
from assessments.measures.sequence import MIN_FOR_PACE, MIN_FOR_THIRDS, pace_change, repeats, thirds
from courseware.domain.programs import program_of
from training.models import Response

# With fewer answers three equal ones in a row are nothing unusual, and the interval is wider than the scale is long.
MIN_FOR_REPEATS = 8


def attention_measures(responses: Sequence[Response]) -> list[Measured]:
    """What the attempt shows of attention, beside how often it was right. Steps without an item are left out."""
    judged = [response for response in responses if response.step.item_version_id is not None]
    given = sorted(judged, key=lambda response: (response.received_at, response.pk))
    return [*attention_checks(given), *accuracy_change(given), *change_of_pace(given), *repeats_excess(given)]


def is_check(response: Response) -> bool:
    """Whether it answers an attention check, which counts in no accuracy and no calibration."""
    return bool(response.step.plan.get("check"))


def attention_checks(responses: Sequence[Response]) -> list[Measured]:
    """Share of the attention checks that were answered as their texts say."""
    right = [_right(response) for response in responses if is_check(response)]
    if not right:
        return []
    hits = sum(right)
    return [Measured("attention_checks", hits / len(right), *wilson(hits, len(right)), len(right))]


def accuracy_change(responses: Sequence[Response]) -> list[Measured]:
    """Accuracy on clear items in the last third of the sitting minus that in the first; responses as they came in."""
    right = [_right(r) for r in responses if _is_clear(r) and not is_check(r)]
    if len(right) < MIN_FOR_THIRDS:
        return []
    result = thirds(right)
    return [Measured("accuracy_change", result.change, result.low, result.high, result.first.n + result.last.n)]


def change_of_pace(responses: Sequence[Response]) -> list[Measured]:
    """Active time per item in the last third of the sitting as a ratio to that in the first; responses as they came in.

    Clear and ambiguous items alike. Checks do not count, which are answered as soon as they are seen, nor answers whose
    active time is unknown.
    """
    times = [active for r in responses if not is_check(r) and (active := r.timing.get("activeMs"))]
    if len(times) < MIN_FOR_PACE:
        return []
    try:
        result = pace_change(times)
    except ValueError:  # equal times in either third: from no spread no interval can be told
        return []
    return [Measured("pace_change", result.estimate, result.low, result.high, result.n)]


def repeats_excess(responses: Sequence[Response]) -> list[Measured]:
    """How often a choice (of a pair: a side) is the one before it again, beyond chance; responses as they came in.

    Items are asked in random order, so whoever answers each by itself repeats as chance does. Not for passages: each
    text has its own.
    """
    if len(responses) < MIN_FOR_REPEATS or _scale(responses[0]) == "span":
        return []
    result = repeats([response.answer["choice"] for response in responses])
    if result.sd == 0:
        return []
    return [Measured("repeats_excess", result.excess, *result.interval(), result.n)]


def _right(response: Response) -> bool:
    return bool(response.counted_correct)  # type: ignore[attr-defined]  # annotated by counted


def _is_clear(response: Response) -> bool:
    return bool(response.counted_ambiguity == "clear")  # type: ignore[attr-defined]  # annotated by counted


def _scale(response: Response) -> str:
    program = program_of(response.attempt.program_version_id)
    return program.guideline(program.modules[response.attempt.module].config["guideline"]).scale
