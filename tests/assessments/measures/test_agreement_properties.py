import itertools
import math
from collections import Counter, defaultdict
from functools import partial

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessments.measures.agreement import (
    bootstrap_items,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    krippendorff_alpha_interval,
)

pytestmark = pytest.mark.filterwarnings("error")

LEVELS = ("nominal", "ordinal", "interval", "ratio")

levels = st.sampled_from(LEVELS)
few_classes = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3)), min_size=2, max_size=40)
many_values = st.lists(
    st.tuples(st.integers(0, 8), st.one_of(st.just(0.0), st.floats(1e-3, 1e3))), min_size=2, max_size=40
)
tables = st.integers(2, 5).flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 20), min_size=k, max_size=k), min_size=k, max_size=k)
)


def columns(ratings):
    item, value = zip(*ratings, strict=True)
    return np.array(item), np.array(value)


def by_item(item, value):
    groups = defaultdict(list)
    for name, rating in zip(item.tolist(), value.tolist(), strict=True):
        groups[name].append(rating)
    return list(groups.values())


def spread_out(groups):
    return np.repeat(np.arange(len(groups)), [len(group) for group in groups]), np.concatenate(groups)


def difference(level, ratings):
    """The difference of two values as the definition has it, from all pairable ratings."""
    if level == "ordinal":
        below = {value: sum(other < value for other in ratings) for value in ratings}
        rank = {value: below[value] + ratings.count(value) / 2 for value in ratings}
        return lambda a, b: (rank[a] - rank[b]) ** 2
    return {
        "nominal": lambda a, b: float(a != b),
        "interval": lambda a, b: (a - b) ** 2,
        "ratio": lambda a, b: 0.0 if a == b else ((a - b) / (a + b)) ** 2,
    }[level]


def pairable(item, value):
    groups = [group for group in by_item(item, value) if len(group) > 1]
    return groups, [rating for group in groups for rating in group]


def has_alpha(item, value):
    return len(set(pairable(item, value)[1])) > 1


def alpha_by_definition(item, value, level):
    groups, ratings = pairable(item, value)
    d = difference(level, ratings)
    within = sum(d(a, b) / (len(group) - 1) for group in groups for a, b in itertools.permutations(group, 2))
    overall = sum(d(a, b) for a, b in itertools.permutations(ratings, 2))
    return 1 - within / overall * (len(ratings) - 1)


def ac1_by_definition(item, value):
    groups = by_item(item, value)
    classes = sorted(set(value.tolist()))
    agreements = [np.mean([a == b for a, b in itertools.permutations(group, 2)]) for group in groups if group[1:]]
    if not agreements:
        return None
    if len(classes) == 1:
        return 1.0
    shares = [np.mean([group.count(name) / len(group) for group in groups]) for name in classes]
    chance = sum(share * (1 - share) for share in shares) / (len(classes) - 1)
    return (np.mean(agreements) - chance) / (1 - chance)


@given(st.one_of(few_classes, many_values), levels)
def test_alpha_agrees_with_its_definition(ratings, level):
    item, value = columns(ratings)
    if not has_alpha(item, value):
        with pytest.raises(ValueError, match=r"^(item|value)"):
            krippendorff_alpha(item, value, level)
    else:
        expected = alpha_by_definition(item, value, level)
        assert krippendorff_alpha(item, value, level) == pytest.approx(expected, rel=1e-9, abs=1e-9)
        assert krippendorff_alpha(item, value, level) <= 1


def test_ratio_alpha_holds_over_many_magnitudes_and_many_values():
    rng = np.random.default_rng(2)
    item = rng.integers(0, 90, 400)
    for spread in (0.01, 1.0, 30.0):
        value = np.exp(rng.normal(0, spread, 400))
        assert krippendorff_alpha(item, value, "ratio") == pytest.approx(
            alpha_by_definition(item, value, "ratio"), abs=1e-10
        )


@pytest.mark.parametrize("classes", [2, 5, 17, 40, 53, 60])
@pytest.mark.parametrize("most", [3, 9, 20_000])
def test_nominal_alpha_is_that_of_the_counts_however_many_there_are(classes, most):
    # Few small counts are packed into one number per item; these reach every limit of that.
    rng = np.random.default_rng(4)
    item, value = np.repeat(np.arange(30), 3), rng.permutation(np.arange(90) % classes)
    item, value = np.append(item, [7] * most), np.append(value, [classes - 1] * most)
    counts = np.zeros((30, classes))
    np.add.at(counts, (item, value), 1)
    sizes, margins = counts.sum(axis=1), counts.sum(axis=0)
    within = ((sizes**2 - (counts**2).sum(axis=1)) / (sizes - 1)).sum()
    expected = 1 - within * (item.size - 1) / (item.size**2 - margins @ margins)
    assert krippendorff_alpha(item, value) == pytest.approx(expected)


