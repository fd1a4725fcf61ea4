"""Judgements of items that may be ambiguous: what the flag tells, and how near the stated shares come to the reference.

No accuracy: an answer counts as correct here where the flag fits, which is not what accuracy means in practice sets.
"""

from collections.abc import Sequence

import numpy as np

from assessments.domain.flagging import flagging_of
from assessments.domain.measured import Measured
from assessments.measures.intervals import Interval, mean_interval, wilson
from assessments.measures.signal_detection import d_prime, d_prime_interval
from assessments.measures.soft_labels import jensen_shannon
from courseware.curriculum import Guideline
from courseware.domain.programs import program_of
from courseware.keys import parse_key
from training.activities.reference import Reference, reference_of
from training.domain.items import version_of
from training.models import Attempt, Response

# Fewer items than this give a mean whose interval is as long as its scale.
MIN_SOFT = 3
# Of fewer items of either kind a d' is mostly its correction for extreme shares.
MIN_OF_EACH = 3


def score_ambiguity(attempt: Attempt, responses: Sequence[Response]) -> list[Measured]:
    """Flag measures over the items that are clear or ambiguous, soft-label measures over all."""
    return [*_flag_measures(responses), *_soft_measures(attempt, responses)]


def _flag_measures(responses: Sequence[Response]) -> list[Measured]:
    found = flagging_of((r.counted_ambiguity, r.answer) for r in responses)  # type: ignore[attr-defined]  # by counted
    measured = []
    if found.ambiguous:
        share = found.hits / found.ambiguous
        interval = wilson(found.hits, found.ambiguous)
        measured.append(Measured("ambiguity_sensitivity", share, *interval, found.ambiguous))
    if found.clear:
        share = found.rejections / found.clear
        measured.append(Measured("ambiguity_specificity", share, *wilson(found.rejections, found.clear), found.clear))
    if min(found.ambiguous, found.clear) >= MIN_OF_EACH:
        low, high = d_prime_interval(*found.outcomes)
        value = float(d_prime(*found.outcomes))
        measured.append(Measured("ambiguity_d_prime", value, low, high, found.ambiguous + found.clear))
    return measured


def _soft_measures(attempt: Attempt, responses: Sequence[Response]) -> list[Measured]:
    soft = [response for response in responses if "soft" in response.answer.get("parts", {})]
    if len(soft) < MIN_SOFT:
        return []
    program = program_of(attempt.program_version_id)
    guideline = program.guideline(program.modules[attempt.module].config["guideline"])
    closeness = [float(response.counted_credit) for response in soft]  # type: ignore[attr-defined]
    distances = np.array([_distance(response, guideline) for response in soft])
    note = _note(soft, guideline)
    mean = float(np.mean(closeness))
    apart = float(distances.mean())
    return [
        Measured("soft_label_score", mean, *_within(closeness, mean), len(soft), note),
        Measured("soft_label_distance", apart, *_within(distances.tolist(), apart), len(soft), note),
    ]


def _distance(response: Response, guideline: Guideline) -> float:
    labels = [label.id for label in guideline.labels]
    shares = _reference(response, guideline).shares
    stated = response.answer["parts"]["soft"]
    return float(jensen_shannon([shares[label] for label in labels], [stated[label] / 100 for label in labels]))


def _reference(response: Response, guideline: Guideline) -> Reference:
    labels = [label.id for label in guideline.labels]
    version = version_of(response.counted_version_id)  # type: ignore[attr-defined]
    return reference_of(parse_key(version.key, labels), labels)


def _note(soft: Sequence[Response], guideline: Guideline) -> str:
    """What the reference rests on, where that is nobody's answers."""
    estimated = sum(_reference(response, guideline).estimated for response in soft)
    return f"{estimated} of {len(soft)} references are the authors' estimate" if estimated else ""


def _within(values: Sequence[float], mean: float) -> Interval:
    """The interval of a mean of values from 0 to 1. Equal values tell no spread; that of shares is never too short."""
    try:
        low, high = mean_interval(values)
    except ValueError:
        return wilson(mean * len(values), len(values))  # type: ignore[arg-type]  # a sum of parts, not a count
    return Interval(max(0.0, low), min(1.0, high))
