"""PURE: what a document is, and how one is put together from a theme.

A theme knows one kind of paperwork: its header, its records, its ways to word one, and what can be wrong in one. A
record is drawn without an error; to plant one, a single field is changed before the record is put into words. Clean
and planted lines so go the same way from record to text, and only what they say can tell them apart.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Record = Mapping[str, Any]

# The share of lines that end with a remark, which can neither be right nor wrong: more would be padding.
REMARKED = 0.25


@dataclass(frozen=True)
class Fact:
    """One entry of the header that lines are checked against."""

    name: str
    text: str


@dataclass(frozen=True)
class Line:
    """One line. `kind`: what was planted, "" where nothing was; `why`: what is wrong, in a sentence, or ""."""

    id: str
    text: str
    kind: str = ""
    why: str = ""

    @property
    def planted(self) -> bool:
        return self.kind != ""


@dataclass(frozen=True)
class Document:
    """A section as it is read, with its key in the lines (this never leaves the server before the answer)."""

    theme: str
    title: str
    intro: str
    facts: tuple[Fact, ...]
    lines: tuple[Line, ...]


class Sheet(Protocol):
    """One document in the making: its header is drawn, its records are not."""

    title: str
    intro: str

    def facts(self) -> list[Fact]: ...

    def records(self, count: int, rng: random.Random) -> list[Record]:
        """Records in the order of the document, none of them with an error."""

    def spoil(self, record: Record, kind: str, rng: random.Random) -> tuple[Record, str]:
        """The record with this one thing wrong, and why it is wrong."""

    def fields(self, record: Record) -> dict[str, str]:
        """The record's fields as text, for the phrasings."""


class Theme(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def kinds(self) -> Sequence[str]:
        """What can be wrong in a line."""

    @property
    def phrasings(self) -> Sequence[str]:
        """Ways to say a record, each with every field."""

    @property
    def remarks(self) -> Sequence[str]:
        """Sentences that say nothing that could be checked."""

    def open(self, rng: random.Random) -> Sheet: ...


def write(theme: Theme, seed: int, lines: int, planted: int) -> Document:
    """The document of this seed, always the same. The first line is never a planted one: it shows what is usual.

    Raises ValueError where fewer lines than that are left to plant in.
    """
    if not 0 <= planted < lines:
        raise ValueError(f"planted must be from 0 to {lines - 1}, not {planted}")
    rng = random.Random(seed)
    sheet = theme.open(rng)
    records = sheet.records(lines, rng)
    kinds = _kinds(theme, planted, rng)
    at = dict(zip(rng.sample(range(1, lines), planted), kinds, strict=True))
    written = []
    for index, record in enumerate(records):
        kind, why = at.get(index, ""), ""
        if kind:
            record, why = sheet.spoil(record, kind, rng)
        written.append(Line(f"l{index + 1}", _worded(theme, sheet, record, rng), kind, why))
    return Document(theme.name, sheet.title, sheet.intro, tuple(sheet.facts()), tuple(written))


def _kinds(theme: Theme, count: int, rng: random.Random) -> list[str]:
    """Different ones as long as there are any."""
    kinds: list[str] = []
    while len(kinds) < count:
        kinds += rng.sample(theme.kinds, min(len(theme.kinds), count - len(kinds)))
    return kinds


def _worded(theme: Theme, sheet: Sheet, record: Record, rng: random.Random) -> str:
    text = rng.choice(theme.phrasings).format(**sheet.fields(record))
    return f"{text} {rng.choice(theme.remarks)}" if rng.random() < REMARKED else text
