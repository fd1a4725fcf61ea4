"""PURE: ChaosNLI: JSON Lines with an example and how many of a hundred people chose each label.

Format: Nie, Zhou and Bansal 2020, EMNLP, https://github.com/easonnie/ChaosNLI
"""

from collections.abc import Iterator, Mapping
from typing import Any

from courseware.curriculum import Guideline, Label
from courseware.importers.build import candidate
from courseware.importers.candidates import Found, Options, Rejection
from courseware.importers.naming import SLUG
from courseware.importers.source import BadRow, Source
from courseware.importers.tallied import measured

TITLE = "ChaosNLI"
ABOUT = "JSON Lines with example (premise, hypothesis) and label_counter (e, n, c): soft gold."

LABELS = {"e": "entailment", "n": "neutral", "c": "contradiction"}
NLI = Guideline(
    slug="nli",
    title="Does it follow?",
    question="Given the source, is the claim true?",
    scale="nominal",
    labels=(
        Label("entailment", "Entailment", "If the source is true, the claim is true."),
        Label("neutral", "Neutral", "The source leaves open whether the claim is true."),
        Label("contradiction", "Contradiction", "If the source is true, the claim is false."),
    ),
    text="",
)


def read(source: Source, options: Options) -> Iterator[Found]:
    guideline = options.guidelines.get(options.guideline or NLI.slug, NLI)
    for row, data in source.objects():
        fields = Rejection(row, data.column, data.reason) if isinstance(data, BadRow) else _fields(row, data)
        yield fields if isinstance(fields, Rejection) else candidate(row, fields, guideline, options)


def _fields(row: int, data: Mapping[str, Any]) -> dict[str, Any] | Rejection:
    example = data.get("example")
    if not isinstance(example, Mapping):
        return Rejection(row, "example", "is missing; expected an object with premise and hypothesis")
    counter = data.get("label_counter")
    if not isinstance(counter, Mapping) or not counter:
        return Rejection(row, "label_counter", "is missing; expected counts for e, n and c")
    counts = {}
    for label, count in counter.items():
        if label not in LABELS:
            return Rejection(row, "label_counter", f"{label!r} is no label; expected e, n or c")
        if type(count) is not int or count < 0:
            return Rejection(row, "label_counter", f"{label} is {count!r}; expected a whole number")
        counts[LABELS[label]] = count
    uid = data.get("uid")
    fields = {
        "slug": uid if isinstance(uid, str) and SLUG.fullmatch(uid) else "",
        "body": {"source": example.get("premise"), "claim": example.get("hypothesis")},
    }
    return fields | measured(counts, "ChaosNLI")
