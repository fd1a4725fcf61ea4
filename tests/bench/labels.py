"""Simulated label tables of any size: five labels an item, three classes, annotators of differing skill."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LABELS_PER_ITEM, CLASSES = 5, 3
# An annotator labels about this many items, so a project ten times as large has ten times as many people.
LABELS_PER_ANNOTATOR = 1_000
MIN_ANNOTATORS = 20
LOW_SKILL, HIGH_SKILL = 0.6, 0.95


class Labels(NamedTuple):
    """Parallel arrays (n,); `truth` (items,) is the class each item was drawn with."""

    item: NDArray[np.int64]
    annotator: NDArray[np.int64]
    label: NDArray[np.int64]
    truth: NDArray[np.int64]


def labels(n: int, rng: np.random.Generator) -> Labels:
    """`n` labels, grouped by item; a wrong label is either of the other classes."""
    items, annotators = n // LABELS_PER_ITEM, max(MIN_ANNOTATORS, n // LABELS_PER_ANNOTATOR)
    truth = rng.choice(CLASSES, size=items, p=(0.5, 0.3, 0.2))
    skill = rng.uniform(LOW_SKILL, HIGH_SKILL, size=annotators)
    item = np.repeat(np.arange(items), LABELS_PER_ITEM)
    annotator = rng.integers(annotators, size=item.size)
    wrong = rng.random(item.size) > skill[annotator]
    label = (truth[item] + wrong * rng.integers(1, CLASSES, size=item.size)) % CLASSES
    return Labels(item, annotator, label, truth)


class Judgements(NamedTuple):
    """Parallel arrays (n,): stated confidence in steps of 1 % from .5 to 1, and whether the answer was right."""

    confidence: NDArray[np.float64]
    correct: NDArray[np.bool_]


def judgements(n: int, rng: np.random.Generator) -> Judgements:
    """`n` judgements; a surer one is right more often."""
    confidence = rng.integers(50, 101, size=n) / 100
    return Judgements(confidence, rng.random(n) < 0.3 + 0.6 * confidence)
