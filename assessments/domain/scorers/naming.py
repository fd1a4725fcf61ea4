"""Naming the bias of a simulated annotator: how often the planted one was named."""

from collections.abc import Sequence

from assessments.domain.measured import Measured
from assessments.domain.scorers.practice import right
from assessments.measures.intervals import wilson
from training.models import Attempt, Response


def score_naming(attempt: Attempt, responses: Sequence[Response]) -> list[Measured]:
    """Share of the records whose bias was named. Too few answers of one kind to say anything of confidence."""
    if not responses:
        return []
    hits = sum(bool(right(response)) for response in responses)
    return [Measured("naming_accuracy", hits / len(responses), *wilson(hits, len(responses)), len(responses))]
