"""What difficult content does to somebody's judgement: each measure compares the person with themselves.

Every result is an `Effect`: the estimate, its 95 % interval, and the number of judgements or pairs; `Consistency` is
one too. One sitting of 20 pairs can show a large change only; read the interval before the estimate.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from assessments.measures.checks import Floats, coded, column, flags, numbers, parallel
from assessments.measures.effects import LEVEL, Effect, is_rounding, t_quantile
from assessments.measures.intervals import wilson
from assessments.measures.vigilance import decrement

MIN_EXPOSURES = 4  # with three, one odd item decides the sign of the slope
# What is added to the sum of squares where most differences are 0, and to how many they are: one more of them a step
# above the middle, and one a step below.
ADDED = 2


@dataclass(frozen=True)
class TwinDifference(Effect):
    """`estimate`, `low` and `high` of neutral - charged accuracy, -1..1, over `n` twin pairs.

    `neutral` and `charged` are the two accuracies, 0..1.
    """

    neutral: float
    charged: float


@dataclass(frozen=True)
class Consistency(Effect):
    """`estimate`, `low` and `high` of the share, 0..1, of `n` items that got the label they got before; `same` did."""

    same: int


def twin_difference(charged: ArrayLike, neutral: ArrayLike, *, level: float = LEVEL) -> TwinDifference:
    """How much accuracy is lost on charged items: accuracy on their neutral twins minus accuracy on them.

    Parallel 1-D flags, one entry per pair of twins: whether the charged item, and its neutral twin with the
    same key, was answered correctly (1). Above 0 charged content costs accuracy; below 0 the person does
    better on it. Twins differ in content alone and come in random order, far enough apart not to be
    recognised. Interval, at `level`: `Effect.of_paired_shares`; at n = 20 a difference of .2 is rarely told from 0.
    Raises ValueError for unequal, empty or other shapes, for entries other than 0 and 1, and unless 0 < level < 1.
    Source: the interval: Newcombe 1998, Statistics in Medicine 17, 2635-2650, method 10.
    """
    on_charged, on_neutral = flags("charged", charged).astype(np.float64), flags("neutral", neutral).astype(np.float64)
    parallel("neutral", on_neutral, "charged", on_charged)
    lost = Effect.of_paired_shares(on_neutral, on_charged, level)
    return TwinDifference(
        lost.estimate, lost.low, lost.high, lost.n, neutral=float(on_neutral.mean()), charged=float(on_charged.mean())
    )


def severity_difference(charged: ArrayLike, neutral: ArrayLike, *, labels: int) -> Effect:
    """How many steps of the scale charged items are rated above their neutral twins: the mean of charged - neutral.

    Parallel 1-D arrays of whole numbers, one entry per pair of twins: the place of the label that each was given on a
    scale of `labels` labels, 0 the mildest. Twins have the same key, so above 0 charged items are rated too severe
    beside the others, below 0 too mild. Most pairs differ by nothing, often all of them, and then Student's interval
    is far too short or not there. So two more pairs are counted, one a step above the mean m and one a step below:

        m -+ t sqrt((sum (d - m)^2 + 2) / (n + 1) / (n + 2)),   t with n + 1 degrees of freedom

    no further than the scale allows. Computed exactly for 8 to 64 pairs of which up to 60 % differ, all by a step or
    some by two, it holds the truth in 93 % or more, and nearly always where hardly any pair differs; Student's does
    there in as few as 15 %. Where 80 % differ it is 91 % at 8 pairs. Jumps of two steps or more without smaller ones,
    so rare that none may have happened, it cannot know of: it may then hold the truth in 80 % only.
    Raises ValueError for unequal, empty or other shapes, for entries that are no places on the scale, and for fewer
    than 2 labels or pairs.
    Source: after Bonett and Price 2012, Journal of Educational and Behavioral Statistics 37, 479-488, who add the two
    pairs about 0; about the mean they leave the estimate in the middle.
    """
    rated, twins = _places("charged", charged, labels), _places("neutral", neutral, labels)
    parallel("neutral", twins, "charged", rated)
    if rated.size < 2:
        raise ValueError(f"charged must hold at least two pairs, not {rated.size}")
    steps = rated - twins
    n, mean = steps.size, float(steps.mean())
    spread = float(((steps - mean) ** 2).sum()) + ADDED
    half = t_quantile(n + ADDED - 1) * math.sqrt(spread / (n + ADDED - 1) / (n + ADDED))
    most = float(labels - 1)
    return Effect(mean, max(mean - half, -most), min(mean + half, most), n)


def _places(name: str, values: ArrayLike, labels: int) -> Floats:
    if labels < 2:
        raise ValueError(f"labels must be at least 2, not {labels}")
    places = numbers(name, values)
    if not ((places == np.floor(places)) & (places >= 0) & (places < labels)).all():
        raise ValueError(f"{name} must hold whole numbers from 0 to {labels - 1}")
    return places


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


def sitting_drift(sitting: ArrayLike, order: ArrayLike, deviation: ArrayLike) -> Effect:
    """Change per charged item over a sitting, in steps of the scale, pooled over sittings that each have a level.

    Parallel 1-D arrays, one entry per charged item: which sitting (any values), how many charged items had come before
    it there, and its rating minus its key's, in steps. Below 0 ratings get milder as a sitting goes on, above 0 more
    severe. With x and y less the means of their own sitting, k sittings and n items:

        b = sum xy / sum x^2,   b -+ t sqrt((sum (y - bx)^2 + 2) / (n - k + 1) / sum x^2)

    t with n - k + 1 degrees of freedom: the residuals have n - k - 1, and two more are counted, of a step each, since
    of somebody who rates nearly all as keyed there is hardly a residual. Sittings with one charged item tell nothing
    of it and are left out; n counts the others' items. Taken as independent from item to item, as in `habituation`.
    In simulations of 8 to 64 items it holds the true change in 94 % or more, in nearly all where few are misrated.
    Raises ValueError for unequal, empty or other shapes, values that are not finite, and where fewer than 4 items, or
    no two items more than there are sittings, are left.
    Source: least squares with a level for each group: Draper and Smith 1998, Applied Regression Analysis, chapter 14;
    the two residuals after Bonett and Price 2012, Journal of Educational and Behavioral Statistics 37, 479-488.
    """
    places, steps = numbers("order", order), numbers("deviation", deviation)
    groups = coded("sitting", sitting)
    parallel("order", places, "sitting", groups.codes)
    parallel("deviation", steps, "sitting", groups.codes)
    sizes = np.bincount(groups.codes)
    x, y = (values - (np.bincount(groups.codes, values) / sizes)[groups.codes] for values in (places, steps))
    told = (sizes > 1)[groups.codes]
    n, freedom = int(told.sum()), int(told.sum()) - int((sizes > 1).sum()) - 1
    moved = float(x @ x)
    if n < MIN_EXPOSURES or freedom < 1 or is_rounding(math.sqrt(moved), places):
        raise ValueError("sitting must leave 4 items or more, of different places, in sittings of several")
    slope = float(x @ y) / moved
    scatter = float(((y - slope * x) ** 2).sum()) + ADDED
    half = t_quantile(freedom + ADDED) * math.sqrt(scatter / (freedom + ADDED) / moved)
    return Effect(slope, slope - half, slope + half, n)


def repeat_consistency(first: ArrayLike, again: ArrayLike) -> Consistency:
    """The share of items that got the same label when they came again, unannounced, on another day.

    Parallel 1-D arrays of labels, one entry per item that came twice. 1 is judging alike every time; who gives labels
    at random, two of four of them half the time each, comes to .5. Being consistent is not being right. Interval:
    Wilson's, so that it has a width at 0 and 1 too. Compare charged and neutral items only by their intervals: they
    are other items. Raises ValueError for unequal, empty or other shapes.
    Source: Wilson 1927, Journal of the American Statistical Association 22, 209-212.
    """
    before, now = column("first", first), column("again", again)
    parallel("again", now, "first", before)
    same, n = int((before == now).sum()), before.size
    return Consistency(same / n, *wilson(same, n), n, same)


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
