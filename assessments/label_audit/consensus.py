"""PURE: what the labels of an item say together: its votes, and the class that Dawid and Skene's model gives it.

Both need a table of items by classes. Labels that are measurements (every slider position a class of its own) would
make it larger than any memory; beyond MAX_CELLS they are left out, and `Consensus.note` says so.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.label_audit.table import Codes, Floats, LabelTable
from assessments.measures.annotators import DawidSkene, dawid_skene
from assessments.measures.votes import tally, vote_accuracy

# 800 MB of numbers in one array, of which the model holds several.
MAX_CELLS = 100_000_000
MIN_OVERLAP = 2


@dataclass(frozen=True, eq=False)
class Consensus:
    """`votes` (items, classes) and the model fitted to them without gold; either may be missing.

    sizes  labels per item (items,)
    given  the class that the model holds most probable for each item (items,)
    note   why votes or model are None
    """

    sizes: Codes
    votes: NDArray[np.intp] | None
    model: DawidSkene | None
    given: Codes | None
    note: str | None

    def pairwise_agreement(self) -> float | None:
        """Share of equal pairs among all pairs of labels of the same item; None where there is no pair."""
        pairs = float(self.sizes @ (self.sizes - 1))
        if self.votes is None or not pairs:
            return None
        return float(np.vdot(self.votes, self.votes - 1)) / pairs

    def pooled_confusion(self) -> Floats | None:
        """Over everybody's labels: how often each label (columns) is given where the model sees each class (rows).

        Both are the labelled classes; a row sums to 1, or is 0 where the model sees the class nowhere.
        """
        if self.model is None or self.votes is None:
            return None
        together = self.model.posterior.T @ self.votes[:, : self.model.prior.size]
        totals = together.sum(axis=1, keepdims=True)
        return np.divide(together, totals, out=np.zeros_like(together), where=totals > 0)

    def accuracy_of_majority(self, gold: Codes) -> float | None:
        """Share of the items with gold whose most frequent label is the gold one, ties shared."""
        return None if self.votes is None else vote_accuracy(self.votes, gold)

    def accuracy_of_model(self, gold: Codes) -> float | None:
        """Share of the items with gold whose most probable class is the gold one, ties shared."""
        if self.model is None:
            return None
        posterior = self.model.posterior
        if gold.max() >= posterior.shape[1]:  # a gold class that is no label, so never probable
            posterior = np.pad(posterior, ((0, 0), (0, int(gold.max()) + 1 - posterior.shape[1])))
        return vote_accuracy(posterior, gold)


def consensus_of(table: LabelTable) -> Consensus:
    items, people, classes = len(table.item_names), len(table.annotator_names), len(table.classes)
    sizes = np.bincount(table.item, minlength=items)
    if items * classes > MAX_CELLS:
        return Consensus(sizes, None, None, None, f"{classes:,} classes on {items:,} items are too many to count votes")
    votes = tally(table.item, table.label, classes)
    if people * table.n_labelled**2 > MAX_CELLS:
        note = f"{table.n_labelled:,} classes for {people:,} annotators are too many for a confusion of each"
        return Consensus(sizes, votes, None, None, note)
    if sizes.max() < MIN_OVERLAP:
        return Consensus(
            sizes, votes, None, None, "no item has labels from two people, so the model would only repeat them"
        )
    model = dawid_skene(table.item, table.annotator, table.label, table.n_labelled)
    return Consensus(sizes, votes, model, model.posterior.argmax(axis=1), None)
