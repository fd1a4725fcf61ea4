"""How each annotator labels and what the items truly are, estimated together from nothing but the labels."""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from assessments.measures.checks import Codes, Floats, coded, parallel
from assessments.measures.votes import class_codes

# Labels worked on at a time. They take 12 bytes each and are read several times a round: few enough to stay in a
# processor's cache of a megabyte or two, many enough for Python's part to be lost in it.
BLOCK_LABELS = 2**17


@dataclass(frozen=True)
class DawidSkene:
    """One fit; its posterior is what Bayes's rule makes of its prior, its confusion and the labels.

    posterior    (items, classes): probability of each class, 0..1, rows sum to 1; in ascending order of item
    confusion    (annotators, true class, given class): share of each label where that class is true, 0..1, rows sum
                 to 1; in ascending order of annotator. For a class they never met it is 1 for the class itself
    prior        (classes,): share of the items that are of each class, 0..1, sums to 1
    iterations   rounds done, 1..max_iter
    converged    whether the last round moved the posterior by at most `tol`; false where max_iter cut it short
    """

    posterior: Floats
    confusion: Floats
    prior: Floats
    iterations: int
    converged: bool


def dawid_skene(
    item: ArrayLike, annotator: ArrayLike, label: ArrayLike, n_classes: int, max_iter: int = 100, tol: float = 1e-5
) -> DawidSkene:
    """True classes of items and the errors of annotators, by expectation maximisation from the majority vote.

    `item`, `annotator` (numbers or texts) and `label` (whole numbers 0..n_classes-1) are parallel 1-D arrays with one
    entry per label given, in any order. Several labels by one annotator on one item all count.

        start         posterior[i, k] = share of class k among the labels of item i
        each round    prior[k]        = mean over items of posterior[i, k]
                      confusion[a, k, y] in proportion to the sum of posterior[i, k] over the items i that a called y
                      posterior[i, k] in proportion to prior[k] times confusion[a, k, y] over all labels (a, y) of i
        rest          mean over items of sum_k (posterior[i, k] - posterior before[i, k])^2 <= tol

    A confusion of 0 stays 0, as in the paper. So where nobody ever named class k on any item of a's, k stays ruled out
    for those items; the data say nothing of how a would label it, and the 1 put there is no finding.

    At 1e-5 a round still moves an item by about .003, and the likelihood goes on rising a little: against its maximum
    the anaesthesia priors are .0006 out; on the Snow 2008 labels an item's probabilities are .0002 out on average and
    .05 at most, and no likeliest class differs. It takes 5 to 10 rounds where annotators gave hundreds of labels, up
    to 40 where they gave few. For the maximum ask for 1e-12 and more rounds. It may be a local one, and annotators who
    err alike are believed. Below some 100 labels an annotator the majority vote does about as well or better: with 20,
    five labels an item and accuracies from .6 to .95 it was right on 1 % more of the simulated items.
    Raises ValueError for empty, unequal or other shapes, missing ids, a label outside 0..n_classes-1, n_classes or
    max_iter below 1 and tol below 0.
    Source: Dawid and Skene 1979, Applied Statistics 28, 20-28.
    """
    if max_iter < 1:
        raise ValueError(f"max_iter must be at least 1, not {max_iter}")
    if not tol >= 0:
        raise ValueError(f"tol must be 0 or more, not {tol}")
    labels = _Labels(item, annotator, label, n_classes)
    posterior = labels.vote_shares()
    iterations, converged = 0, False
    while iterations < max_iter and not converged:
        iterations += 1
        prior, confusion = posterior.mean(axis=1), labels.confusion(posterior)
        converged = labels.renew(posterior, prior, confusion) <= tol
    return DawidSkene(np.ascontiguousarray(posterior.T), confusion, prior, iterations, converged)


class _Block(NamedTuple):
    """A run of items, and their labels as a sparse matrix of items by cells; a cell is one label by one annotator."""

    items: slice
    labels: csr_array