@settings(max_examples=50)
@given(few_classes)
def test_ac1_agrees_with_its_definition(ratings):
    item, value = columns(ratings)
    expected = ac1_by_definition(item, value)
    if expected is None:
        with pytest.raises(ValueError, match=r"^item"):
            gwet_ac1(item, value)
    else:
        assert gwet_ac1(item, value) == pytest.approx(expected)
        assert gwet_ac1(item, value) <= 1


@settings(max_examples=50)
@given(few_classes, levels, st.randoms(use_true_random=False))
def test_row_order_item_names_and_single_ratings_change_nothing(ratings, level, random):
    item, value = columns(ratings)
    assume(has_alpha(item, value))
    alpha = krippendorff_alpha(item, value, level)
    order = random.sample(range(len(ratings)), len(ratings))
    assert krippendorff_alpha(item[order], value[order], level) == pytest.approx(alpha)
    assert krippendorff_alpha([f"item {name}" for name in item], value, level) == pytest.approx(alpha)
    alone = krippendorff_alpha([*item, 97, 98], [*value.astype(float), 1e200, 0.5], level)
    assert alone == pytest.approx(alpha)


@settings(max_examples=50)
@given(few_classes)
def test_nominal_measures_do_not_see_which_class_is_which(ratings):
    item, value = columns(ratings)
    assume(has_alpha(item, value))
    names = np.array(["south", "east", "north", "west"])[value]
    assert krippendorff_alpha(item, names) == pytest.approx(krippendorff_alpha(item, value))
    assert gwet_ac1(item, names) == pytest.approx(gwet_ac1(item, value))


@settings(max_examples=50)
@given(few_classes)
def test_ordinal_alpha_depends_on_the_order_only(ratings):
    item, value = columns(ratings)
    assume(has_alpha(item, value))
    assert krippendorff_alpha(item, np.exp(value), "ordinal") == krippendorff_alpha(item, value, "ordinal")


@settings(max_examples=50)
@given(few_classes, levels)
def test_more_classes_than_a_pattern_has_room_for_change_nothing(ratings, level):
    # Thirty further values on two further items, so that each item is counted up for itself.
    item, value = columns(ratings)
    further = np.arange(30)
    item, value = np.concatenate([item, 20 + further % 2]), np.concatenate([value, further])
    expected = alpha_by_definition(item, value, level)
    assert krippendorff_alpha(item, value, level) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@settings(max_examples=50)
@given(tables)
def test_kappas_agree_with_their_definitions_and_with_alpha(table):
    counts = np.array(table)
    n = counts.sum()
    rows, cols = counts.sum(axis=1), counts.sum(axis=0)
    assume(n > 0 and np.count_nonzero(rows + cols) > 1)
    expected = float(rows @ cols) / n**2
    assume(expected < 1)
    kappa = cohen_kappa(table)
    assert kappa == pytest.approx((np.trace(counts) / n - expected) / (1 - expected))
    assert cohen_kappa(counts.T, "linear") == pytest.approx(cohen_kappa(table, "linear"))
    assert cohen_kappa(counts[::-1, ::-1], "quadratic") == pytest.approx(cohen_kappa(table, "quadratic"))
    assert kappa <= 1
    # Two classes leave the weights nothing to weigh.
    if len(table) == 2:
        assert cohen_kappa(table, "quadratic") == pytest.approx(kappa)
    # As two ratings per item: alpha is Fleiss' kappa corrected for the number of ratings.
    first, second = (np.repeat(side.ravel(), counts.ravel()) for side in np.indices(counts.shape))
    classes = np.arange(len(table))
    fleiss = fleiss_kappa((first[:, None] == classes).astype(int) + (second[:, None] == classes))
    alpha = krippendorff_alpha(np.tile(np.arange(n), 2), np.concatenate([first, second]))
    assert 1 - alpha == pytest.approx((1 - fleiss) * (1 - 1 / (2 * n)))


def noisy_labels(items=40, classes=3, seed=11):
    """Labels of unequal numbers per item, single ones among them."""
    rng = np.random.default_rng(seed)
    size = rng.integers(1, 6, items)
    item = np.repeat(np.arange(items), size)
    truth = rng.integers(0, classes, items)
    value = np.where(rng.random(item.size) < 0.6, truth[item], rng.integers(0, classes, item.size))
    order = rng.permutation(item.size)
    return item[order], value[order]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("classes", [3, 40])  # resampled as patterns, and item by item
