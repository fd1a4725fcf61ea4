"""Tables of labels made by hand, and the public ones, without a file in between."""

from collections.abc import Mapping, Sequence

import numpy as np

from assessments.label_audit.findings import LabelAudit, audit
from assessments.label_audit.table import LabelTable
from tests.assessments.measures.shared_data import rows

# Three people on four items. Of the 24 ordered pairs of labels 16 are equal.
SMALL = [
    ("i1", "a", "x"), ("i1", "b", "x"), ("i1", "c", "x"),
    ("i2", "a", "x"), ("i2", "b", "x"), ("i2", "c", "y"),
    ("i3", "a", "y"), ("i3", "b", "y"), ("i3", "c", "y"),
    ("i4", "a", "y"), ("i4", "b", "x"), ("i4", "c", "y"),
]  # fmt: skip
SMALL_GOLD = {"i1": "x", "i2": "x", "i3": "y"}


def table_of(
    labels: Sequence[tuple[str, str, str]],
    gold: Mapping[str, str] | None = None,
    *,
    confidence: Sequence[float] | None = None,
    rt_ms: Sequence[float] | None = None,
    timestamp: Sequence[float] | None = None,
    **others,
) -> LabelTable:
    """From (item, annotator, label); the other columns are parallel to it, NaN where empty."""
    items, people, given = zip(*labels, strict=True)
    item_names, names = tuple(dict.fromkeys(items)), tuple(dict.fromkeys(people))
    labelled = sorted(set(given))
    classes = (*labelled, *sorted(set((gold or {}).values()) - set(labelled)))
    try:
        values = np.array([float(name) for name in classes])
    except ValueError:
        values = None
    of_items = [classes.index(gold[name]) if name in gold else -1 for name in item_names] if gold is not None else None
    made = {
        "source": "labels.csv",
        "rows": len(labels),
        "item": codes(items, item_names),
        "item_names": item_names,
        "annotator": codes(people, names),
        "annotator_names": names,
        "label": codes(given, classes),
        "classes": classes,
        "n_labelled": len(labelled),
        "values": values,
        "gold": None if of_items is None else np.array(of_items, dtype=np.intp),
        "confidence": floats(confidence),
        "rt_ms": floats(rt_ms),
        "timestamp": floats(timestamp),
        "left_out": 0,
        "problems": (),
    }
    return LabelTable(**{**made, **others})


def audited(table: LabelTable, level: str = "nominal") -> LabelAudit:
    return audit(table, np.random.default_rng(0), level)


def snow(name: str) -> LabelTable:
    """Snow et al. 2008, `rte` or `temp`; skips the test where the data are not here."""
    read = rows(f"snow2008_{name}.csv.gz")
    labels = [(row["item"], row["worker"], row["label"]) for row in read]
    return table_of(labels, {row["item"]: row["gold"] for row in read})


def crowd(
    items: int = 120, people: int = 12, per_item: int = 5, seed: int = 0, names: Sequence[str] | None = None
) -> LabelTable:
    """People of different skill on three classes, with every column there is; one stated no confidence."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(3, size=items)
    item = np.repeat(np.arange(items), per_item)
    who = np.argsort(rng.random((items, people)), axis=1)[:, :per_item].ravel()
    order = rng.permutation(item.size)
    item, who = item[order], who[order]
    right = rng.random(item.size) < np.linspace(0.5, 0.95, people)[who]
    label = np.where(right, truth[item], (truth[item] + rng.integers(1, 3, item.size)) % 3)
    confidence = np.clip(rng.normal(np.where(right, 0.85, 0.75), 0.1), 0.34, 1)
    confidence[who == 0] = np.nan
    called = names or [f"person {number}" for number in range(people)]
    return table_of(
        [(f"item {i}", called[w], "abc"[y]) for i, w, y in zip(item, who, label, strict=True)],
        {f"item {i}": "abc"[y] for i, y in enumerate(truth) if i % 10},
        confidence=confidence,
        rt_ms=rng.lognormal(8, 0.5, item.size),
        timestamp=np.arange(item.size, dtype=float),
    )


def codes(values: Sequence[str], names: Sequence[str]) -> np.ndarray:
    places = {name: place for place, name in enumerate(names)}
    return np.array([places[value] for value in values], dtype=np.intp)


def floats(values: Sequence[float] | None) -> np.ndarray | None:
    return None if values is None else np.asarray(values, dtype=np.float64)
