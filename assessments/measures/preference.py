"""Biases in judgements: each is one difference between two ways of showing the same kind of thing.

What is being compared was decided by the exercise at random, never by the trainee; so a difference is the
trainee's. How strong the compared things are is in `strengths`; its names can be imported from here too.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assessments.measures.checks import Floats, coded, flags, numbers, parallel
from assessments.measures.effects import Effect
from assessments.measures.strengths import Davidson, bradley_terry, davidson

__all__ = [
    "Davidson",
    "Effect",
    "Position",
    "anchoring_effect",
    "anchoring_index",
    "bradley_terry",
    "confirmation_effect",
    "davidson",
    "position",
    "verbosity_effect",
]


@dataclass(frozen=True)
class Position:
    """`consistency`: share of pairs with the same winner both times, 0..1; `index`: a place's pull, -1..1."""

    consistency: float
    index: float


def position(first: ArrayLike, second: ArrayLike) -> Position:
    """Whether place rather than content decided, where each pair was shown twice with the sides swapped.

    `first` and `second` belong to the two showings of each pair, parallel 1-D arrays with one entry per pair:
    true (1) where the response in the first place (left) was chosen, false (0) where the other was, and 0.5 where
    neither was. The sides were swapped in between, so the same content won, or none did, exactly where the two
    entries add up to 1.

        consistency = share of pairs whose entries add up to 1
        index       = mean of (the two entries - 1)

    Without ties the index is (first place both times - second place both times) / n. Above 0 it is a pull to the
    first place; 0 with a low consistency is mere noise.
    Raises ValueError for unequal, empty or other shapes and for entries other than 0, 0.5 and 1.
    Source: Zheng et al. 2023, Judging LLM-as-a-Judge, NeurIPS 36, section 3.3.
    """
    showings = [_places("first", first), _places("second", second)]
    parallel("second", showings[1], "first", showings[0])
    # 2: first place both times, 1: the same content or neither, 0: second place both times.
    times_first = showings[0] + showings[1]
    return Position(consistency=float(np.mean(times_first == 1)), index=float(np.mean(times_first - 1)))


def _places(name: str, values: ArrayLike) -> Floats:
    """1 for the first place, 0 for the second, 0.5 for neither."""
    places = numbers(name, values)
    if not np.isin(places, (0, 0.5, 1)).all():
        raise ValueError(f"{name} must hold only 1, 0, and 0.5 where neither was chosen")
    return places


def verbosity_effect(picked_longer: ArrayLike, longer_is_gold: ArrayLike) -> Effect:
    """Whether length rather than quality decided: how much likelier errors towards the longer response are.

        P(picked longer | shorter is gold) - P(picked shorter | longer is gold)

    Parallel 1-D flags, one entry per pair of unequal length: whether the longer response was picked, and
    whether it is the better one. -1..1; above 0 is a pull to length, below 0 to brevity, and 0 is even-handed
    whether errors are few or many. Pairs should hold both kinds of gold in random order, alike in difficulty:
    else the two error shares differ without any pull. Interval: `Effect.of_shares`.
    Raises ValueError for unequal, empty or other shapes, entries other than 0 and 1, and unless both kinds of
    gold occur.
    Source: Saito, Wachi, Wataoka and Akimoto 2023, Verbosity bias in preference labeling, arXiv 2310.10076.
    """
    picked, gold = _flags_by_kind("picked_longer", picked_longer, "longer_is_gold", longer_is_gold)
    return Effect.of_shares(picked[gold == 0], 1 - picked[gold == 1])


def anchoring_effect(agreed: ArrayLike, suggested: ArrayLike) -> Effect:
    """How much more often a planted label is given where it was suggested than where it was not.

        P(answer is the planted label | shown) - P(answer is the planted label | not shown)

    Parallel 1-D flags, one entry per answer. Every item carries a planted label, fixed beforehand and usually
    wrong; chance decides whether it is shown as a suggestion. `agreed`: the answer is that label; `suggested`:
    it was shown. Without the second kind, agreeing because the label fits would pass for being led. -1..1;
    above 0 is a pull to the suggestion (from an assistant, or from somebody in authority), below 0 a push
    away. Interval: `Effect.of_shares`.
    Raises ValueError for unequal, empty or other shapes, entries other than 0 and 1, and unless answers with
    and without a suggestion occur.
    Source: Tversky and Kahneman 1974, Science 185, 1124-1131; for suggested labels: Fort and Sagot 2010,
    Linguistic Annotation Workshop IV, 56-63.
    """
    agrees, shown = _flags_by_kind("agreed", agreed, "suggested", suggested)
    return Effect.of_shares(agrees[shown == 1], agrees[shown == 0])


