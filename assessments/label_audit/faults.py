"""PURE: what makes a file of labels unreadable, each with its row and column; reading is all or nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

# A person mends the first few and reads again; the total says how bad it is.
SHOWN_FAULTS = 20
# Those of a batch of rows come column by column, so more are held than are shown; a file may have any number.
HELD_FAULTS = 10_000
# A cell may hold a whole document; a message quotes its beginning.
SHOWN_CHARACTERS = 60


@dataclass(frozen=True)
class Fault:
    """One thing that cannot be read: its row as counted in the file, its column, and what was expected."""

    row: int | None
    column: str | None
    message: str

    def __str__(self) -> str:
        return placed(self.row, self.column, self.message)


class LabelFileError(ValueError):
    """The file cannot be read as labels; `faults` are the first of `total`."""

    def __init__(self, source: str, faults: Sequence[Fault], total: int) -> None:
        self.faults = tuple(faults)
        self.total = total
        lines = [f"{printable(source)}: {fault}" for fault in faults]
        if total > len(faults):
            lines.append(f"{printable(source)}: these are the first {len(faults)} of {total} errors")
        super().__init__("\n".join(lines))


class Unreadable(Exception):
    """Reading cannot go on beyond this fault."""

    def __init__(self, message: str, row: int | None = None, column: str | None = None) -> None:
        self.fault = Fault(row, column, message)
        super().__init__(message)


class Faults:
    """Collects faults; keeps the first of the file, whichever column they are found in."""

    def __init__(self) -> None:
        self.total = 0
        self._kept: list[Fault] = []

    def add(self, message: str, row: int | None = None, column: str | None = None) -> None:
        self.total += 1
        self._kept.append(Fault(row, column, message))
        if len(self._kept) > HELD_FAULTS:
            self._kept = list(self.first())

    def first(self) -> Sequence[Fault]:
        # A fault of no single row is about the whole and stands last.
        return sorted(self._kept, key=lambda fault: (fault.row is None, fault.row))[:SHOWN_FAULTS]


def placed(row: int | None, column: str | None, message: str) -> str:
    """row 17, column confidence: message"""
    place = [f"row {row}"] if row is not None else []
    place += [f"column {printable(column)}"] if column is not None else []
    return f"{', '.join(place)}: {message}" if place else message


def shown(value: object) -> str:
    """A value of the file as a message quotes it: texts in quotation marks, cut, nothing that moves a terminal."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    if len(text) > SHOWN_CHARACTERS:
        text = f"{text[:SHOWN_CHARACTERS]}…"
    return printable(text)


def printable(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
