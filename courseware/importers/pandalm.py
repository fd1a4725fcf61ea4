"""PURE: PandaLM's test set: instruction, input, two responses, and what each annotator preferred (0 tie, 1, 2).

Format: Wang et al. 2023, https://github.com/WeOpenML/PandaLM
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from courseware.importers.build import candidate
from courseware.importers.candidates import Found, Options, Rejection
from courseware.importers.pairs import preference_guideline
from courseware.importers.source import BadRow, Source
from courseware.importers.tallied import measured

TITLE = "PandaLM"
ABOUT = "JSON with instruction, input, two responses and each annotator's choice: soft gold over both sides and a tie."

ANNOTATOR = re.compile(r"annotator\d+")
ANSWERS = {0: "tie", 1: "a", 2: "b"}


def read(source: Source, options: Options) -> Iterator[Found]:
    guideline = preference_guideline(options)
    for row, data in source.objects():
        fields = Rejection(row, data.column, data.reason) if isinstance(data, BadRow) else _fields(row, data)
        yield fields if isinstance(fields, Rejection) else candidate(row, fields, guideline, options)


def _fields(row: int, data: dict[str, Any]) -> dict[str, Any] | Rejection:
    answers: Counter[str] = Counter()
    annotators = sorted(name for name in data if ANNOTATOR.fullmatch(name))
    if not annotators:
        return Rejection(row, "annotator1", "is missing; expected 0 (tie), 1 or 2 from each annotator")
    for name in annotators:
        choice = data[name]
        if type(choice) is not int or choice not in ANSWERS:
            return Rejection(row, name, f"is {str(choice)[:60]!r}; expected 0 (tie), 1 or 2")
        answers[ANSWERS[choice]] += 1
    asked = [part for part in (data.get("instruction"), data.get("input")) if isinstance(part, str) and part.strip()]
    body = {
        "prompt": "\n\n".join(asked),
        "response_a": _response(data.get("response1")),
        "response_b": _response(data.get("response2")),
    }
    idx = data.get("idx")
    slug = f"pandalm-{idx}" if isinstance(idx, int) else ""
    return {"slug": slug, "body": body} | measured(answers, "PandaLM")


def _response(value: Any) -> Any:
    """The published file has turned responses that say nothing but "True" into JSON's true."""
    return str(value) if isinstance(value, bool) else value
