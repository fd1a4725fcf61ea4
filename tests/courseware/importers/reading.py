"""A file of a format, read: the items and the rejections, in order."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from courseware.curriculum import Guideline, ItemContent, Label
from courseware.importers.candidates import Candidate, Options, Rejection
from courseware.importers.formats import format_named
from courseware.importers.source import Source

TONE = Guideline(
    slug="tone",
    title="Tone",
    question="Which tone?",
    scale="nominal",
    labels=(Label("warm", "Warm"), Label("cold", "Cold")),
    text="",
)
PASSAGE = Guideline("passage", "Passage", "Which passage decides?", "span", (), "")


def guidelines(*given: Guideline) -> Mapping[str, Guideline]:
    return {guideline.slug: guideline for guideline in given}


def found(format_name: str, path: Path, **options: Any) -> tuple[list[Candidate], list[Rejection]]:
    """Every row of the file, by what became of it."""
    rows = list(format_named(format_name).read(Source(path), Options(**options)))
    candidates = [row for row in rows if isinstance(row, Candidate)]
    return candidates, [row for row in rows if isinstance(row, Rejection)]


def items(format_name: str, path: Path, **options: Any) -> list[ItemContent]:
    """The items of a file without a bad row."""
    candidates, rejections = found(format_name, path, **options)
    assert rejections == []
    return [one.content for one in candidates]


def places(rejections: Sequence[Rejection]) -> list[tuple[int, str]]:
    return [(one.row, one.column) for one in rejections]


def json_lines(path: Path, *rows: Any) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def table(path: Path, header: Sequence[str], *rows: Sequence[str]) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    path.write_text(text.getvalue())
    return path
