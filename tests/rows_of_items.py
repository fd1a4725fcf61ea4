"""Rows of our own JSON Lines, by the guideline `tone` of tests/courseware/importers/reading.py."""

import json
from typing import Any

from tests.courseware.importers.reading import TONE


def row(number: int, label: str = "warm", **changed: Any) -> dict[str, Any]:
    """One item; the fields of `changed` in place of its own, `text` for its text."""
    text = changed.pop("text", f"Remark {number} of the series.")
    return {
        "slug": f"t-{number}",
        "guideline": "tone",
        "body": {"text": text},
        "key": {"label": label},
        "rationale": "It thanks somebody.",
        "licence": "CC0",
    } | changed


ROWS = (row(1), row(2), row(3, label="cold"), row(4))


def text_of_rows(*rows: Any) -> str:
    """A whole file: the guideline, then the rows."""
    return "".join(json.dumps(one) + "\n" for one in ({"guideline": TONE.to_document()}, *rows))
