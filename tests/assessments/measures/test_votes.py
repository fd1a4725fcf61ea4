import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures.votes import agreement_with_rest, tally, vote_accuracy
from tests.assessments.measures.shared_data import rows

# (item, annotator, label)
labels = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=40)


def naive_accuracy(counts, gold):
    points = []
    for votes, truth in zip(counts, gold, strict=True):
        if truth < 0:
            continue
        winners = [k for k, n in enumerate(votes) if n == max(votes)]
        points.append((truth in winners) / len(winners))
    return sum(points) / len(points)


def naive_agreement(pairs):
    shares, sizes = [], []
    for whose in sorted({a for _, a, _ in pairs}):
        of_labels = []
        for item, annotator, label in pairs:
            others = [y for i, a, y in pairs if i == item and a != whose]
            if annotator == whose and others:
                of_labels.append(others.count(label) / len(others))
        shares.append(sum(of_labels) / len(of_labels) if of_labels else math.nan)
        sizes.append(len(of_labels))
    return shares, sizes


@pytest.mark.parametrize(("name", "majority"), [("rte", 0.8969), ("temp", 0.9361)])
def test_published_majority_accuracy(name, majority):
    # Snow et al. 2008, EMNLP, 254-263, public release of the labels: ten votes an item, a tie counts half
    table = rows(f"snow2008_{name}.csv.gz")
    gold_of = {row["item"]: int(row["gold"]) for row in table}
    label, gold = np.array([int(row["label"]) for row in table]), np.array([gold_of[i] for i in sorted(gold_of)])
    counts = tally([row["item"] for row in table], label - label.min(), 2)
    assert (counts.sum(axis=1) == 10).all()
    assert vote_accuracy(counts, gold - gold.min()) == pytest.approx(majority, abs=5e-5)


def test_votes_are_counted_by_item_in_ascending_order():
    counts = tally(["b", "a", "b", "b"], [2, 0, 2, 1], 4)
    assert counts.tolist() == [[1, 0, 0, 0], [0, 1, 2, 0]]


def test_a_tie_counts_the_chance_of_a_toss():
    assert vote_accuracy([[2, 2, 2]], [1]) == pytest.approx(1 / 3)
    assert vote_accuracy([[2, 2, 1]], [1]) == 0.5
    assert vote_accuracy([[2, 2, 1]], [2]) == 0
    assert vote_accuracy([[1, 3], [3, 1]], [1, 1]) == 0.5


def test_items_without_a_known_gold_are_left_out():
    assert vote_accuracy([[3, 0], [0, 3], [0, 3]], [0, -1, 1]) == 1


def test_weights_count_as_votes_do():
    assert vote_accuracy([[0.2, 0.8], [0.6, 0.4]], [1, 1]) == 0.5


def test_agreement_by_hand():
    # Item 0: a and b say 0, c says 1. Item 1: a and c say 1. Item 2: b alone.
    found = agreement_with_rest([0, 0, 0, 1, 1, 2], list("abcacb"), [0, 0, 1, 1, 1, 0])
    assert found.share == pytest.approx([(0.5 + 1) / 2, 0.5, (0 + 1) / 2])
    assert found.n.tolist() == [2, 1, 2]


def test_an_annotators_own_labels_are_no_company():
    # a calls item 0 x twice and y once; b calls it x. Item 1 has three labels, all by a.
    found = agreement_with_rest([0, 0, 0, 0, 1, 1, 1], list("aaabaaa"), list("xxyxzzz"))
    assert found.share == pytest.approx([2 / 3, 2 / 3])
    assert found.n.tolist() == [3, 1]


