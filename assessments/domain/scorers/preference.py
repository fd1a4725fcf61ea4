"""Judgements of pairs: as practice, plus what the side a response stands on does."""

from collections.abc import Sequence

from assessments.domain.measured import Measured
from assessments.domain.pairs import Pair, pairs_completed_in
from assessments.domain.scorers.practice import score_practice
from assessments.measures.intervals import wilson
from assessments.measures.preference import position
from training.models import Attempt, Response


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
