"""PURE: a table with a header: text (or source and claim, or prompt, response_a, response_b), label, rationale, ..."""

from collections.abc import Iterator

from courseware.importers.candidates import Found, Options, Rejection
from courseware.importers.flat import COLUMNS
from courseware.importers.jsonl import item
from courseware.importers.source import BadRow, Source, UnreadableFile

TITLE = "CSV"
ABOUT = "A table with one item a row; where its columns have other names, say which."


def read(source: Source, options: Options) -> Iterator[Found]:
    header = source.header()
    for name, column in options.columns.items():
        if name not in COLUMNS:
            raise UnreadableFile(f"{name!r} is no field of an item; expected one of {', '.join(COLUMNS)}")
        if column not in header:
            raise UnreadableFile(f"there is no column {column!r}; the file has {', '.join(header)}", 1)
    for row, data in source.table():
        yield Rejection(row, data.column, data.reason) if isinstance(data, BadRow) else item(row, data, options)
