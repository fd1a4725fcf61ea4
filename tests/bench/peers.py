"""make bench-peers: our measures beside the packages people would otherwise install, in turns, on the same data."""

import argparse
import functools
from typing import Any

import krippendorff
import numpy as np
import pandas as pd
from crowdkit.aggregation import DawidSkene
from girth import twopl_mml
from sklearn.metrics import roc_auc_score

from assessments.measures.agreement import krippendorff_alpha
from assessments.measures.annotators import dawid_skene
from assessments.measures.item_response import fit_2pl, probability
from assessments.measures.metacognition import type2_auroc
from tests.bench.labels import CLASSES, LABELS_PER_ITEM, judgements, labels
from tests.bench.machine import describe
from tests.bench.measures import SEED
from tests.bench.stopwatch import Reading, in_turns

PACKAGES = ("numpy", "scipy", "crowd-kit", "krippendorff", "scikit-learn", "girth")
LABELS, PEOPLE, ITEMS = 1_000_000, 2_000, 50
PEER_ITERATIONS = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=int, default=LABELS)
    parser.add_argument("--people", type=int, default=PEOPLE, help="people in the 2PL fit")
    options = parser.parse_args()
    print(" · ".join(f"{key} {value}" for key, value in describe(*PACKAGES).items()))
    print(f"Simulated: {options.labels:,} labels or judgements; 2PL {options.people:,} people x {ITEMS} items.\n")
    print(f"{'measure':22}{'ours s':>10}{'MiB':>8}   {'peer':14}{'s':>10}{'MiB':>8}{'times':>8}   largest difference")
    for compare in (_alpha, _dawid_skene, _auroc):
        compare(options.labels)
    _two_parameter(options.people)


def _alpha(n: int) -> None:
    table = labels(n, np.random.default_rng(SEED))
    # The package wants a row per annotator; who gave which label makes no difference to alpha.
    grid = table.label.reshape(-1, LABELS_PER_ITEM).T
    ours = functools.partial(krippendorff_alpha, table.item, table.label)
    peer = functools.partial(krippendorff.alpha, reliability_data=grid, level_of_measurement="nominal")
    _compared("krippendorff_alpha", "krippendorff", ours, peer, abs(ours() - peer()))


def _dawid_skene(n: int) -> None:
    table = labels(n, np.random.default_rng(SEED))
    frame = pd.DataFrame({"task": table.item, "worker": table.annotator, "label": table.label})
    ours = functools.partial(dawid_skene, table.item, table.annotator, table.label, CLASSES)

    def peer() -> Any:
        return DawidSkene(n_iter=PEER_ITERATIONS).fit_predict_proba(frame)

    difference = np.abs(ours().posterior - peer().sort_index()[list(range(CLASSES))].to_numpy()).mean()
    _compared("dawid_skene", "crowd-kit", ours, peer, float(difference), "mean difference of the posteriors")


def _auroc(n: int) -> None:
    answers = judgements(n, np.random.default_rng(SEED))
    ours = functools.partial(type2_auroc, answers.confidence, answers.correct)
    peer = functools.partial(roc_auc_score, answers.correct, answers.confidence)
    _compared("type2_auroc", "scikit-learn", ours, peer, abs(float(ours()) - float(peer())))


def _two_parameter(people: int) -> None:
    rng = np.random.default_rng(SEED)
    a, b = rng.uniform(0.5, 2, ITEMS), rng.normal(size=ITEMS)
    marks = (rng.random((people, ITEMS)) < probability(rng.normal(size=(people, 1)), a, b)).astype(float)
    ours = functools.partial(fit_2pl, marks)
    peer = functools.partial(twopl_mml, marks.T.astype(int))
    errors = [float(np.sqrt(np.mean((slopes - a) ** 2))) for slopes in (ours().a, peer()["Discrimination"])]
    _compared("fit_2pl", "girth", ours, peer, errors[0] - errors[1], "slope RMSE, ours minus theirs")


def _compared(name: str, peer_name: str, ours: Any, peer: Any, difference: float, what: str = "") -> None:
    readings = in_turns({"ours": ours, "peer": peer})
    mine, theirs = readings["ours"], readings["peer"]
    print(
        f"{name:22}{mine.seconds:10.4f}{_mib(mine)}   {peer_name:14}{theirs.seconds:10.4f}{_mib(theirs)}"
        f"{theirs.seconds / mine.seconds:8.1f}   {difference:.2g} {what}".rstrip()
    )


def _mib(reading: Reading) -> str:
    return f"{'' if reading.peak_mib is None else format(reading.peak_mib, '.0f'):>8}"


if __name__ == "__main__":
    main()
