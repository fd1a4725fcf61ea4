"""PURE: HH-RLHF: JSON Lines with two transcripts, `chosen` and `rejected`, that differ in the last reply.

Format: Bai et al. 2022, https://github.com/anthropics/hh-rlhf
"""

import re
from collections.abc import Iterator
from typing import Any

from courseware.importers.build import candidate
from courseware.importers.candidates import Found, Options, Rejection
from courseware.importers.pairs import chosen_pair, preference_guideline
from courseware.importers.source import BadRow, Source

TITLE = "HH-RLHF"
ABOUT = "JSON Lines with the transcripts chosen and rejected; the common part becomes the prompt."

TURN = re.compile(r"(?:^|\n\n)(Human|Assistant): ?")


def read(source: Source, options: Options) -> Iterator[Found]:
    guideline = preference_guideline(options)
    for row, data in source.objects():
        fields = Rejection(row, data.column, data.reason) if isinstance(data, BadRow) else _fields(row, data, options)
        yield fields if isinstance(fields, Rejection) else candidate(row, fields, guideline, options)


def _fields(row: int, data: dict[str, Any], options: Options) -> dict[str, Any] | Rejection:
    talks = []
    for name in ("chosen", "rejected"):
        column = options.column(name)
        text = data.get(column)
        if not isinstance(text, str):
            return Rejection(row, column, "is missing; expected a transcript")
        turns = _turns(text)
        if len(turns) < 2 or turns[-1][0] != "Assistant":
            return Rejection(row, column, "expected turns that begin with 'Human: ' and end with one of 'Assistant: '")
        talks.append(turns)
    chosen, rejected = talks
    if chosen[:-1] != rejected[:-1]:
        return Rejection(row, options.column("rejected"), "the two transcripts part before their last reply")
    if chosen[-1] == rejected[-1]:
        return Rejection(row, options.column("rejected"), "is the same as the other: there is nothing to choose")
    fields = chosen_pair(_prompt(chosen[:-1]), chosen[-1][1], rejected[-1][1])
    return fields | {"provenance": "imported from HH-RLHF"}


def _turns(text: str) -> list[tuple[str, str]]:
    """(who, what), in order; empty where the text does not begin with a turn."""
    parts = TURN.split(text)
    if parts[0].strip():
        return []
    return [(who, said.strip()) for who, said in zip(parts[1::2], parts[2::2], strict=True)]


def _prompt(turns: list[tuple[str, str]]) -> str:
    """A single request as it is, a longer talk with its speakers."""
    if len(turns) == 1:
        return turns[0][1]
    return "\n\n".join(f"{who}: {said}" for who, said in turns)
