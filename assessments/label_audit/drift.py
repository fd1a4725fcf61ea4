"""PURE: whether a person's labels get better or worse in the course of the work."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.label_audit.consensus import Consensus
from assessments.label_audit.shares import Share, share_of
from assessments.label_audit.table import LabelTable
from assessments.measures.effects import Effect
from assessments.measures.intervals import Interval
from assessments.measures.vigilance import decrement

# Six blocks give a slope that no single block decides, and thirds of two blocks each.
BLOCKS = 6
# Ten labels a block: a share of fewer moves by more than .1 with a single label.
MIN_LABELS = 10 * BLOCKS

Right = NDArray[np.bool_]


@dataclass(frozen=True)
class Drift:
    """`n` labels in time order, in BLOCKS blocks of equal length (to one label), each with its share right.

    against   "gold", or "others": with the class that most of the other people gave
    slope     least-squares change of the share right per block, -1..1; below 0 it falls
    change    share right in the last third minus in the first, -1..1, with its 95 % `interval`
    """

    against: str
    n: int
    blocks: tuple[Share, ...]
    slope: float
    change: float
    interval: Interval


def drift_of(right: Right, against: str) -> Drift | None:
    """`right` holds one entry per label, in time order; None for fewer than MIN_LABELS."""
    if right.size < MIN_LABELS:
        return None
    blocks = tuple(_share(block) for block in np.array_split(right, BLOCKS))
    third = right.size // 3
    change = Effect.of_shares(right[-third:].astype(np.float64), right[:third].astype(np.float64))
    return Drift(
        against=against,
        n=right.size,
        blocks=blocks,
        slope=decrement([block.value for block in blocks]),
        change=change.estimate,
        interval=Interval(change.low, change.high),
    )


def agrees_with_others(table: LabelTable, consensus: Consensus) -> tuple[Right, Right]:
    """For each label whether most of the other people's labels of the item are the same, and whether that is decided.

    It is undecided, and the first entry then means nothing, where nobody else labelled the item or where as many of
    the others gave some other class.
    """
    votes = consensus.votes
    if votes is None:
        nothing = np.zeros(table.label.size, dtype=np.bool_)
        return nothing, nothing
    second = np.partition(votes, -2, axis=1)[:, -2] if votes.shape[1] > 1 else np.zeros(votes.shape[0], dtype=np.intp)
    others = votes[table.item, table.label] - 1
    # Where the label's class leads alone, its rival has the second most votes. Where it does not, it has at most
    # as many, and without this label fewer.
    rival = second[table.item]
    return others > rival, others != rival


def _share(right: Right) -> Share:
    share = share_of(int(np.count_nonzero(right)), right.size)
    if share is None:
        raise ValueError("right must hold at least one label")
    return share