def test_fast_interval_of_alpha_is_the_item_bootstrap(level, classes):
    item, value = noisy_labels(classes=classes)
    fast = krippendorff_alpha_interval(item, value, np.random.default_rng(1), level, n=400, confidence=0.9)
    alpha = partial(krippendorff_alpha, level=level)
    slow = bootstrap_items(alpha, item, value, np.random.default_rng(2), n=250, level=0.9)
    width = slow.high - slow.low
    assert fast == pytest.approx(slow, abs=0.15 * width)
    assert fast.low < alpha(item, value) < fast.high


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "items",
    [
        [(1, 2), (1, 2), (2, 4), (1, 3), (1,)],  # two items of one pattern
        [(1, 2), (2, 4, 4), (1, 7), (1, 3), (1,)],  # all items different
    ],
)
def test_each_resample_has_the_alpha_of_the_items_drawn(level, items):
    possible = []
    for drawn in itertools.combinations_with_replacement(items, len(items)):
        item, value = spread_out(drawn)
        if has_alpha(item, value):
            possible.append(alpha_by_definition(item, value, level))
    for seed in range(20):
        # Both ends of an interval of one resample are that resample.
        ends = krippendorff_alpha_interval(*spread_out(items), np.random.default_rng(seed), level, n=1)
        assert ends.low == ends.high
        assert min(abs(alpha - ends.low) for alpha in possible) < 1e-9


def test_items_without_a_pair_are_drawn_like_the_others():
    # A fifth of the items hold a pair, so that about four of twenty come: the interval is as wide as that.
    item = np.concatenate([np.arange(80), np.arange(16)])
    value = np.concatenate([np.arange(80) % 3, np.arange(16) // 6])
    fast = krippendorff_alpha_interval(item, value, np.random.default_rng(1), n=600)
    slow = bootstrap_items(krippendorff_alpha, item, value, np.random.default_rng(2), n=300)
    assert fast == pytest.approx(slow, abs=0.15 * (slow.high - slow.low))


def test_intervals_repeat_with_the_seed():
    item, value = noisy_labels()
    first = krippendorff_alpha_interval(item, value, np.random.default_rng(7), n=50)
    assert first == krippendorff_alpha_interval(item, value, np.random.default_rng(7), n=50)
    assert first != krippendorff_alpha_interval(item, value, np.random.default_rng(8), n=50)


def test_bootstrap_keeps_an_items_ratings_together_and_draws_as_many_items():
    item = np.array(["b", "a", "b", "c", "a", "b"])
    value = np.array([20, 10, 21, 30, 11, 22])
    whole = {(10, 11), (20, 21, 22), (30,)}
    seen = Counter()

    def statistic(items, values):
        groups = by_item(items, values)
        assert len(groups) == 3
        assert all(tuple(group) in whole for group in groups)
        seen.update(tuple(group) for group in groups)
        return float(values.mean())

    low, high = bootstrap_items(statistic, item, value, np.random.default_rng(1), n=300)
    assert 10.5 <= low < high <= 30
    assert set(seen) == whole
    assert all(240 < times < 360 for times in seen.values())


def test_bootstrap_leaves_out_resamples_without_a_value():
    # 2 of 27 resamples hold but one of three items: alpha does not exist for (a, a, a) and (b, b, b).
    item, value = [1, 1, 2, 2, 3, 3], [0, 0, 1, 1, 0, 1]
    interval = bootstrap_items(krippendorff_alpha, item, value, np.random.default_rng(1))
    assert interval.high == 1


@pytest.mark.parametrize("interval", [krippendorff_alpha_interval, partial(bootstrap_items, krippendorff_alpha)])
@pytest.mark.parametrize(
    ("item", "value"),
    [
        ([1, 1, 2, 2], [0, 0, 1, 1]),  # half of the resamples hold a single value
        ([1, 1, 2], [0, 1, 1]),  # a quarter of them hold no pair
    ],
)
def test_too_few_items_for_an_interval_are_refused(interval, item, value):
    with pytest.raises(ValueError, match="undefined on"):
        interval(item, value, np.random.default_rng(1))


def test_bootstrap_lets_the_statistics_own_objection_surface():
    with pytest.raises(ValueError, match=r"^value must differ"):
        bootstrap_items(krippendorff_alpha, [1, 1, 2, 2], [0, 0, 0, 0], np.random.default_rng(1))


@pytest.mark.parametrize(
    ("item", "value", "arguments", "named"),
    [
        ([], [], {}, "item"),
        ([1, 2], [1], {}, "value"),
        ([1, 2], [[1], [2]], {}, "value"),
        ([1, 2], [1, 2], {"n": 0}, "n "),
        ([1, 2], [1, 2], {"level": math.nan}, "level"),
    ],
)
def test_bootstrap_refuses_what_it_cannot_resample(item, value, arguments, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        bootstrap_items(lambda items, values: 0.5, item, value, np.random.default_rng(1), **arguments)
