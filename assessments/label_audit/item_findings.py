"""PURE: which items people disagree on, and where the labels speak against the gold label."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.label_audit.consensus import Consensus
from assessments.label_audit.table import Codes, Floats, LabelTable
from assessments.measures.soft_labels import entropy

# Gold is suspected where the model, which has not seen it, gives its class less than 1 in 20 and another class more
# than 19 in 20, on three labels or more: two people can agree on an error by chance.
GOLD_BELOW = 0.05
OTHER_ABOVE = 0.95
MIN_FOR_SUSPICION = 3

# An item with a single label agrees with itself and says nothing.
MIN_FOR_ENTROPY = 2
MOST_AMBIGUOUS = 100
ENTROPY_BINS = 10

# A class without votes has a posterior of 0, whether three people spoke against it or thirty. Below this the model
# only says "surely not", and the number of labels against gold says how many it has that from.
SURELY_NOT = 1e-12

ItemVotes = tuple[tuple[int, int], ...]  # (code of a class, labels of it), most frequent first; no class without labels


@dataclass(frozen=True)
class Suspect:
    """An item whose gold label is suspected; classes are codes, `posterior_*` the model's probabilities.

    evidence  log10 of the odds of the suggested class over the gold one; 12 stands for 12 and more
    """

    item: str
    gold: int
    suggested: int
    posterior_gold: float
    posterior_suggested: float
    evidence: float
    votes: ItemVotes


@dataclass(frozen=True)
class Ambiguous:
    """`entropy` in nats of the shares of an item's `votes`; `gold` is a code or None."""

    item: str
    entropy: float
    gold: int | None
    votes: ItemVotes


@dataclass(frozen=True, eq=False)
class Entropies:
    """Entropy in nats over the `n` items with two labels or more.

    quantiles  minimum, quartiles, and maximum: 0, .25, .5, .75, 1
    edges      of the histogram, 0 to the highest entropy that as many classes can have; `counts` lie between them
    top        the items with the highest entropy above 0, at most MOST_AMBIGUOUS of them
    """

    n: int
    mean: float
    quantiles: tuple[float, float, float, float, float]
    edges: Floats
    counts: Codes
    top: tuple[Ambiguous, ...]


def suspected_gold(table: LabelTable, consensus: Consensus) -> tuple[Suspect, ...]:
    """The strongest evidence first, then the most labels against gold.

    A gold class that nobody ever gave is a problem of the file, and not listed here.
    """
    model, gold = consensus.model, table.gold
    if model is None or gold is None or consensus.given is None or consensus.votes is None:
        return ()
    usable = np.flatnonzero((gold >= 0) & (gold < table.n_labelled) & (consensus.sizes >= MIN_FOR_SUSPICION))
    for_gold = model.posterior[usable, gold[usable]]
    for_other = model.posterior[usable, consensus.given[usable]]
    suspected = (for_gold < GOLD_BELOW) & (for_other > OTHER_ABOVE)
    items, for_gold, for_other = usable[suspected], for_gold[suspected], for_other[suspected]
    evidence = -np.log10(np.maximum(for_gold / for_other, SURELY_NOT))
    against = consensus.sizes[items] - consensus.votes[items, gold[items]]
    return tuple(
        Suspect(
            item=table.item_names[items[place]],
            gold=int(gold[items[place]]),
            suggested=int(consensus.given[items[place]]),
            posterior_gold=float(for_gold[place]),
            posterior_suggested=float(for_other[place]),
            evidence=float(evidence[place]),
            votes=_votes(consensus.votes[items[place]]),
        )
        for place in np.lexsort((-against, -evidence))
    )


def entropies_of(table: LabelTable, consensus: Consensus) -> Entropies | None:
    """None where no item has two labels."""
    if consensus.votes is None:
        return None
    items = np.flatnonzero(consensus.sizes >= MIN_FOR_ENTROPY)
    if not items.size:
        return None
    sizes = consensus.sizes[items]
    values = np.asarray(entropy(consensus.votes[items] / sizes[:, None]))
    highest = math.log(max(table.n_labelled, 2))
    counts, edges = np.histogram(np.minimum(values, highest), bins=ENTROPY_BINS, range=(0, highest))
    low, lower, median, upper, high = (float(value) for value in np.quantile(values, [0, 0.25, 0.5, 0.75, 1]))
    return Entropies(
        n=items.size,
        mean=float(values.mean()),
        quantiles=(low, lower, median, upper, high),
        edges=edges,
        counts=counts,
        top=_top(table, consensus.votes, items, values),
    )


def _top(table: LabelTable, votes: NDArray[np.intp], items: Codes, values: Floats) -> tuple[Ambiguous, ...]:
    """Of items that are equally divided, those with more labels come first: they say it more surely."""
    divided = np.flatnonzero(values > 0)
    # Rounded, or the last bit of a sum would rank items whose votes are divided alike.
    order = divided[np.lexsort((-votes[items[divided]].sum(axis=1), -values[divided].round(12)))][:MOST_AMBIGUOUS]
    return tuple(
        Ambiguous(
            item=table.item_names[items[place]],
            entropy=float(values[place]),
            gold=None if table.gold is None or table.gold[items[place]] < 0 else int(table.gold[items[place]]),
            votes=_votes(votes[items[place]]),
        )
        for place in order
    )


def _votes(counts: NDArray[np.intp]) -> ItemVotes:
    codes = np.argsort(-counts, kind="stable")
    return tuple((int(code), int(counts[code])) for code in codes if counts[code])