def anchoring_index(rating: ArrayLike, shown_high: ArrayLike, low: float, high: float) -> Effect:
    """How far ratings follow a number shown before: 0 not at all, 1 as far as the number moved.

        (mean rating after the high anchor - mean rating after the low one) / (high - low)

    Parallel 1-D arrays, one entry per rating: `rating` in the unit of the two anchors `low` and `high`;
    `shown_high` true (1) where chance showed the high one, false (0) for the low one. Below 0 ratings move
    away from the anchor. The source takes medians; means have an interval, Welch's t: `Effect.of_means`.
    Raises ValueError for unequal, empty or other shapes, a rating that is not finite, flags other than 0 and
    1, unless high > low, for fewer than two ratings after either anchor, and where no rating varies.
    Source: Jacowitz and Kahneman 1995, Personality and Social Psychology Bulletin 21, 1161-1166.
    """
    ratings, is_high = numbers("rating", rating), flags("shown_high", shown_high)
    parallel("shown_high", is_high, "rating", ratings)
    if not (math.isfinite(low) and low < high < math.inf):
        raise ValueError(f"high must be above low and both finite, not {high} and {low}")
    moved = Effect.of_means("rating", ratings[is_high], ratings[~is_high])
    span = high - low
    return Effect(moved.estimate / span, moved.low / span, moved.high / span, moved.n)


def confirmation_effect(judgement: ArrayLike, confirming: ArrayLike, pair: ArrayLike | None = None) -> Effect:
    """How much better evidence is judged when it supports what the trainee already said.

        mean judgement of confirming evidence - mean judgement of contrary evidence

    First the trainee agrees or disagrees with a claim; then pieces of evidence are judged that are equally
    good by their key, and chance decides for each which way it points. Parallel 1-D arrays, one entry per
    piece: `judgement` its rated strength or relevance in any unit, or 1 for accepted and 0 for rejected;
    `confirming` true (1) where the piece supports the trainee's own view. `pair`, where given, holds what
    links one confirming to one contrary piece (the claim, or a study and its mirror image): a number or text
    that occurs exactly once with each. Above 0 is a pull to what confirms, in the unit of the judgement.
    Judgements that are all 0 or 1 are compared as shares (`Effect.of_shares`, `of_paired_shares`), others as
    means (`of_means`, `of_paired_means`); `n` counts pieces, or pairs.
    Raises ValueError for unequal, empty or other shapes, a judgement that is not finite, unless both kinds
    occur (ratings: two of each) and, for ratings, where none varies.
    Source: Lord, Ross and Lepper 1979, Journal of Personality and Social Psychology 37, 2098-2109.
    """
    judged, supports = numbers("judgement", judgement), flags("confirming", confirming)
    parallel("confirming", supports, "judgement", judged)
    _both_kinds("confirming", supports)
    for_it, against = judged[supports], judged[~supports]
    accepted = bool(((judged == 0) | (judged == 1)).all())
    if pair is None:
        return Effect.of_shares(for_it, against) if accepted else Effect.of_means("judgement", for_it, against)
    pairs = coded("pair", pair).codes
    parallel("pair", pairs, "judgement", judged)
    if not all((np.bincount(pairs[side], minlength=pairs.max() + 1) == 1).all() for side in (supports, ~supports)):
        raise ValueError("pair must occur exactly once with confirming and once with contrary evidence")
    for_it, against = for_it[np.argsort(pairs[supports])], against[np.argsort(pairs[~supports])]
    if accepted:
        return Effect.of_paired_shares(for_it, against)
    return Effect.of_paired_means("judgement", for_it, against)


def _flags_by_kind(name: str, values: ArrayLike, kind: str, kinds: ArrayLike) -> tuple[Floats, Floats]:
    """Two parallel columns of 0 and 1, of which the second holds both."""
    outcome, group = flags(name, values), flags(kind, kinds)
    parallel(kind, group, name, outcome)
    _both_kinds(kind, group)
    return outcome.astype(np.float64), group.astype(np.float64)


def _both_kinds(name: str, group: NDArray[Any]) -> None:
    if group.all() or not group.any():
        raise ValueError(f"{name} must hold both true and false: there is nothing to compare with")