def test_someone_without_company_has_no_share():
    found = agreement_with_rest([0, 1, 1], ["a", "b", "c"], ["x", "x", "x"])
    assert math.isnan(found.share[0])
    assert found.share[1:].tolist() == [1, 1]
    assert found.n.tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (([], [], 2), "item"),
        (([0, 1], [0], 2), "label"),
        (([0, 1], [0, 2], 2), "label .* not 2"),
        (([0, 1], [0, 1.5], 2), "label .* not 1.5"),
        (([0, 1], ["a", "b"], 2), "label .* not 'a'"),
        (([0, None], [0, 1], 2), "item"),
        (([0], [0], 0), "n_classes"),
    ],
)
def test_a_tally_of_labels_that_cannot_be_is_refused_by_name(arguments, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        tally(*arguments)


@pytest.mark.parametrize(
    ("counts", "gold", "named"),
    [
        ([], [], "counts"),
        ([1, 2], [0, 0], "counts"),
        ([[1, 0], [0, 0]], [0, 0], "counts .* row 1"),
        ([[1, 0], [0, 0]], [0, -1], "counts .* row 1"),
        ([[1, -1]], [0], "counts"),
        ([[1, math.nan]], [0], "counts"),
        ([["a", "b"]], [0], "counts"),
        ([[1, 0]], [0, 0], "gold"),
        ([[1, 0]], [2], "gold .* not 2"),
        ([[1, 0]], [-2], "gold .* not -2"),
        ([[1, 0]], [math.nan], "gold"),
        ([[1, 0]], [-1], "gold must be known"),
    ],
)
def test_votes_that_cannot_be_are_refused_by_name(counts, gold, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        vote_accuracy(counts, gold)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (([], [], []), "item"),
        (([0, 1], [0], [0, 1]), "annotator"),
        (([0, 1], [0, 1], [0]), "label"),
        (([0], [0], [math.nan]), "label"),
        (([0], [None], [0]), "annotator"),
    ],
)
def test_an_agreement_of_labels_that_cannot_be_is_refused_by_name(arguments, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        agreement_with_rest(*arguments)


@given(labels)
def test_a_tally_is_a_count(pairs):
    item, _, label = zip(*pairs, strict=True)
    counted = Counter(zip(item, label, strict=True))
    assert tally(item, label, 3).tolist() == [[counted[i, k] for k in range(3)] for i in sorted(set(item))]


@given(labels, st.lists(st.integers(-1, 2), min_size=6, max_size=6), st.permutations(range(3)))
def test_accuracy_is_its_definition_whatever_the_classes_are_called(pairs, truths, classes):
    item, _, label = zip(*pairs, strict=True)
    gold = [truths[i] for i in sorted(set(item))]
    if max(gold) < 0:
        gold[0] = 0
    counts = tally(item, label, 3)
    accuracy = vote_accuracy(counts, gold)
    assert accuracy == pytest.approx(naive_accuracy(counts.tolist(), gold))
    renamed = tally(item, [classes[y] for y in label], 3)
    assert vote_accuracy(renamed, [classes[g] if g >= 0 else -1 for g in gold]) == pytest.approx(accuracy)


@given(labels)
def test_agreement_is_its_definition(pairs):
    found = agreement_with_rest(*zip(*pairs, strict=True))
    shares, sizes = naive_agreement(pairs)
    np.testing.assert_allclose(found.share, shares, atol=1e-12)
    assert found.n.tolist() == sizes


@given(labels, st.randoms(use_true_random=False))
def test_agreement_depends_neither_on_names_nor_on_order(pairs, random):
    renamed = [(f"i{i}", 9 - a, "cab"[y]) for i, a, y in pairs]
    random.shuffle(renamed)
    one, other = agreement_with_rest(*zip(*pairs, strict=True)), agreement_with_rest(*zip(*renamed, strict=True))
    np.testing.assert_allclose(other.share[::-1], one.share, atol=1e-12)
    assert other.n[::-1].tolist() == one.n.tolist()


@given(labels)
def test_two_people_who_label_each_item_once_agree_alike(pairs):
    once = {(i, a % 2): y for i, a, y in pairs}
    found = agreement_with_rest(*zip(*[(i, a, y) for (i, a), y in once.items()], strict=True))
    if found.n.size == 2:
        np.testing.assert_allclose(found.share[0], found.share[1])
        assert found.n[0] == found.n[1]
