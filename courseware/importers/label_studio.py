"""PURE: Label Studio's JSON export: one choice for a text, or marked passages, from one annotator or several.

Format: https://labelstud.io/guide/export (JSON)
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from courseware.curriculum import Guideline
from courseware.importers.build import candidate
from courseware.importers.candidates import Found, Options, Rejection
from courseware.importers.choosing import discovered
from courseware.importers.source import BadRow, Source
from courseware.importers.tallied import measured

TITLE = "Label Studio"
ABOUT = "The JSON export of a project with one choice for each text, or with marked passages."

SPAN = Guideline("passage", "The deciding passage", "Which passage decides?", "span", (), "")
Marks = list[tuple[int, int]]


def read(source: Source, options: Options) -> Iterator[Found]:
    choices = _choices_guideline(source, options)
    for row, data in source.objects():
        if isinstance(data, BadRow):
            yield Rejection(row, data.column, data.reason)
            continue
        fields = _fields(row, data, options)
        if isinstance(fields, Rejection):
            yield fields
        else:
            guideline = options.guidelines.get(SPAN.slug, SPAN) if "spans" in (fields["key"] or {}) else choices
            yield candidate(row, fields, guideline, options)


def _choices_guideline(source: Source, options: Options) -> Guideline:
    """The chosen one, or one with the labels that the file itself has (which is read for them first)."""
    if options.guideline in options.guidelines:
        return options.guidelines[options.guideline]
    labels: set[str] = set()
    for _, data in source.objects():
        if not isinstance(data, BadRow):
            labels.update(_results(data)[0])
    # An export of marked passages alone, or of nothing that can be used: no item is judged by this one.
    return discovered(labels, options) if labels else SPAN


def _fields(row: int, data: Mapping[str, Any], options: Options) -> dict[str, Any] | Rejection:
    texts = data.get("data")
    if not isinstance(texts, Mapping):
        return Rejection(row, "data", "is missing; expected an object with the text")
    column = options.column("text")
    text = texts.get(column)
    if not isinstance(text, str):
        return Rejection(row, f"data.{column}", "is missing; expected a text")
    chosen, marks, several = _results(data)
    if several:
        return Rejection(row, "annotations", "an annotator chose several labels at once; expected one")
    if chosen and marks:
        return Rejection(row, "annotations", "has choices and marked passages; expected one or the other")
    if marks:
        return {"body": {"text": text}} | _marked(marks)
    if not chosen:
        return Rejection(row, "annotations", "nobody has chosen a label or marked a passage")
    return {"body": {"text": text}} | measured(chosen, "Label Studio")


def _marked(marks: Marks) -> dict[str, Any]:
    spans = [{"start": start, "end": end} for start, end in sorted(set(marks))]
    return {"key": {"spans": spans}, "ambiguity": "undecided", "provenance": "imported from Label Studio"}


def _results(data: Mapping[str, Any]) -> tuple[Counter[str], Marks, bool]:
    """(how often each label was chosen, marked passages, whether anybody chose several labels at once)."""
    chosen: Counter[str] = Counter()
    marks: Marks = []
    several = False
    annotations = data.get("annotations")
    for annotation in annotations if isinstance(annotations, list) else ():
        if not isinstance(annotation, Mapping) or annotation.get("was_cancelled"):
            continue
        results = annotation.get("result")
        for result in results if isinstance(results, list) else ():
            value = result.get("value") if isinstance(result, Mapping) else None
            if not isinstance(value, Mapping):
                continue
            labels = value.get("choices")
            if isinstance(labels, list) and all(isinstance(label, str) for label in labels):
                several |= len(labels) > 1
                chosen.update(labels)
            elif type(value.get("start")) is int and type(value.get("end")) is int:
                marks.append((value["start"], value["end"]))
    return chosen, marks, several
