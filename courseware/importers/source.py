"""PURE: one file, opened safely and read row by row; nothing is ever held in memory but the row at hand.

Row numbers are lines of the file (a CSV's header is row 1), or, in one big JSON array, places in it from 1 on.
"""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self, cast

from courseware.importers.bounded import BoundedStream, TooLarge

GZIP, ZIP, XZ, BZIP2 = b"\x1f\x8b", b"PK\x03\x04", b"\xfd7zXZ\x00", b"BZh"
REFUSED = {ZIP: "a zip archive", XZ: "an xz archive", BZIP2: "a bzip2 archive"}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# Longer than any prompt with two responses that a person can judge; what is longer is not a row but a mistake.
MAX_ROW_CHARACTERS = 1_000_000
MAX_FIELD_CHARACTERS = 200_000
CHUNK_CHARACTERS = 1 << 16
READING_ERRORS = (OSError, EOFError, zlib.error)


class UnreadableFile(ValueError):
    """The file as a whole cannot be read; the message says where and why."""

    def __init__(self, reason: str, row: int | None = None, column: str = "") -> None:
        self.reason, self.row, self.column = reason, row, column
        place = "" if row is None else f"row {row}" + (f", column {column}" if column else "") + ": "
        super().__init__(place + reason)


@dataclass(frozen=True)
class BadRow:
    """In place of a row that cannot be read, though the rest of the file can."""

    column: str
    reason: str


