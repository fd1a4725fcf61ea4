import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.measures.annotators import BLOCK_LABELS, dawid_skene
from assessments.measures.votes import tally, vote_accuracy
from tests.assessments.measures.shared_data import rows

TO_THE_MAXIMUM = {"max_iter": 2000, "tol": 1e-22}

# (item, annotator, label) with three classes
labels = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=40)


def anaesthesia():
    table = rows("dawid_skene_1979_anaesthesia.csv")
    item = np.array([int(row["item"]) for row in table])
    return item, [row["rater"] for row in table], np.array([int(row["rating"]) - 1 for row in table])


def snow(name):
    table = rows(f"snow2008_{name}.csv.gz")
    item, worker = np.array([row["item"] for row in table]), np.array([row["worker"] for row in table])
    label = np.array([int(row["label"]) for row in table])
    gold = np.array([int(row["gold"]) for row in table])[np.unique(item, return_index=True)[1]]
    lowest = gold.min()
    return item, worker, label - lowest, gold - lowest


def crowd(accuracies, items, classes, seed):
    """Labels by one annotator per accuracy, who errs to any other class alike; and the truth."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(classes, size=items)
    right = rng.random((items, len(accuracies))) < accuracies
    wrong = (truth[:, None] + rng.integers(1, classes, size=right.shape)) % classes
    item, annotator = np.indices(right.shape)
    return item.ravel(), annotator.ravel(), np.where(right, truth[:, None], wrong).ravel(), truth


def naive(pairs, n_classes, rounds):
    """The definition word for word: (posterior, confusion, prior) as dictionaries and lists."""
    items, annotators = sorted({i for i, _, _ in pairs}), sorted({a for _, a, _ in pairs})
    classes = range(n_classes)
    posterior = {}
    for i in items:
        given_to = [y for j, _, y in pairs if j == i]
        posterior[i] = [given_to.count(k) / len(given_to) for k in classes]
    for _ in range(rounds):
        prior = [sum(posterior[i][k] for i in items) / len(items) for k in classes]
        confusion = {a: [[0] * n_classes for _ in classes] for a in annotators}
        for i, a, y in pairs:
            for k in classes:
                confusion[a][k][y] += posterior[i][k]
        for table in confusion.values():
            for k, row in enumerate(table):
                table[k] = [cell / sum(row) for cell in row] if any(row) else [y == k for y in classes]
        joint = {i: list(prior) for i in items}
        for i, a, y in pairs:
            joint[i] = [joint[i][k] * confusion[a][k][y] for k in classes]
        posterior = {i: [joint[i][k] / sum(joint[i]) for k in classes] for i in items}
    return [posterior[i] for i in items], [confusion[a] for a in annotators], prior


def log_likelihood(item, annotator, label, fit):
    scores = np.tile(fit.prior, (fit.posterior.shape[0], 1))
    np.multiply.at(scores, item, fit.confusion[annotator, :, label])
    return float(np.log(scores.sum(axis=1)).sum())


def fit_of(pairs, **options):
    return dawid_skene(*zip(*pairs, strict=True), 3, **options)


def test_priors_of_the_anaesthesia_ratings():
    # measures.md, on the ratings of Dawid and Skene 1979, Applied Statistics 28, 20-28. These are the priors of the
    # fifth round, where other programs stop as well; those of the maximum are in the next test.
    fit = dawid_skene(*anaesthesia(), 4)
    assert fit.prior == pytest.approx([0.4001, 0.4221, 0.1112, 0.0667], abs=5e-5)
    assert fit.converged
    assert fit.iterations == 5


def test_the_maximum_for_the_anaesthesia_ratings_is_that_of_the_plain_definition():
    item, rater, rating = anaesthesia()
    fit = dawid_skene(item, rater, rating, 4, **TO_THE_MAXIMUM)
    pairs = [(int(i), r, int(y)) for i, r, y in zip(item, rater, rating, strict=True)]
    posterior, confusion, prior = naive(pairs, 4, rounds=60)
    assert fit.converged
    np.testing.assert_allclose(fit.posterior, posterior, atol=1e-8)
    np.testing.assert_allclose(fit.confusion, confusion, atol=1e-8)
    np.testing.assert_allclose(fit.prior, prior, atol=1e-8)
    assert fit.prior == pytest.approx([0.4000, 0.4216, 0.1118, 0.0667], abs=5e-5)
    coded = np.array(rater).astype(int) - 1
    assert log_likelihood(item - 1, coded, rating, fit) == pytest.approx(-190.7310, abs=5e-5)


@pytest.mark.parametrize(("name", "majority", "estimated"), [("rte", 0.8969, 0.9275), ("temp", 0.9361, 0.9416)])
def test_published_accuracy_on_the_textual_entailment_and_time_order_labels(name, majority, estimated):
    # Snow et al. 2008, EMNLP, 254-263, public release of the labels, ten for each item
    item, worker, label, gold = snow(name)
    assert vote_accuracy(tally(item, label, 2), gold) == pytest.approx(majority, abs=5e-5)
    fit = dawid_skene(item, worker, label, 2)
    assert fit.converged
    assert vote_accuracy(fit.posterior, gold) == pytest.approx(estimated, abs=5e-5)


@pytest.mark.parametrize("name", ["rte", "temp"])
def test_the_usual_stop_is_close_to_the_maximum(name):
    item, worker, label, _ = snow(name)
    soon, maximum = dawid_skene(item, worker, label, 2), dawid_skene(item, worker, label, 2, **TO_THE_MAXIMUM)
    gap = np.abs(soon.posterior - maximum.posterior)
    assert gap.mean() < 3e-4
    assert gap.max() < 0.06
    assert (soon.posterior.argmax(axis=1) == maximum.posterior.argmax(axis=1)).all()


def test_a_fit_cut_short_says_so():
    cut = dawid_skene(*anaesthesia(), 4, max_iter=4)
    assert (cut.iterations, cut.converged) == (4, False)
    just = dawid_skene(*anaesthesia(), 4, max_iter=5)
    assert (just.iterations, just.converged) == (5, True)


def test_rest_is_a_small_squared_step_of_the_average_item():
    fourth, fifth = (dawid_skene(*anaesthesia(), 4, max_iter=n, tol=0).posterior for n in (4, 5))
    step = float(((fifth - fourth) ** 2).sum(axis=1).mean())
    assert dawid_skene(*anaesthesia(), 4, tol=step * 1.0001).iterations == 5
    assert dawid_skene(*anaesthesia(), 4, tol=step * 0.9999).iterations == 6


def test_a_perfect_crowd_is_believed_at_once():
    fit = dawid_skene([0, 0, 1, 1, 2, 2], [0, 1] * 3, [0, 0, 1, 1, 2, 2], 3)
    np.testing.assert_allclose(fit.posterior, np.eye(3), atol=1e-8)
    np.testing.assert_allclose(fit.confusion, [np.eye(3)] * 2, atol=1e-8)
    assert fit.prior == pytest.approx([1 / 3] * 3)
    assert (fit.iterations, fit.converged) == (1, True)


def test_a_single_rater_has_the_last_word():
    fit = dawid_skene([5, 9, 7, 3], ["a"] * 4, [1, 0, 0, 0], 2)
    np.testing.assert_allclose(fit.posterior, [[1, 0], [0, 1], [1, 0], [1, 0]], atol=1e-8)
    assert fit.prior == pytest.approx([0.75, 0.25])


def test_one_item_with_one_label():
    fit = dawid_skene([3], ["a"], [1], 2)
    assert fit.posterior.tolist() == [[0, 1]]
    assert fit.prior.tolist() == [0, 1]
    assert fit.confusion.shape == (1, 2, 2)


def test_an_even_split_stays_undecided():
    fit = dawid_skene([0, 0], [0, 1], [0, 1], 2, tol=0)
    assert fit.posterior.tolist() == [[0.5, 0.5]]
    assert (fit.iterations, fit.converged) == (1, True)


def test_a_class_that_nobody_names_has_no_prior_and_no_finding():
    fit = dawid_skene([0, 0, 1], ["a", "b", "a"], [1, 1, 1], 3)
    assert fit.prior.tolist() == [0, 1, 0]
    assert fit.posterior.tolist() == [[0, 1, 0]] * 2
    assert fit.confusion.tolist() == [[[1, 0, 0], [0, 1, 0], [0, 0, 1]]] * 2


def test_a_class_that_one_annotator_never_met_stays_ruled_out_for_their_items():
    item, annotator = [0, 0, 1, 1, 2, 2, 3], ["a", "b", "a", "b", "a", "b", "c"]
    fit = dawid_skene(item, annotator, [0, 0, 1, 1, 0, 0, 0], 2)
    assert fit.confusion[2].tolist() == [[1, 0], [0, 1]]
    assert fit.posterior[3].tolist() == [1, 0]


def test_without_a_second_opinion_the_votes_stand():
    # Ten people with two items each that nobody else labels: nothing is known of anybody's errors.
    label = np.random.default_rng(4).integers(3, size=20)
    fit = dawid_skene(np.arange(20), np.arange(20) // 2, label, 3)
    np.testing.assert_array_equal(fit.posterior, np.eye(3)[label])


def test_the_only_class_there_is():
    fit = dawid_skene([0, 1], [0, 0], [0, 0], 1)
    assert fit.posterior.tolist() == [[1], [1]]
    assert fit.confusion.tolist() == [[[1]]]


def test_someone_who_always_says_the_same_is_found_out():
    item, annotator, label, truth = crowd([0.8] * 4 + [0.5], 400, 3, seed=5)
    label[annotator == 4] = 0
    fit = dawid_skene(item, annotator, label, 3)
    assert fit.confusion[4].tolist() == [[1, 0, 0]] * 3
    assert vote_accuracy(fit.posterior, truth) > vote_accuracy(tally(item, label, 3), truth)


def test_someone_who_is_always_wrong_is_as_good_as_someone_always_right():
    item, annotator, label, truth = crowd([0.75, 0.75, 0.75, 0.0], 600, 2, seed=5)
    fit = dawid_skene(item, annotator, label, 2, **TO_THE_MAXIMUM)
    assert vote_accuracy(tally(item, label, 2), truth) < 0.8
    assert vote_accuracy(fit.posterior, truth) > 0.95
    assert fit.confusion[3, 0, 1] > 0.95


def test_error_rates_are_found_again():
    accuracies = [0.9, 0.8, 0.7, 0.6, 0.85]
    fit = dawid_skene(*crowd(accuracies, 4000, 3, seed=1)[:3], 3, **TO_THE_MAXIMUM)
    found = fit.confusion[:, [0, 1, 2], [0, 1, 2]].mean(axis=1)
    assert found == pytest.approx(accuracies, abs=0.02)


def test_a_table_many_times_over_gives_each_copy_the_same_fit():
    # More labels than are worked on at a time, and the copies in disorder.
    item, annotator, label, _ = crowd([0.9, 0.8, 0.7, 0.6], 250, 3, seed=2)
    copies = 3 * BLOCK_LABELS // item.size + 1
    items = (np.arange(copies)[:, None] * 250 + item).ravel()
    order = np.random.default_rng(2).permutation(items.size)
    one = dawid_skene(item, annotator, label, 3, max_iter=3)
    many = dawid_skene(items[order], np.tile(annotator, copies)[order], np.tile(label, copies)[order], 3, max_iter=3)
    np.testing.assert_allclose(many.posterior, np.tile(one.posterior, (copies, 1)), atol=1e-7)
    np.testing.assert_allclose(many.confusion, one.confusion, atol=1e-7)


def test_ten_thousand_labels_on_one_item_do_not_run_out_of_numbers():
    item = np.repeat([0, 1], 10_000)
    fit = dawid_skene(item, np.tile(np.arange(10), 2000), np.repeat([0, 1], 10_000) ^ (np.arange(20_000) % 7 == 0), 2)
    np.testing.assert_allclose(fit.posterior, np.eye(2), atol=1e-12)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (([], [], [], 2), "label"),
        (([0], [0], [[0]], 2), "label"),
        (([[0]], [0], [0], 2), "item"),
        (([0, 1], [0, 1], [0], 2), "label"),
        (([0], [0, 1], [0, 1], 2), "annotator"),
        (([0, 1], [0, 1], [0, 2], 2), "label .* not 2"),
        (([0, 1], [0, 1], [0, -1], 2), "label .* not -1"),
        (([0, 1], [0, 1], [0, 0.5], 2), "label .* not 0.5"),
        (([0, 1], [0, 1], [0, math.nan], 2), "label .* not nan"),
        (([0, 1], [0, 1], ["yes", "no"], 2), "label .* not 'yes'"),
        (([0, 1], [0, 1], [0, None], 2), "label .* not None"),
        (([0, math.nan], [0, 1], [0, 1], 2), "item"),
        (([0, 1], [None, "b"], [0, 1], 2), "annotator"),
        (([0], [0], [0], 0), "n_classes"),
        (([0], [0], [0], 2, 0), "max_iter"),
        (([0], [0], [0], 2, 10, -1e-9), "tol"),
        (([0], [0], [0], 2, 10, math.nan), "tol"),
    ],
)
def test_labels_that_cannot_be_are_refused_by_name(arguments, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        dawid_skene(*arguments)


@given(labels, st.integers(1, 6))
def test_the_fit_is_the_definition_word_for_word(pairs, rounds):
    fit = fit_of(pairs, max_iter=rounds, tol=0)
    posterior, confusion, prior = naive(pairs, 3, fit.iterations)
    np.testing.assert_allclose(fit.posterior, posterior, atol=1e-9)
    np.testing.assert_allclose(fit.confusion, confusion, atol=1e-9)
    np.testing.assert_allclose(fit.prior, prior, atol=1e-9)


@given(labels)
def test_shares_are_shares(pairs):
    fit = fit_of(pairs)
    for shares in (fit.posterior, fit.confusion, fit.prior):
        assert (shares >= 0).all()
        np.testing.assert_allclose(shares.sum(axis=-1), 1, atol=1e-12)


@given(labels)
@settings(max_examples=50)
def test_the_likelihood_never_falls(pairs):
    columns = [np.unique(column, return_inverse=True)[1] for column in list(zip(*pairs, strict=True))[:2]]
    label = np.array([y for _, _, y in pairs])
    reached = [log_likelihood(*columns, label, fit_of(pairs, max_iter=n, tol=0)) for n in range(1, 9)]
    assert (np.diff(reached) > -1e-9).all()


@given(labels, st.permutations(range(3)), st.randoms(use_true_random=False))
def test_names_and_order_carry_no_meaning(pairs, classes, random):
    # Ids are renamed against their order, classes exchanged, rows shuffled.
    renamed = [(f"i{9 - i}", 9 - a, classes[y]) for i, a, y in pairs]
    random.shuffle(renamed)
    one, other = fit_of(pairs, max_iter=5, tol=0), fit_of(renamed, max_iter=5, tol=0)
    np.testing.assert_allclose(other.posterior[::-1][:, classes], one.posterior, atol=1e-9)
    np.testing.assert_allclose(other.confusion[::-1][:, classes][:, :, classes], one.confusion, atol=1e-9)
    np.testing.assert_allclose(other.prior[classes], one.prior, atol=1e-9)
