"""PURE: our own format, as `export_items` writes it: one JSON object a line, an item or a guideline.

A line {"guideline": {...}} brings a guideline for the lines after it; in an item's line `guideline` is its slug.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from courseware.importers.build import candidate
from courseware.importers.candidates import Found, Options, Rejection
from courseware.importers.choosing import BadGuideline, guideline_for, guideline_from
from courseware.importers.flat import fields_of
from courseware.importers.source import BadRow, Source

TITLE = "Attune JSONL"
ABOUT = "One item a line, with key, rationale and factors: what this site exports, and gives back without loss."


def read(source: Source, options: Options) -> Iterator[Found]:
    for row, data in source.objects():
        if isinstance(data, BadRow):
            yield Rejection(row, data.column, data.reason)
        elif isinstance(data.get("guideline"), dict):
            try:
                options = _with_guideline(options, data)
            except BadGuideline as error:
                yield Rejection(row, "guideline", str(error))
        else:
            yield item(row, data, options)


def item(row: int, data: dict[str, Any], options: Options) -> Found:
    """One row whose columns are ours. The same for JSON and for tables."""
    guideline = guideline_for(row, data.get(options.column("guideline")), options)
    if isinstance(guideline, Rejection):
        return guideline
    fields = fields_of(row, data, options)
    return fields if isinstance(fields, Rejection) else candidate(row, fields, guideline, options)


def _with_guideline(options: Options, data: dict[str, Any]) -> Options:
    if set(data) != {"guideline"}:
        raise BadGuideline("a line with a guideline holds nothing else")
    guideline = guideline_from(data["guideline"])
    if options.guidelines.get(guideline.slug, guideline) != guideline:
        raise BadGuideline(f"the bank has a guideline {guideline.slug!r} that says otherwise")
    return replace(options, guidelines={**options.guidelines, guideline.slug: guideline})
