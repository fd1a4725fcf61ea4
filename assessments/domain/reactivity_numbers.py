"""PURE: from labels on the ladder to the numbers of one line. Brings numpy and scipy: for jobs, not for pages."""

from collections.abc import Sequence
from dataclasses import replace

from assessments.domain.reactivity_labels import Judgement, TwinPair, pairs_among, repeats, scale_of
from assessments.domain.reactivity_lines import MIN_DRIFT, MIN_PAIRS, MIN_REPEATS, Measured, ReactivityLine
from assessments.measures.effects import Effect
from assessments.measures.reactivity import (
    repeat_consistency,
    response_time_ratio,
    severity_difference,
    sitting_drift,
    twin_difference,
)


def line_of(tier: int | None, judgements: Sequence[Judgement]) -> ReactivityLine:
    """Of one tier, or of the whole ladder (None): from all the labels given there, in the order given.

    Right or wrong, times and labels given again are pooled over scales; steps are not: one of severity is none of
    urgency.
    """
    scale = scale_of(judgements)
    pairs = list(pairs_among(judgements))
    comparable = [pair for pair in pairs if pair.comparable]
    whole = {one.item for pair in pairs for one in (pair.charged, pair.neutral)}
    charged, neutral = (repeats(judgements, charged=kind) for kind in (True, False))
    counts = ReactivityLine(
        tier=tier,
        pairs=len(comparable),
        waiting=len({one.item for one in judgements} - whole),
        unlike=len(pairs) - len(comparable),
        scale=scale,
        repeats_charged=len(charged),
        repeats_neutral=len(neutral),
        exposures=sum(one.charged for one in judgements),
    )
    if len(comparable) < MIN_PAIRS:
        return counts
    lost = twin_difference([pair.charged.right for pair in comparable], [pair.neutral.right for pair in comparable])
    return replace(
        counts,
        lost=_measured(lost),
        neutral_right=lost.neutral,
        charged_right=lost.charged,
        steps=_measured(steps_of(comparable)) if scale else None,
        slower=slower_of(comparable),
        again_charged=_consistency(charged),
        again_neutral=_consistency(neutral),
        drift=drift_of(judgements) if scale else None,
    )


def steps_of(pairs: Sequence[TwinPair]) -> Effect:
    charged, neutral = [pair.charged.place for pair in pairs], [pair.neutral.place for pair in pairs]
    return severity_difference(charged, neutral, labels=max(pair.charged.labels for pair in pairs))


def slower_of(pairs: Sequence[TwinPair]) -> Measured | None:
    """Over the pairs with both times; None for too few of them, and where no time differs from another."""
    times = [(one, other) for pair in pairs if (one := pair.charged.ms) and (other := pair.neutral.ms)]
    if len(times) < MIN_PAIRS:
        return None
    try:
        return _measured(response_time_ratio(*zip(*times, strict=True)))
    except ValueError:
        return None


def drift_of(judgements: Sequence[Judgement]) -> Measured | None:
    """Over all charged items that are still clear, repeats too; None for too few, or in sittings of one each."""
    told = [one for one in judgements if one.charged and one.clear]
    if len(told) < MIN_DRIFT:
        return None
    columns = ([one.sitting for one in told], [one.before for one in told], [one.steps for one in told])
    try:
        found = sitting_drift(*columns)
    except ValueError:
        return None
    return _measured(found) if found.n >= MIN_DRIFT else None


def _consistency(judged: Sequence[Judgement]) -> Measured | None:
    if len(judged) < MIN_REPEATS:
        return None
    return _measured(repeat_consistency([one.first or 0 for one in judged], [one.place for one in judged]))


def _measured(effect: Effect) -> Measured:
    return Measured(effect.estimate, effect.low, effect.high, effect.n)
