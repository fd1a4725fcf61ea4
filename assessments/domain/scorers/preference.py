"""Judgements of pairs: as practice, plus what the side a response stands on does, and what reasons and ratings say."""

from collections.abc import Sequence
from typing import Any

from assessments.domain.measured import Measured
from assessments.domain.pairs import Pair, pairs_completed_in
from assessments.domain.practice_scorers import is_check
from assessments.domain.scorers.practice import right, score_practice
from assessments.measures.intervals import wilson
from assessments.measures.preference import position
from courseware.keys import SIDES
from training.activities.pair_scale import left_chosen
from training.activities.parts.reasons import only_quality
from training.domain.items import version_of
from training.models import Attempt, Response


def score_preference(attempt: Attempt, responses: Sequence[Response]) -> list[Measured]:
    """As practice, plus position measures over the pairs whose second showing is in this attempt, and of the parts."""
    pairs: list[Pair] = pairs_completed_in(attempt)
    measured = score_practice(attempt, responses)
    if pairs:
        result = position([p.first_left for p in pairs], [p.second_left for p in pairs])
        same = sum(p.consistent for p in pairs)
        measured.append(Measured("position_consistency", result.consistency, *wilson(same, len(pairs)), len(pairs)))
        measured.append(Measured("position_index", result.index, None, None, len(pairs)))
    return measured + part_measures([r for r in responses if right(r) is not None and not is_check(r)])


def part_measures(graded: Sequence[Response]) -> list[Measured]:
    """What strengths, ratings and reasons say, each over the answers that have it; attention checks left out."""
    given = [reasons["categories"] for r in graded if (reasons := _part(r, "reasons")) is not None]
    return [
        # Where neither is preferred, none need be picked: that says nothing of what is noticed.
        *_share("quality_reasons", [only_quality(categories) for categories in given if categories]),
        *_share("ratings_fit", [fits for r in graded if (fits := _ratings_fit(r)) is not None]),
        *_share("strength_fit", [fits for r in graded if (fits := _strength_fits(r)) is not None]),
    ]


def _share(measure: str, flags: Sequence[bool]) -> list[Measured]:
    if not flags:
        return []
    hits, n = sum(flags), len(flags)
    return [Measured(measure, hits / n, *wilson(hits, n), n)]


def _part(response: Response, name: str) -> Any:
    return response.answer.get("parts", {}).get(name)


def _ratings_fit(response: Response) -> bool | None:
    """Whether the preferred response has the better ratings; None without a preference, or where they are level."""
    ratings = _part(response, "ratings")
    if ratings is None:
        return None
    ahead = sum(ratings["left"].values()) - sum(ratings["right"].values())
    chosen = left_chosen(response.answer["choice"]) - 0.5
    return ahead * chosen > 0 if ahead and chosen else None


def _strength_fits(response: Response) -> bool | None:
    """Whether the right side was preferred as strongly as the key does; None for other answers, and for soft gold."""
    if _part(response, "strength") is None or not right(response):
        return None
    key = version_of(response.counted_version_id).key  # type: ignore[attr-defined]  # annotated by counted
    return response.counted_credit == 1 if key.get("side") in SIDES else None  # type: ignore[attr-defined]
