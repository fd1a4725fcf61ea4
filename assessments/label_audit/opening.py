"""PURE: a file, gzipped or not, as the lines of a text, without ever holding more than one line of it."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO, Literal, cast

from assessments.label_audit.faults import Unreadable, shown

Form = Literal["csv", "tsv", "jsonl"]

FORMS: dict[str, Form] = {".csv": "csv", ".tsv": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl"}
GZIP = b"\x1f\x8b"
# What people hand over instead, by its first bytes.
OTHERS = {
    GZIP: "is gzipped twice",
    b"PK\x03\x04": "is a zip archive (a spreadsheet?); export it as CSV in UTF-8",
    b"\xff\xfe": "is UTF-16 text; save it as UTF-8",
    b"\xfe\xff": "is UTF-16 text; save it as UTF-8",
}
# Longer than a row with whole documents in it; a compressed file of one endless line must not fill the memory.
LONGEST_LINE = 16 * 2**20
# What reading on raises where the disk or the archive is at fault.
DAMAGED = (OSError, EOFError, zlib.error)
# Enough for the byte order mark, some blank lines and the first character.
PEEKED = 256


@dataclass(frozen=True)
class Opened:
    form: Form
    stream: BinaryIO


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """The uncompressed bytes of the file and its form, known by name or else by the first character.

    Raises Unreadable where it cannot be opened or is something else.
    """
    try:
        raw = path.open("rb")
    except FileNotFoundError as error:
        raise Unreadable("does not exist") from error
    except IsADirectoryError as error:
        raise Unreadable("is a folder, not a file") from error
    except OSError as error:
        raise Unreadable(f"cannot be opened: {error.strerror}") from error
    with raw:
        stream: io.BufferedReader | gzip.GzipFile = raw
        if raw.peek(2).startswith(GZIP):
            stream = gzip.GzipFile(fileobj=raw)
        try:
            start = stream.peek(PEEKED)[:PEEKED]
        except DAMAGED as error:
            raise _broken(error, 1) from error
        yield Opened(form_of(path, start), cast(BinaryIO, stream))


def form_of(path: PurePath, start: bytes) -> Form:
    """By the extension (before .gz), else by the first character: an opening brace is JSON Lines, a word CSV."""
    if not start:
        raise Unreadable("is empty")
    for signature, message in OTHERS.items():
        if start.startswith(signature):
            raise Unreadable(message)
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in (".gz", ".gzip"):
        suffixes.pop()
    if suffixes and suffixes[-1] in FORMS:
        return FORMS[suffixes[-1]]
    first = start.decode("utf-8-sig", "replace").lstrip()[:1]
    if first in ("{", "["):
        return "jsonl"
    if first.isalnum() or first in ('"', "_"):
        return "csv"
    raise Unreadable(f"is neither named as CSV or JSON Lines nor begins like one of them (with {shown(first)})")


class Lines:
    """The lines of the text with their ends, to be gone through once; CSV may end them by \\r alone.

    `number` and `line` are those of the last one given, or of the one that could not be.
    Going on raises Unreadable for a damaged archive, a line without end, and bytes that are not UTF-8 text.
    """

    def __init__(self, opened: Opened) -> None:
        newline = "\n" if opened.form == "jsonl" else ""
        # Wrong bytes come through as surrogates, so that the line they stand in can be named.
        self._text = io.TextIOWrapper(opened.stream, encoding="utf-8-sig", errors="surrogateescape", newline=newline)
        self.number = 0
        self.line = ""

    def __iter__(self) -> Iterator[str]:
        try:
            while line := self._text.readline(LONGEST_LINE):
                self.number += 1
                self.line = line
                if "\0" in line or not line.isascii():
                    self._refuse_damage()
                if len(line) == LONGEST_LINE:
                    raise Unreadable(f"is longer than {LONGEST_LINE} characters", self.number)
                yield line
        except DAMAGED as error:
            raise _broken(error, self.number + 1) from error

    def _refuse_damage(self) -> None:
        found = damage(self.line)
        if found:
            raise Unreadable(found, self.number)


def damage(text: str) -> str | None:
    """What keeps it from being UTF-8 text, if anything does."""
    if "\0" in text:
        return "holds a NUL byte: not a text file, or not in UTF-8"
    try:
        text.encode()
    except UnicodeEncodeError as error:
        wrong = ord(text[error.start])
        # A wrong byte 0xe9 was read as U+DCE9; JSON may also spell half a character out.
        byte = f"byte 0x{wrong - 0xDC00:02x}" if 0xDC80 <= wrong <= 0xDCFF else f"half a character, U+{wrong:04X}"
        return f"is not UTF-8 text ({byte}); save the file as UTF-8"
    return None


def _broken(error: Exception, row: int) -> Unreadable:
    if isinstance(error, EOFError):
        return Unreadable("the compressed file is cut off here", row)
    if isinstance(error, gzip.BadGzipFile | zlib.error):
        return Unreadable(f"the compressed file is damaged here: {error}", row)
    return Unreadable(f"cannot be read: {error}", row)