class Source:
    """A file to read, plain or gzipped. Every way of reading it begins at its beginning."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lines(self) -> Iterator[tuple[int, str]]:
        """(row, line without its end), for every line that is not blank. Raises UnreadableFile."""
        with self._opened() as text:
            lines = Lines(text)
            for line in lines:
                if line.strip():
                    yield lines.number, line.rstrip("\r\n")

    def objects(self) -> Iterator[tuple[int, dict[str, Any] | BadRow]]:
        """(row, object) of JSON Lines, or of one JSON array. Raises UnreadableFile."""
        if self._begins_with("["):
            yield from self._elements()
            return
        for number, line in self.lines():
            yield number, _object(line)

    def table(self) -> Iterator[tuple[int, dict[str, str] | BadRow]]:
        """(row, column -> cell) of a CSV file with a header. Raises UnreadableFile."""
        with self._opened() as text:
            lines = Lines(text)
            reader = csv.reader(lines, strict=True)
            header = self._header(reader)
            while True:
                row = lines.number + 1
                try:
                    cells = next(reader, None)
                except csv.Error as error:
                    raise UnreadableFile(f"is not CSV: {error}", row) from error
                if cells is None:
                    return
                if any(cells):
                    yield row, _row(header, cells)

    def header(self) -> list[str]:
        """The columns of a CSV file. Raises UnreadableFile."""
        with self._opened() as text:
            return self._header(csv.reader(Lines(text), strict=True))

    def _header(self, reader: Any) -> list[str]:
        try:
            header = [cell.strip() for cell in next(reader, [])]
        except csv.Error as error:
            raise UnreadableFile(f"is not CSV: {error}", 1) from error
        if not any(header):
            raise UnreadableFile("is empty; expected a header with the names of the columns", 1)
        repeated = sorted({name for name in header if name and header.count(name) > 1})
        if repeated:
            raise UnreadableFile("the column is there twice", 1, repeated[0])
        return header

    def _elements(self) -> Iterator[tuple[int, dict[str, Any] | BadRow]]:
        """The elements of one JSON array, decoded one by one as the text comes in."""
        decoder = json.JSONDecoder(parse_constant=_refuse_constant)
        with self._opened() as text:
            buffer = _Buffer(text)
            buffer.skip("[")
            for number in range(1, 1 << 62):
                if buffer.skip("]"):
                    if buffer.peek():
                        raise UnreadableFile("text follows the end of the array")
                    return
                if number > 1 and not buffer.skip(","):
                    raise UnreadableFile("expected a comma or the end of the array", number)
                yield number, _checked(buffer.decode(decoder, number))

    def _begins_with(self, mark: str) -> bool:
        with self._opened() as text:
            for line in Lines(text):
                if line.strip():
                    return line.lstrip().startswith(mark)
        return False

    def _opened(self) -> IO[str]:
        """The file as text. Raises UnreadableFile for archives, other encodings and what is not there."""
        try:
            raw = self.path.open("rb")
        except OSError as error:
            raise UnreadableFile(f"cannot be opened: {error.strerror}") from error
        head = raw.read(8)
        raw.seek(0)
        for mark, what in REFUSED.items():
            if head.startswith(mark):
                raw.close()
                raise UnreadableFile(f"is {what}; unpack it and import the file inside")
        if head.startswith(UTF_16):
            raw.close()
            raise UnreadableFile("is UTF-16 text; save it as UTF-8")
        packed = self.path.stat().st_size
        is_packed = head.startswith(GZIP)
        stream = cast(IO[bytes], gzip.GzipFile(fileobj=raw) if is_packed else raw)
        bounded = BoundedStream(stream, packed if is_packed else None)
        # Bytes that are no UTF-8 come through, to be refused with the row they are in (`_refuse_other_encodings`):
        # the decoder itself reads ahead and does not know it.
        return io.TextIOWrapper(io.BufferedReader(bounded), encoding="utf-8-sig", errors="surrogateescape", newline="")


class Lines:
    """The lines of a text with the `number` of the last one; what goes wrong in reading them is UnreadableFile."""

    def __init__(self, text: IO[str]) -> None:
        self._text, self.number = text, 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        try:
            line = self._text.readline(MAX_ROW_CHARACTERS + 1)
        except READING_ERRORS as error:
            raise _unreadable(error, self.number + 1) from error
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > MAX_ROW_CHARACTERS:
            raise UnreadableFile(f"is longer than {MAX_ROW_CHARACTERS:,} characters", self.number)
        if "\0" in line:
            raise UnreadableFile("holds a NUL character: this is not a text file", self.number)
        _refuse_other_encodings(line, self.number)
        return line


class _Buffer:
    """The part of a JSON array that is not decoded yet."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self._held, self._at, self._ended = "", 0, False

    def peek(self) -> str:
        """The next character that is no white space; "" at the end."""
        while True:
            while self._at < len(self._held) and self._held[self._at] in " \t\r\n":
                self._at += 1
            if self._at < len(self._held) or not self._more():
                return self._held[self._at : self._at + 1]

    def skip(self, mark: str) -> bool:
        if self.peek() != mark:
            return False
        self._at += 1
        return True

    def decode(self, decoder: json.JSONDecoder, number: int) -> Any:
        self.peek()
        while True:
            try:
                value, end = decoder.raw_decode(self._held, self._at)
            except (ValueError, RecursionError) as error:
                if isinstance(error, json.JSONDecodeError) and self._more():
                    continue
                raise UnreadableFile(f"is not JSON: {error}", number) from error
            # A number at the very end of what is held may go on in the next chunk.
            if end == len(self._held) and self._more():
                continue
            self._at = end
            return value

    def _more(self) -> bool:
        """Take in another chunk; False at the end of the file."""
        if self._ended:
            return False
        self._held, self._at = self._held[self._at :], 0
        if len(self._held) > MAX_ROW_CHARACTERS:
            raise UnreadableFile(f"an element is longer than {MAX_ROW_CHARACTERS:,} characters")
        try:
            chunk = self._text.read(CHUNK_CHARACTERS)
        except READING_ERRORS as error:
            raise _unreadable(error, None) from error
        if "\0" in chunk:
            raise UnreadableFile("holds a NUL character: this is not a text file")
        _refuse_other_encodings(chunk, None)
        self._ended = not chunk
        self._held += chunk
        return not self._ended


def _unreadable(error: Exception, row: int | None) -> UnreadableFile:
    if isinstance(error, TooLarge):
        return UnreadableFile(str(error), row)
    return UnreadableFile(f"cannot be unpacked: {error}", row)


def _refuse_other_encodings(text: str, row: int | None) -> None:
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        byte = ord(text[error.start]) - 0xDC00  # as surrogateescape writes a byte that is no UTF-8
        raise UnreadableFile(f"is not UTF-8 text (byte {byte:#04x})", row) from error


def _object(line: str) -> dict[str, Any] | BadRow:
    try:
        value = json.loads(line, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        return BadRow("", f"is not JSON: {error}")
    return _checked(value)


def _checked(value: Any) -> dict[str, Any] | BadRow:
    return value if isinstance(value, dict) else BadRow("", "expected a JSON object")


def _row(header: list[str], cells: list[str]) -> dict[str, str] | BadRow:
    if len(cells) != len(header):
        return BadRow("", f"has {len(cells)} cells where the header has {len(header)} columns")
    for name, cell in zip(header, cells, strict=True):
        if len(cell) > MAX_FIELD_CHARACTERS:
            return BadRow(name, f"is longer than {MAX_FIELD_CHARACTERS:,} characters")
    return dict(zip(header, cells, strict=True))


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