class _Labels:
    """Both halves of a round are products with the labels, block by block: what a processor's cache holds at once.

    Posteriors are (classes, items) in here: with a handful of classes numpy is several times faster along the items.
    """

    def __init__(self, item: ArrayLike, annotator: ArrayLike, label: ArrayLike, n_classes: int) -> None:
        cell, n_annotators = _cells(annotator, label, n_classes)
        items = coded("item", item)
        parallel("annotator", cell, "item", items.codes)
        self.n_items = items.levels.size
        self.table = (n_annotators, n_classes)
        self.blocks = _blocks(*_grouped(items.codes, self.n_items, cell), n_annotators * n_classes)

    def vote_shares(self) -> Floats:
        n_annotators, n_classes = self.table
        says = np.tile(np.eye(n_classes), n_annotators)
        votes = np.empty((n_classes, self.n_items))
        for items, labels in self.blocks:
            for votes_for, called in zip(votes, says, strict=True):
                votes_for[items] = labels @ called
            votes[:, items] /= votes[:, items].sum(axis=0)
        return votes

    def confusion(self, posterior: Floats) -> Floats:
        """(annotators, true class, given class)"""
        n_annotators, n_classes = self.table
        counts = np.zeros((n_classes, n_annotators * n_classes))
        for items, labels in self.blocks:
            for count, true in zip(counts, posterior[:, items], strict=True):
                count += true @ labels
        confusion = np.ascontiguousarray(counts.reshape(n_classes, *self.table).swapaxes(0, 1))
        met = confusion.sum(axis=2, keepdims=True)
        np.divide(confusion, met, out=confusion, where=met > 0)
        # A class never met was never named either, or the vote would have given it a share. So this row is 0 at every
        # label the annotator gave, which keeps the class ruled out.
        whose, never_met, _ = np.nonzero(met == 0)
        confusion[whose, never_met, never_met] = 1
        return confusion

    def renew(self, posterior: Floats, prior: Floats, confusion: Floats) -> float:
        """Bayes's rule, in place; the squared distance of an item's two posteriors, averaged over the items."""
        log_prior, log_confusion = _log(prior), _log(confusion).swapaxes(0, 1).reshape(prior.size, -1)
        moved = 0.0
        for items, labels in self.blocks:
            new = np.stack([labels @ given + log for given, log in zip(log_confusion, log_prior, strict=True)])
            new -= new.max(axis=0)
            np.exp(new, out=new)
            new /= new.sum(axis=0)
            moved += float(np.square(new - posterior[:, items]).sum())
            posterior[:, items] = new
        return moved / self.n_items


def _cells(annotator: ArrayLike, label: ArrayLike, n_classes: int) -> tuple[NDArray[np.signedinteger], int]:
    """Each label's cell, annotator by annotator, and the number of annotators."""
    given = class_codes("label", label, n_classes)
    annotators = coded("annotator", annotator)
    parallel("label", given, "annotator", annotators.codes)
    cell = annotators.codes.astype(_index_type(annotators.levels.size * n_classes))
    cell *= n_classes
    np.add(cell, given, out=cell, casting="same_kind")
    return cell, annotators.levels.size


def _grouped(item: Codes, n_items: int, cell: NDArray[np.signedinteger]) -> tuple[Codes, NDArray[np.signedinteger]]:
    """Where each item's cells start, with the end of the last, and the cells item by item."""
    start = np.zeros(n_items + 1, dtype=np.intp)
    np.cumsum(np.bincount(item), out=start[1:])
    if (item[1:] >= item[:-1]).all():
        return start, cell
    # Turning a sparse matrix from rows into columns is a counting sort, several times faster than sorting.
    index = _index_type(item.size)
    by_label = csr_array((cell, item.astype(index), np.arange(item.size + 1, dtype=index)))
    return start, by_label.tocsc().data


def _blocks(start: Codes, cell: NDArray[np.signedinteger], n_cells: int) -> list[_Block]:
    # A product also runs over all cells, so a block has at least as many labels as there are cells.
    cuts = np.searchsorted(start, np.arange(0, cell.size, max(BLOCK_LABELS, n_cells)))
    runs = list(pairwise([*np.unique(cuts).tolist(), start.size - 1]))
    ones = np.ones(max(start[last] - start[first] for first, last in runs))
    blocks = []
    for first, last in runs:
        cells, ends = cell[start[first] : start[last]], start[first : last + 1] - start[first]
        shape = (last - first, n_cells)
        labels = csr_array((ones[: cells.size], cells, ends.astype(cell.dtype)), shape=shape)
        blocks.append(_Block(slice(first, last), labels))
    return blocks


def _log(shares: Floats) -> Floats:
    """The log of 0 is -inf, without a warning, and exp turns it back into 0."""
    return np.log(shares, out=np.full(shares.shape, -np.inf), where=shares > 0)


def _index_type(largest: int) -> type[np.signedinteger]:
    """Half the memory wherever it is enough: these arrays are as long as the labels."""
    return np.int32 if largest <= np.iinfo(np.int32).max else np.int64
