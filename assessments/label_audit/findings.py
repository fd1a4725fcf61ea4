"""PURE: everything the audit finds in a table of labels, as values; as_json, as_text and as_html put it into words."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assessments.label_audit.agreement_findings import Agreement, Level, agreement_of
from assessments.label_audit.annotator_findings import Annotator, annotators_of
from assessments.label_audit.consensus import Consensus, consensus_of
from assessments.label_audit.gold_findings import Gold, against_gold, gold_of
from assessments.label_audit.item_findings import Entropies, Suspect, entropies_of, suspected_gold
from assessments.label_audit.table import Floats, LabelTable, Problem

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Counts:
    """`rows` are the file's data rows; `left_out` of them count in nothing, the rest are the `labels`.

    per_item   labels per item: minimum, median, maximum
    per_class  labels of each class, those of gold alone included
    """

    items: int
    annotators: int
    labels: int
    rows: int
    left_out: int
    items_with_gold: int
    per_item: tuple[int, float, int]
    per_class: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Model:
    """Dawid and Skene's model of the labels, fitted without gold.

    prior      (labelled classes,): share of items of each class, 0..1
    met        (labelled classes,): how many items the model takes for each class: what a row of `confusion` rests on
    confusion  (labelled classes, labelled classes) of everybody's labels together: rows the class the model sees
    """

    prior: Floats
    met: Floats
    confusion: Floats
    iterations: int
    converged: bool


@dataclass(frozen=True, eq=False)
class LabelAudit:
    """`model_note` says why there is no model, or no votes either. Classes are codes into `classes`, of which the
    first `n_labelled` occur as labels."""

    source: str
    classes: tuple[str, ...]
    n_labelled: int
    counts: Counts
    agreement: Agreement
    model: Model | None
    model_note: str | None
    gold: Gold | None
    annotators: tuple[Annotator, ...]
    entropies: Entropies | None
    suspected_gold: tuple[Suspect, ...]
    problems: tuple[Problem, ...]


def audit(
    table: LabelTable, rng: np.random.Generator, level: Level = "nominal", progress: Progress | None = None
) -> LabelAudit:
    """Measure everything; `rng` resamples items for the interval of alpha, nothing else is random.

    `progress` is told in words what begins. Raises ValueError for a table without labels, or a level that needs
    numbers where the labels are none.
    """
    if not table.label.size:
        raise ValueError("table must hold at least one label")
    say = progress or _nothing
    say("Fitting Dawid and Skene's model")
    consensus = consensus_of(table)
    say("Measuring agreement")
    agreement = agreement_of(table, consensus, rng, level)
    say("Comparing with gold")
    right, known = against_gold(table)
    gold = gold_of(table, consensus, right, known)
    say(f"Looking at {len(table.annotator_names):,} annotators")
    annotators = annotators_of(table, consensus, right, known)
    say(f"Looking at {len(table.item_names):,} items")
    return LabelAudit(
        source=table.source,
        classes=table.classes,
        n_labelled=table.n_labelled,
        counts=_counts(table, consensus),
        agreement=agreement,
        model=_model(consensus),
        model_note=consensus.note,
        gold=gold,
        annotators=annotators,
        entropies=entropies_of(table, consensus),
        suspected_gold=suspected_gold(table, consensus),
        problems=table.problems,
    )


def _counts(table: LabelTable, consensus: Consensus) -> Counts:
    sizes = consensus.sizes
    return Counts(
        items=sizes.size,
        annotators=len(table.annotator_names),
        labels=table.label.size,
        rows=table.rows,
        left_out=table.left_out,
        items_with_gold=0 if table.gold is None else int(np.count_nonzero(table.gold >= 0)),
        per_item=(int(sizes.min()), float(np.median(sizes)), int(sizes.max())),
        per_class=tuple(int(count) for count in np.bincount(table.label, minlength=len(table.classes))),
    )


def _model(consensus: Consensus) -> Model | None:
    model, confusion = consensus.model, consensus.pooled_confusion()
    if model is None or confusion is None:
        return None
    return Model(model.prior, model.posterior.sum(axis=0), confusion, model.iterations, model.converged)


def _nothing(stage: str) -> None:
    """For those who do not want to be told."""
