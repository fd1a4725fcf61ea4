"""make bench-measures: how the measures' cost grows with the number of labels, and the targets at fixed sizes.

Beside every figure stands a bare numpy pass over the same arrays in the same run: the least that reading them costs.
"""

import argparse
import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from assessments.measures.agreement import krippendorff_alpha
from assessments.measures.annotators import dawid_skene
from assessments.measures.item_response import fit_2pl, information, probability
from assessments.measures.metacognition import meta_d_prime, type2_auroc
from tests.bench.labels import CLASSES, Judgements, Labels, judgements, labels
from tests.bench.report import Row, publish
from tests.bench.stopwatch import ROUNDS, Reading, in_turns

SEED = 20_260_701
SIZES = (100_000, 1_000_000, 10_000_000)
MIB = 2**20
# Where the target is for one size only: (measure, labels) -> words for the table.
TARGETS = {
    ("krippendorff_alpha", 10_000_000): "<= 0.5 s",
    ("dawid_skene", 1_000_000): "<= 1.0 s",
    ("dawid_skene", 10_000_000): "<= 5 s, <= 400 MiB",
}
PEOPLE, TRIALS, RATINGS = 1_000, 400, 4
TEST_TAKERS, ITEMS = 10_000, 200
BANK = 5_000

Run = Callable[[], Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help="numbers of labels, such as 100000,1000000")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--people", type=int, default=TEST_TAKERS, help="people in the 2PL fit")
    options = parser.parse_args()
    grown = [row for size in options.sizes for row in at_size(size, options.rounds)]
    fixed = at_fixed_size(options.rounds, options.people)
    publish("measures", "Simulated labels, five an item, three classes.", grown, growth(grown), fixed)


def at_size(n: int, rounds: int) -> list[Row]:
    """The three measures of `n` labels or judgements, each beside a bare pass over its own arrays."""
    rng = np.random.default_rng(SEED)
    table, answers = labels(n, rng), judgements(n, rng)
    rows = _rows(
        n,
        table[:3],
        in_turns(
            {
                "bare": functools.partial(_bare_labels, table),
                "krippendorff_alpha": lambda: krippendorff_alpha(table.item, table.label),
                "dawid_skene": lambda: dawid_skene(table.item, table.annotator, table.label, CLASSES),
            },
            rounds,
        ),
    )
    runs: dict[str, Run] = {
        "bare": functools.partial(_bare_judgements, answers),
        "type2_auroc": lambda: type2_auroc(answers.confidence, answers.correct),
    }
    return rows + _rows(n, answers, in_turns(runs, rounds))


def at_fixed_size(rounds: int, test_takers: int) -> list[Row]:
    """The measures over many people, at the sizes that the targets name."""
    rng = np.random.default_rng(SEED)
    answers = judgements(PEOPLE * TRIALS, rng)
    confidence, correct = answers.confidence.reshape(PEOPLE, -1), answers.correct.reshape(PEOPLE, -1)
    counts = rng.multinomial(TRIALS // 2, _rating_shares(), size=PEOPLE)
    marks, slopes = _responses(test_takers, rng)
    bank_a, bank_b = rng.uniform(0.5, 2, BANK), rng.normal(size=BANK)
    cases: list[tuple[str, str, str, Run, Run]] = [
        (
            f"type2_auroc, {PEOPLE} people x {TRIALS}",
            "type2_auroc",
            "<= 5 ms",
            lambda: type2_auroc(confidence, correct),
            lambda: (confidence * correct).sum(),
        ),
        (
            f"meta_d_prime, {PEOPLE} people x {TRIALS}",
            "meta_d_prime",
            "<= 0.2 s",
            lambda: meta_d_prime(counts, counts[:, ::-1]),
            lambda: (counts * counts).sum(),
        ),
        (
            f"fit_2pl, {test_takers} people x {ITEMS} items",
            "fit_2pl",
            "<= 1.0 s" if test_takers == TEST_TAKERS else "",
            lambda: fit_2pl(marks),
            lambda: marks.sum(),
        ),
        (
            f"next item of {BANK}",
            "information",
            "<= 1 ms",
            lambda: int(np.argmax(information(0.3, bank_a, bank_b))),
            lambda: (bank_a * bank_b).sum(),
        ),
    ]
    rows = []
    for title, name, target, run, bare in cases:
        readings = in_turns({"bare": bare, name: run}, rounds)
        rows.append(Row(title, None, readings[name], readings["bare"], None, target))
    error = float(np.sqrt(np.mean((fit_2pl(marks).a - slopes) ** 2)))
    rows[2] = Row(rows[2].name, None, rows[2].reading, rows[2].bare, None, f"{rows[2].target}; slope RMSE {error:.3f}")
    return rows


def growth(rows: list[Row]) -> list[tuple[str, float]]:
    """The exponent of each measure's seconds between its two largest sizes: 1 is linear."""
    found = []
    for name in dict.fromkeys(row.name for row in rows):
        sized = sorted((row.labels, row.reading.seconds) for row in rows if row.name == name and row.labels)
        if len(sized) > 1:
            (small, fast), (large, slow) = sized[-2:]
            found.append((name, math.log(slow / fast) / math.log(large / small)))
    return found


def _rows(n: int, arrays: tuple[Any, ...], readings: dict[str, Reading]) -> list[Row]:
    size = sum(array.nbytes for array in arrays) / MIB
    return [
        Row(name, n, reading, readings["bare"], size, TARGETS.get((name, n), ""))
        for name, reading in readings.items()
        if name != "bare"
    ]


def _bare_labels(table: Labels) -> Any:
    return np.bincount(table.item * CLASSES + table.label)[0] + np.bincount(table.annotator)[0]


def _bare_judgements(answers: Judgements) -> Any:
    return answers.confidence @ answers.correct


def _rating_shares() -> Any:
    """Shares of the ratings of somebody who tells the two stimuli apart about as well as most do."""
    shares = np.linspace(2 * RATINGS, 1, 2 * RATINGS)
    return shares / shares.sum()


def _responses(people: int, rng: np.random.Generator) -> tuple[Any, Any]:
    """Simulated answers of `people` to ITEMS items, and the slopes they were made with."""
    a, b = rng.uniform(0.5, 2, ITEMS), rng.normal(size=ITEMS)
    theta = rng.normal(size=(people, 1))
    return (rng.random((people, ITEMS)) < probability(theta, a, b)).astype(np.float64), a


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


if __name__ == "__main__":
    main()
