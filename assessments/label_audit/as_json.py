"""PURE: an audit as plain data for JSON. Every key is described in docs/measures.md; what is unknown is null.

Classes are named by their labels. Nothing here is NaN or infinite, and lists keep the orders that the keys promise.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessments.label_audit.annotator_findings import MIN_MET, Annotator, Modelled
from assessments.label_audit.confidence import Calibration, CurveBin
from assessments.label_audit.drift import Drift
from assessments.label_audit.findings import LabelAudit, Model
from assessments.label_audit.gold_findings import Gold
from assessments.label_audit.item_findings import Ambiguous, Entropies, ItemVotes, Suspect
from assessments.label_audit.notes import notes_of
from assessments.label_audit.shares import Share
from assessments.label_audit.speed import FLOOR_MS, Speed
from assessments.label_audit.table import Problem

Document = dict[str, Any]
Row = list[float] | None

# Raised when a key changes its meaning or goes; new keys leave it as it is.
FORMAT = 1
# Shares in confusions: a millionth is less than any file can tell, and ten thousand people have many of them.
DECIMALS = 6


def document(audit: LabelAudit) -> Document:
    counts, agreement, gold = audit.counts, audit.agreement, audit.gold
    return {
        "format": FORMAT,
        "source": audit.source,
        "rows": counts.rows,
        "left_out": counts.left_out,
        "items": counts.items,
        "annotators": counts.annotators,
        "labels": counts.labels,
        "classes": list(audit.classes),
        "labels_per_class": list(counts.per_class),
        "labels_per_item": dict(zip(("min", "median", "max"), counts.per_item, strict=True)),
        "level": agreement.level,
        "krippendorff_alpha": agreement.alpha,
        "krippendorff_alpha_interval": None if agreement.interval is None else list(agreement.interval),
        "krippendorff_alpha_note": agreement.note,
        "pairwise_agreement": agreement.pairwise,
        "label_worth": agreement.worth and {"accuracy": agreement.worth.accuracy, "bits": agreement.worth.bits},
        "items_with_gold": counts.items_with_gold,
        "label_accuracy": gold and _share(gold.labels),
        "majority_accuracy": gold and gold.majority,
        "dawid_skene_accuracy": gold and gold.model,
        "gold_confusion": gold and _gold_confusion(audit, gold),
        "dawid_skene": audit.model and _model(audit, audit.model),
        "dawid_skene_note": audit.model_note,
        "calibration": gold and gold.calibration and _pooled(gold.calibration, gold.curve),
        "per_annotator": [_annotator(person) for person in audit.annotators],
        "suspected_gold": [_suspect(audit.classes, suspect) for suspect in audit.suspected_gold],
        "item_entropy": audit.entropies and _entropies(audit.classes, audit.entropies),
        "problems": [_problem(problem) for problem in audit.problems],
        "notes": list(notes_of(audit)),
    }


def _share(share: Share) -> Document:
    return {"value": share.value, "interval": [share.low, share.high], "n": share.n}


def _gold_confusion(audit: LabelAudit, gold: Gold) -> Document:
    return {
        "rows": list(audit.classes),
        "columns": list(audit.classes[: audit.n_labelled]),
        "counts": gold.confusion.tolist(),
    }


def _model(audit: LabelAudit, model: Model) -> Document:
    return {
        "classes": list(audit.classes[: audit.n_labelled]),
        "prior": model.prior.tolist(),
        "confusion": _rows(model.confusion, model.met >= MIN_MET),
        "iterations": model.iterations,
        "converged": model.converged,
    }


def _annotator(person: Annotator) -> Document:
    return {
        "annotator": person.name,
        "labels": person.labels,
        "agreement_with_rest": person.rest and {"value": person.rest.value, "n": person.rest.n},
        "accuracy": person.accuracy and _share(person.accuracy),
        "dawid_skene": person.model and _modelled(person.model),
        "calibration": person.calibration and _calibration(person.calibration),
        "drift": person.drift and _drift(person.drift),
        "speed": person.speed and _speed(person.speed),
    }


def _modelled(model: Modelled) -> Document:
    return {
        "expected_accuracy": model.expected_accuracy,
        "confusion": _rows(model.confusion, model.met >= MIN_MET),
        "items_met": [round(float(met), DECIMALS) for met in model.met],
    }


def _rows(confusion: NDArray[np.float64], known: NDArray[np.bool_]) -> list[Row]:
    """A row that rests on nothing is null, not the even shares that stand for it."""
    rounded = confusion.round(DECIMALS).tolist()
    return [row if fine else None for row, fine in zip(rounded, known.tolist(), strict=True)]


def _calibration(calibration: Calibration) -> Document:
    return {
        "n": calibration.n,
        "brier": calibration.brier,
        "expected_calibration_error": calibration.calibration_error,
        "overconfidence": calibration.overconfidence,
        "type2_auroc": calibration.auroc,
    }


def _pooled(calibration: Calibration, curve: Sequence[CurveBin]) -> Document:
    bins = [{"from": b.low, "to": b.high, "mean_confidence": b.confidence, "accuracy": _share(b.right)} for b in curve]
    return {**_calibration(calibration), "bins": bins}


def _drift(drift: Drift) -> Document:
    return {
        "against": drift.against,
        "n": drift.n,
        "slope_per_block": drift.slope,
        "last_minus_first_third": drift.change,
        "interval": list(drift.interval),
        "blocks": [_share(block) for block in drift.blocks],
    }


def _speed(speed: Speed) -> Document:
    return {
        "n": speed.n,
        "median_ms": speed.median,
        "quartiles_ms": [speed.lower, speed.upper],
        "cv": speed.cv,
        "floor_ms": FLOOR_MS,
        "share_under_floor": speed.fast,
    }


def _suspect(classes: Sequence[str], suspect: Suspect) -> Document:
    return {
        "item": suspect.item,
        "gold": classes[suspect.gold],
        "suggested": classes[suspect.suggested],
        "posterior_gold": suspect.posterior_gold,
        "posterior_suggested": suspect.posterior_suggested,
        "log10_odds": suspect.evidence,
        "votes": _votes(classes, suspect.votes),
    }


def _entropies(classes: Sequence[str], entropies: Entropies) -> Document:
    return {
        "items": entropies.n,
        "mean": entropies.mean,
        "quantiles": dict(zip(("min", "q25", "median", "q75", "max"), entropies.quantiles, strict=True)),
        "histogram": {"edges": entropies.edges.tolist(), "counts": entropies.counts.tolist()},
        "most_ambiguous": [_ambiguous(classes, item) for item in entropies.top],
    }


def _ambiguous(classes: Sequence[str], item: Ambiguous) -> Document:
    return {
        "item": item.item,
        "entropy": item.entropy,
        "gold": None if item.gold is None else classes[item.gold],
        "votes": _votes(classes, item.votes),
    }


def _votes(classes: Sequence[str], votes: ItemVotes) -> dict[str, int]:
    return {classes[code]: count for code, count in votes}


def _problem(problem: Problem) -> Document:
    return {"kind": problem.kind, "row": problem.row, "column": problem.column, "message": problem.message}
