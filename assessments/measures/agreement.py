"""How far several people's labels of the same items agree beyond chance.

Label tables come in long form: `item` and `value` are parallel 1-D arrays with one entry per rating. A missing
rating is an absent row, and several ratings of an item by one person count as several. Every function of such
a table raises ValueError for unequal, empty or other shapes and for NaN or None.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assessments.measures.checks import Coded, Codes, Floats, as_numbers, coded, column, parallel
from assessments.measures.intervals import MAX_UNDEFINED_SHARE, Interval, bootstrap

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Weights = Literal["linear", "quadratic"]

# Floats hold every whole number up to 2^53.
EXACT_BITS = 53
# Spacing of the ratio scale's features in log units: by Poisson summation 1/4 leaves an error below 1e-14.
RATIO_STEP = 0.25
# How far the features reach past the largest and the smallest value, in log units: beyond, their squares are < 1e-17.
RATIO_REACH = (20.0, 3.5)
# exp(y - exp y) is 0 in floats from here on, and exp y itself is still far from overflowing.
RATIO_CUT = 7.0
# Values whose mean squared difference is below this share of the scale's unit differ by nothing but rounding.
ROUNDING = 1e-30
# Features are made in blocks of this many numbers (8 MB), so that memory does not grow with their number.
BLOCK = 2**20

NO_PAIR = "item must have two ratings somewhere: a single one has nothing to agree with"


@dataclass(frozen=True)
class _Tally:
    """Ratings counted up. Items whose ratings are the same values as often make up one pattern.

    Per cell, a value that occurs in a pattern, ordered by pattern: `pattern` (c,), `code` (c,) into `levels`
    and `count` (c,), how often it occurs in each item. Per pattern: `start` (p,) its first cell, `size` (p,)
    ratings of each item, `items` (p,) how many items.
    """

    pattern: Codes
    code: Codes
    count: Floats
    start: Codes
    size: Floats
    items: Floats
    levels: NDArray[Any]

    @classmethod
    def of(
        cls, pattern: Codes, code: Codes, count: NDArray[Any], items: NDArray[Any], levels: NDArray[Any]
    ) -> "_Tally":
        """From the cells, the number of items of each pattern and the levels."""
        count = count.astype(np.float64)
        start = np.flatnonzero(np.diff(pattern, prepend=-1))
        size = np.add.reduceat(count, start)
        return cls(pattern, code, count, start, size, items.astype(np.float64), levels)


def krippendorff_alpha(item: ArrayLike, value: ArrayLike, level: Level = "nominal") -> float:
    """Agreement beyond chance, at most 1; 0 is chance, below 0 systematic disagreement.

        alpha = 1 - D_o / D_e
        D_o   = mean over ratings of the mean difference d from the other ratings of the same item
        D_e   = mean difference d of all pairs of ratings, of whatever items

        nominal   d(a, b) = 0 if a = b else 1
        ordinal   (rank a - rank b)^2, tied ratings at their middle rank
        interval  (a - b)^2
        ratio     ((a - b) / (a + b))^2, and 0 between two zeros

    Items with one rating hold no pair and are left out. Values are numbers, of any kind or texts for nominal.
    Time and memory grow with the number of ratings, also where every value is another one.
    Raises ValueError also for another level, values that are no finite numbers (negative ones with ratio),
    where no item has two ratings, and where their ratings are all the same value: alpha is 0/0 then.
    Source: Krippendorff 1970, Educational and Psychological Measurement 30, 61-70; the differences:
    Krippendorff 2004, Content Analysis, 2nd edition, chapter 11.
    """
    tally, _ = _paired_tally(item, value, level)
    return _alpha_of_data(tally, level)


def krippendorff_alpha_interval(
    item: ArrayLike,
    value: ArrayLike,
    rng: np.random.Generator,
    level: Level = "nominal",
    n: int = 1000,
    confidence: float = 0.95,
) -> Interval:
    """Percentile bootstrap interval of `krippendorff_alpha`, resampling items with all their ratings.

    The same as `bootstrap_items` with alpha, but fast where many items have the same ratings, as with few
    classes: then it is enough to draw how often each pattern of ratings comes. `n` is the number of resamples.
    Where all items agree in themselves both ends are 1, however few items there are.
    Raises ValueError also where alpha does, for n < 1, a confidence outside (0, 1), and where alpha is
    undefined on more than a tenth of the resamples.
    Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13; for alpha: Zapf et al.
    2016, BMC Medical Research Methodology 16, 93.
    """
    if n < 1:
        raise ValueError(f"n must be at least 1 resample, not {n}")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, both excluded, not {confidence}")
    tally, unpaired = _paired_tally(item, value, level)
    _alpha_of_data(tally, level)
    # Ranks depend on what was drawn, the other differences do not.
    within = None if level == "ordinal" else _within(tally, level, _margins(tally, tally.items))
    replicates = np.array([_alpha(tally, level, drawn, within) for drawn in _draws(tally.items, unpaired, rng, n)])
    return _percentiles(replicates, confidence)


def cohen_kappa(table: ArrayLike, weights: Weights | None = None) -> float:
    """Agreement of two raters beyond chance, at most 1; 0 is chance.

        kappa = 1 - sum w_ij o_ij / sum w_ij r_i c_j

    `table` (k, k) holds how many items (or what share of them) the first rater put into class i and the second
    into class j; o are its shares, r and c those of its rows and columns. w_ij is 1 off the diagonal with None,
    |i - j| with "linear" and (i - j)^2 with "quadratic", for classes in their order.
    Raises ValueError for another shape or weights, numbers that are negative or not finite, an empty table,
    and where both raters used one and the same class only: chance agreement is 1 and kappa 0/0.
    Source: Cohen 1960, Educational and Psychological Measurement 20, 37-46; weights: Cohen 1968, Psychological
    Bulletin 70, 213-220.
    """
    observed = as_numbers("table", np.asarray(table))
    if observed.ndim != 2 or observed.shape[0] != observed.shape[1] or observed.size == 0:
        raise ValueError(f"table must be square with a row and a column per class, not of shape {observed.shape}")
    if (observed < 0).any():
        raise ValueError("table must not hold negative counts")
    if not observed.any():
        raise ValueError("table must count at least one item")
    # Two steps, so that neither huge nor tiny numbers leave the range of floats.
    observed = observed / observed.max()
    observed /= observed.sum()
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0))
    weight = _disagreement(observed.shape[0], weights)
    chance = float((weight * expected).sum())
    if chance == 0:
        raise ValueError("table has all items in one class for both raters: kappa is 0/0 without variation")
    return 1 - float((weight * observed).sum()) / chance


def fleiss_kappa(counts: ArrayLike) -> float:
    """Agreement of a fixed number of ratings per item beyond chance, at most 1; 0 is chance.

        kappa = (P - P_e) / (1 - P_e)
        P     = mean over items of sum_j n_ij (n_ij - 1) / (n (n - 1)),   P_e = sum_j p_j^2

    `counts` (items, classes) holds how many of an item's n ratings fell on each class; p_j is the share of
    class j in all ratings. The raters may be others from item to item.
    Raises ValueError for another shape, counts that are no whole numbers from 0 on, fewer than two ratings per
    item, unequal numbers of them, and where only one class was used: kappa is 0/0 then.
    Source: Fleiss 1971, Psychological Bulletin 76, 378-382.
    """
    table = as_numbers("counts", np.asarray(counts))
    if table.ndim != 2 or table.size == 0:
        raise ValueError(f"counts must have a row per item and a column per class, not shape {table.shape}")
    if not ((table >= 0) & (table == np.floor(table))).all():
        raise ValueError("counts must be whole numbers from 0 on")
    ratings = table.sum(axis=1)
    n = float(ratings[0])
    if (ratings != n).any():
        raise ValueError(
            f"counts must add up to the same number of ratings for every item, not {ratings.min():g} to "
            f"{ratings.max():g}: krippendorff_alpha takes unequal numbers"
        )
    if n < 2:
        raise ValueError(f"counts must hold at least 2 ratings per item, not {n:g}")
    shares = table.sum(axis=0) / ratings.sum()
    if np.count_nonzero(shares) < 2:
        raise ValueError("counts must use at least two classes: kappa is 0/0 without variation")
    agreement = float(((table * (table - 1)).sum(axis=1) / (n * (n - 1))).mean())
    chance = float(shares @ shares)
    return (agreement - chance) / (1 - chance)


def gwet_ac1(item: ArrayLike, value: ArrayLike) -> float:
    """Agreement beyond chance that stays high where one class is rare, at most 1; 0 is chance.

        AC1  = (p_a - p_e) / (1 - p_e)
        p_a  = mean over items with two or more ratings of sum_k n_ik (n_ik - 1) / (n_i (n_i - 1))
        p_e  = sum_k pi_k (1 - pi_k) / (K - 1),   pi_k = mean over all items of n_ik / n_i

    n_ik of the n_i ratings of item i fell on class k; items with one rating count in pi_k only. K is the number
    of classes that occur: a class that could have been used but never was is unknown here. With a single class
    AC1 is 1, its value for any larger number of possible classes. Values are numbers or texts.
    Raises ValueError also where no item has two ratings.
    Source: Gwet 2008, British Journal of Mathematical and Statistical Psychology 61, 29-48.
    """
    tally = _tally(item, value)
    paired = tally.size > 1
    if not paired.any():
        raise ValueError(NO_PAIR)
    squares = np.add.reduceat(tally.count**2, tally.start)
    agreeing = (squares - tally.size)[paired] / (tally.size * (tally.size - 1))[paired]
    agreement = float(agreeing @ tally.items[paired] / tally.items[paired].sum())
    classes = tally.levels.size
    if classes == 1:
        return 1.0
    shares = _margins(tally, tally.items / tally.size) / tally.items.sum()
    chance = float(shares @ (1 - shares)) / (classes - 1)
    return (agreement - chance) / (1 - chance)


def bootstrap_items(
    statistic: Callable[[NDArray[Any], NDArray[Any]], float],
    item: ArrayLike,
    value: ArrayLike,
    rng: np.random.Generator,
    n: int = 1000,
    level: float = 0.95,
) -> Interval:
    """Percentile bootstrap interval of `statistic(item, value)`, resampling items with all their ratings.

    An item drawn twice comes as two items: in a resample the ids are 0, 1, ... The statistic is computed once on
    the data themselves, so that its own objections surface; after that a resample on which it raises ValueError
    or is NaN counts as undefined and is left out. `n` is the number of resamples.
    Raises ValueError also for n < 1, a level outside (0, 1), and where the statistic is undefined on more than
    a tenth of the resamples.
    Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13.
    """
    codes = coded("item", item).codes
    values = column("value", value)
    parallel("value", values, "item", codes)
    statistic(np.asarray(item), values)
    order = np.argsort(codes, kind="stable")
    size = np.bincount(codes)
    start = np.cumsum(size) - size

    def of_drawn(drawn: Codes) -> float:
        sizes = size[drawn]
        items = np.repeat(np.arange(drawn.size), sizes)
        # The place within its item, counted on from where the drawn item's rows begin.
        rows = np.arange(items.size) + (start[drawn] - (np.cumsum(sizes) - sizes))[items]
        try:
            return statistic(items, values[order[rows]])
        except ValueError:
            return math.nan

    return bootstrap(of_drawn, np.arange(size.size), rng=rng, n=n, level=level)


def _paired_tally(item: ArrayLike, value: ArrayLike, level: Level) -> tuple[_Tally, int]:
    """The items with a pair of ratings, values checked for the level of measurement; how many items have none."""
    if level not in get_args(Level):
        raise ValueError(f'level must be "nominal", "ordinal", "interval" or "ratio", not {level!r}')
    tally = _tally(item, value)
    levels = tally.levels if level == "nominal" else as_numbers("value", tally.levels)
    if level == "ratio" and levels[0] < 0:
        raise ValueError("value must not be negative on a ratio scale")
    paired = tally.size > 1
    if not paired.any():
        raise ValueError(NO_PAIR)
    kept = paired[tally.pattern]
    pattern = (np.cumsum(paired) - 1)[tally.pattern[kept]]
    code, used = coded("value", tally.code[kept])
    unpaired = int(tally.items[~paired].sum())
    return _Tally.of(pattern, code, tally.count[kept], tally.items[paired], levels[used]), unpaired


def _tally(item: ArrayLike, value: ArrayLike) -> _Tally:
    items, values = coded("item", item), coded("value", value)
    parallel("value", values.codes, "item", items.codes)
    return _by_pattern(items.codes, values) or _by_item(items.codes, values)


def _by_pattern(items: Codes, values: Coded) -> _Tally | None:
    """The tally by one pass over the ratings; None where there are too many classes or ratings for that.

    A pattern is known by a number that has its counts as digits. Sums of floats are exact as long as they stay
    below 2^53, and a count that reached the base shows in the sum of the digits: a carry makes it smaller.
    """
    classes = values.levels.size
    base = int(2 ** (EXACT_BITS / classes))
    if base < 2:
        return None
    powers = base ** np.arange(classes)
    numbers = np.bincount(items, weights=powers.astype(np.float64)[values.codes])
    if numbers.max() >= base**classes:
        return None
    distinct, times = np.unique(numbers.astype(np.int64), return_counts=True)
    digits = distinct[:, None] // powers % base
    if times @ digits.sum(axis=1) != items.size:
        return None
    pattern, code = np.nonzero(digits)
    return _Tally.of(pattern, code, digits[pattern, code], times, values.levels)


def _by_item(items: Codes, values: Coded) -> _Tally:
    """The tally with each item as a pattern of its own."""
    classes = values.levels.size
    cells, count = np.unique(items * classes + values.codes, return_counts=True)
    pattern, code = np.divmod(cells, classes)
    return _Tally.of(pattern, code, count, np.ones(pattern[-1] + 1), values.levels)


def _alpha_of_data(tally: _Tally, level: Level) -> float:
    alpha = _alpha(tally, level, tally.items)
    if math.isnan(alpha):
        raise ValueError(
            "value must differ (by more than rounding) somewhere among the items with two ratings: "
            "alpha is 0/0 without variation"
        )
    return alpha


def _alpha(tally: _Tally, level: Level, items: Floats, within: Floats | None = None) -> float:
    """Alpha where pattern p comes with `items[p]` items, NaN for 0/0; `within` if it is known already.

    D_o and D_e are sums of d over ordered pairs: over the pairs of an item by its ratings less one and by all
    ratings N, over all pairs by N (N - 1).
    """
    margins = _margins(tally, items)
    if np.count_nonzero(margins) < 2:
        return math.nan
    n = float(margins.sum())
    overall = _overall(tally.levels, level, margins)
    if overall < ROUNDING * n**2:
        return math.nan
    if within is None:
        within = _within(tally, level, margins)
    return 1 - float(items @ within) * (n - 1) / overall


def _margins(tally: _Tally, items: Floats) -> Floats:
    """How often each level comes (k,)."""
    ratings = tally.count * items[tally.pattern]
    return np.bincount(tally.code, ratings, minlength=tally.levels.size).astype(np.float64, copy=False)


def _within(tally: _Tally, level: Level, margins: Floats) -> Floats:
    """The sum of d over the ordered pairs of ratings of an item, by its ratings less one; per pattern (p,)."""
    if level == "nominal":
        squares = np.add.reduceat(tally.count**2, tally.start)
        return (tally.size**2 - squares) / (tally.size - 1)
    spread: Floats = np.zeros(tally.size.size)
    for block in _places(tally.levels, level, margins):
        for place in block:
            here = place[tally.code]
            mean = np.add.reduceat(tally.count * here, tally.start) / tally.size
            spread += np.add.reduceat(tally.count * (here - mean[tally.pattern]) ** 2, tally.start)
    return 2 * tally.size * spread / (tally.size - 1)


def _overall(levels: NDArray[Any], level: Level, margins: Floats) -> float:
    """The sum of d over all ordered pairs of ratings."""
    n = float(margins.sum())
    if level == "nominal":
        return n**2 - float(margins @ margins)
    total = 0.0
    for block in _places(levels, level, margins):
        mean = block @ margins / n
        total += float(((block - mean[:, None]) ** 2 @ margins).sum())
    return 2 * n * total


def _places(levels: Floats, level: Level, margins: Floats) -> Iterator[Floats]:
    """Where the levels lie in a space in which the squared distance is d, up to a factor; axes in blocks (., k).

    There the sum of d over the ordered pairs of n ratings is 2 n times their squares about the mean: that is
    why no function here needs the k x k table of differences.
    """
    if level == "ordinal":
        yield ((np.cumsum(margins) - margins / 2) / margins.sum())[None]
    elif level == "interval":
        # Scaled, so that squares stay in the range of floats; by a power of two, so that nothing is rounded.
        yield np.ldexp(levels, -np.frexp(np.abs(levels).max())[1])[None]
    else:
        yield from _ratio_places(levels)


def _ratio_places(levels: Floats) -> Iterator[Floats]:
    """Axes f_s with sum_s (f_s(a) - f_s(b))^2 = 2 ((a - b)/(a + b))^2, to rounding.

    d = 1 - 4ab/(a + b)^2, and 4ab/(a + b)^2 is the integral over s of g_s(a) g_s(b) with g_s(a) = 2 a e^s
    exp(-a e^s), since 1/c^2 is the integral of t exp(-ct). The sum over equally spaced s converges so fast that
    about a hundred axes, and four more for each power of e that the values span, give the integral. Zero lies on
    an axis of its own, at distance 1 from all others.
    """
    zeros = int(levels[0] == 0)  # levels ascend and none is negative
    yield (levels == 0)[None].astype(np.float64)
    logs = np.log(levels[zeros:])
    below, above = RATIO_REACH
    shifts = np.arange(-logs[-1] - below, -logs[0] + above, RATIO_STEP)
    for part in np.array_split(shifts, -(-shifts.size * levels.size // BLOCK)):
        block = np.zeros((part.size, levels.size))
        y = np.minimum(part[:, None] + logs, RATIO_CUT)
        block[:, zeros:] = 2 * math.sqrt(RATIO_STEP) * np.exp(y - np.exp(y))
        yield block


def _draws(items: Floats, unpaired: int, rng: np.random.Generator, n: int) -> Iterator[Floats]:
    """`n` resamples of as many items, those without a pair included, as how often each pattern comes."""
    total = int(items.sum()) + unpaired
    shares = np.append(items, unpaired) / total
    for _ in range(n):
        if items.size + unpaired == total:
            # A pattern per item: picking items is faster than drawing a count for each.
            drawn = np.bincount(rng.integers(total, size=total), minlength=total)
        else:
            drawn = rng.multinomial(total, shares)
        yield drawn[: items.size].astype(np.float64)


def _percentiles(replicates: Floats, confidence: float) -> Interval:
    defined = replicates[~np.isnan(replicates)]
    if defined.size < (1 - MAX_UNDEFINED_SHARE) * replicates.size:
        undefined = replicates.size - defined.size
        raise ValueError(f"item: alpha is undefined on {undefined} of {replicates.size} resamples: too few items")
    tail = (1 - confidence) / 2
    low, high = np.quantile(defined, [tail, 1 - tail])
    return Interval(float(low), float(high))


def _disagreement(classes: int, weights: Weights | None) -> Floats:
    """How grave it is that one rater says class i and the other j (k, k)."""
    apart = np.abs(np.subtract.outer(np.arange(classes), np.arange(classes))).astype(np.float64)
    if weights is None:
        return np.minimum(apart, 1.0)
    if weights == "linear":
        return apart
    if weights == "quadratic":
        return apart**2
    raise ValueError(f'weights must be "linear", "quadratic" or None, not {weights!r}')
