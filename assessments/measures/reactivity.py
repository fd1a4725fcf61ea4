"""What difficult content does to somebody's judgement: each measure compares the person with themselves.

Every result is an `Effect`: the estimate, its 95 % interval, and the number of judgements or pairs. One sitting
of 20 pairs can show a large change only; read the interval before the estimate.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from assessments.measures.checks import Floats, flags, numbers, parallel
from assessments.measures.effects import Effect, is_rounding, t_quantile
from assessments.measures.vigilance import decrement

MIN_EXPOSURES = 4  # with three, one odd item decides the sign of the slope


@dataclass(frozen=True)
class TwinDifference(Effect):
    """`estimate`, `low` and `high` of neutral - charged accuracy, -1..1, over `n` twin pairs.

    `neutral` and `charged` are the two accuracies, 0..1.
    """

    neutral: float
    charged: float


def twin_difference(charged: ArrayLike, neutral: ArrayLike) -> TwinDifference:
    """How much accuracy is lost on charged items: accuracy on their neutral twins minus accuracy on them.

    Parallel 1-D flags, one entry per pair of twins: whether the charged item, and its neutral twin with the
    same key, was answered correctly (1). Above 0 charged content costs accuracy; below 0 the person does
    better on it. Twins differ in content alone and come in random order, far enough apart not to be
    recognised. Interval: `Effect.of_paired_shares`; at n = 20 a difference of .2 is rarely told from 0.
    Raises ValueError for unequal, empty or other shapes and for entries other than 0 and 1.
    Source: the interval: Newcombe 1998, Statistics in Medicine 17, 2635-2650, method 10.
    """
    on_charged, on_neutral = flags("charged", charged).astype(np.float64), flags("neutral", neutral).astype(np.float64)
    parallel("neutral", on_neutral, "charged", on_charged)
    lost = Effect.of_paired_shares(on_neutral, on_charged)
    return TwinDifference(
        lost.estimate, lost.low, lost.high, lost.n, neutral=float(on_neutral.mean()), charged=float(on_charged.mean())
    )


def severity_drift(baseline: ArrayLike, later: ArrayLike, *, paired: bool = False) -> Effect:
    """How far severity ratings have moved since the baseline, in SDs of the baseline ratings.

        (mean of later - mean of baseline) / SD of baseline (ddof 1)

    1-D arrays of ratings by one person: of the same items, or of comparable ones; or of anything, each with
    its key's rating subtracted. Above 0 items are now rated more severe, below 0 less (numbing). `paired`
    says that the arrays are parallel, the same items in the same order: the interval is then narrower.
    Interval: the t interval of the difference (`Effect.of_means`, `of_paired_means`), widened for the SD being
    an estimate too:

        half width^2 = (t interval's half width / SD)^2 + t^2 drift^2 / (2 (n_baseline - 1))

    Raises ValueError for empty or other shapes, unequal ones where `paired`, values that are not finite, fewer
    than two ratings in either, and a baseline that does not vary.
    Source: Glass 1976, Educational Researcher 5 (10), 3-8; the SD's share: Hedges 1981, Journal of Educational
    Statistics 6, 107-128.
    """
    before, after = numbers("baseline", baseline), numbers("later", later)
    if paired:
        parallel("later", after, "baseline", before)
    for name, ratings in (("baseline", before), ("later", after)):
        if ratings.size < 2:
            raise ValueError(f"{name} must hold at least two ratings")
    spread = float(before.std(ddof=1))
    if is_rounding(spread, before):
        raise ValueError("baseline must vary: its SD is the unit of the drift")
    moved = Effect.of_paired_means("later", after, before) if paired else Effect.of_means("later", after, before)
    drift, freedom = moved.estimate / spread, before.size - 1
    of_unit = t_quantile(freedom) * abs(drift) / math.sqrt(2 * freedom)
    half = math.hypot((moved.high - moved.low) / 2 / spread, of_unit)
    return Effect(drift, drift - half, drift + half, moved.n)


def habituation(values: ArrayLike) -> Effect:
    """Change per exposure over a run of charged items: the least-squares slope of the responses in their order.

    `values`, 1-D, holds one response per charged item in the order met: severity ratings, or logarithms of
    response times. Below 0 they fall (habituation), above 0 they rise (sensitisation), per item and in the
    unit of the values. A slope uses every item; late minus early would need a cut that nobody can justify.
    Items come in random order, else the slope is theirs. Tiredness and practice move neutral items as well:
    give the differences to the neutral twins, charged - neutral, to be rid of that. Interval: Student's t
    with n - 2 degrees of freedom; it takes the scatter about the line as independent. Where a mood carries over
    from item to item it is too narrow: at 20 items and a correlation of .4 between neighbours it holds the
    true slope in 81 % of runs, not 95.
    Raises ValueError for an empty or other shape, values that are not finite, fewer than 4 of them, and where
    they lie on one line exactly, so that no interval can be told.
    Source: Rankin et al. 2009, Neurobiology of Learning and Memory 92, 135-138; Draper and Smith 1998, Applied
    Regression Analysis, chapter 1.
    """
    responses = numbers("values", values)
    if responses.size < MIN_EXPOSURES:
        raise ValueError(f"values must hold at least {MIN_EXPOSURES} exposures, not {responses.size}")
    slope = decrement(responses)
    order = np.arange(responses.size) - (responses.size - 1) / 2
    freedom = responses.size - 2
    scatter = float(np.linalg.norm(responses - responses.mean() - slope * order)) / math.sqrt(freedom)
    if is_rounding(scatter, responses):
        raise ValueError("values must scatter about their line: from an exact line no interval can be told")
    half = t_quantile(freedom) * scatter / float(np.linalg.norm(order))
    return Effect(slope, slope - half, slope + half, responses.size)


def response_time_ratio(charged_ms: ArrayLike, neutral_ms: ArrayLike) -> Effect:
    """How much longer charged items take than their neutral twins, as a log ratio.

        mean of ln(charged_ms / neutral_ms)

    Parallel 1-D arrays of response times in ms, one entry per pair of twins, of one person on one device.
    Above 0 charged items take longer: .10 is about 10 % longer, exp(value) the factor. Logarithms keep one
    very long time from deciding. Interval: the t interval of the log ratios (`Effect.of_paired_means`).
    Raises ValueError for unequal, empty or other shapes, times that are not finite and above 0, fewer than two
    pairs, and where no time differs from another of its kind.
    Source: Bland and Altman 1996, British Medical Journal 312, 1079.
    """
    return Effect.of_paired_means("charged_ms", *_log_times(charged_ms, neutral_ms))


def _log_times(charged_ms: ArrayLike, neutral_ms: ArrayLike) -> tuple[Floats, Floats]:
    charged, neutral = numbers("charged_ms", charged_ms), numbers("neutral_ms", neutral_ms)
    parallel("neutral_ms", neutral, "charged_ms", charged)
    for name, times in (("charged_ms", charged), ("neutral_ms", neutral)):
        if not (times > 0).all():
            raise ValueError(f"{name} must be above 0")
    return np.log(charged), np.log(neutral)
