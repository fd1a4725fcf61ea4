"""PURE: the rows of a CSV file, in batches; a row's number is the line of the file on which it begins."""

import csv
import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from assessments.label_audit.columns import listed
from assessments.label_audit.faults import Faults, Unreadable
from assessments.label_audit.opening import Form, Lines, damage

# Rows that go through the columns together: enough to make the steps between them cheap.
BATCH_ROWS = 4096
# The usual one first; another is taken where it alone makes the header's names.
DELIMITERS = {"csv": ",;\t|", "tsv": "\t,;|"}


class Batch(NamedTuple):
    """Some rows in order: the number of each, and of each the cells that were asked for."""

    rows: list[int]
    cells: list[tuple[Any, ...]]


class CsvRows:
    """A CSV file whose header has been read; `columns` are its names."""

    complete = True  # no row can bring a column that the header has not

    def __init__(self, lines: Lines, form: Form, wanted: Collection[str], faults: Faults) -> None:
        """`wanted` are the names that show the header's delimiter."""
        self._lines = lines
        self._faults = faults
        following = iter(lines)
        first = next((line for line in following if line.strip()), None)
        if first is None:
            raise Unreadable("is empty")
        self._delimiter = _delimiter(first, DELIMITERS[form], wanted)
        # Strict: a stray quotation mark must not swallow the rows up to the next one in silence.
        self._reader = csv.reader(itertools.chain([first], following), delimiter=self._delimiter, strict=True)
        header_row = lines.number
        try:
            self.columns = tuple(next(self._reader))
        except csv.Error as error:
            raise self._wrong_csv(error, header_row) from error
        _refuse_repeated(self.columns)

    def batches(self, names: Sequence[str]) -> Iterator[Batch]:
        """The cells of these columns, at least two; a row with too many or too few cells is a fault and left out."""
        pick = itemgetter(*(self.columns.index(name) for name in names))
        width = len(self.columns)
        lines, batch = self._lines, Batch([], [])
        row = lines.number + 1
        try:
            for cells in self._reader:
                if len(cells) == width:
                    batch.rows.append(row)
                    batch.cells.append(pick(cells))
                    if len(batch.rows) == BATCH_ROWS:
                        yield batch
                        batch = Batch([], [])
                elif cells:
                    self._faults.add(f"has {len(cells)} cells; the header has {width}", row)
                row = lines.number + 1
        except csv.Error as error:
            raise self._wrong_csv(error, row) from error
        except Unreadable as error:
            raise self._in_column(error, row) from error
        if batch.rows:
            yield batch

    def _wrong_csv(self, error: csv.Error, row: int) -> Unreadable:
        if "field limit" in str(error):
            message = f"a cell is longer than {csv.field_size_limit()} characters; is a quotation mark never closed?"
            return Unreadable(message, row, self._long_column() if row == self._lines.number else None)
        if "end of data" in str(error):
            return Unreadable("a quotation mark is opened here and never closed", row)
        return Unreadable(f"is not valid CSV ({error}); is a quotation mark not doubled or not closed?", row)

    def _in_column(self, error: Unreadable, row: int) -> Unreadable:
        """The same, with the column in which the line's text is damaged."""
        line = self._lines.line
        if error.fault.row == row == self._lines.number and damage(line):
            for column, cell in zip(self.columns, self._cells_to(len(line)) or [], strict=False):
                if damage(cell):
                    return Unreadable(error.fault.message, row, column)
        return error

    def _long_column(self) -> str | None:
        """The column of the cell that is too long in the last line: the last cell of the longest readable beginning."""
        line = self._lines.line
        readable = bisect_left(range(len(line)), True, key=lambda end: self._cells_to(end) is None) - 1
        cells = self._cells_to(readable) or []
        return self.columns[len(cells) - 1] if 0 < len(cells) <= len(self.columns) else None

    def _cells_to(self, end: int) -> list[str] | None:
        try:
            return next(csv.reader([self._lines.line[:end]], delimiter=self._delimiter), [])
        except csv.Error:
            return None


def _delimiter(header: str, delimiters: str, wanted: Collection[str]) -> str:
    """The one that makes the most of the wanted names; the usual one where none makes more than it."""

    def names_made(delimiter: str) -> int:
        return len(set(wanted) & set(next(csv.reader([header], delimiter=delimiter))))

    try:
        return max(delimiters, key=names_made)
    except csv.Error:
        return delimiters[0]


def _refuse_repeated(columns: Sequence[str]) -> None:
    # Spreadsheets leave empty names behind the last column; nothing can ask for those.
    repeated = [name for name, times in Counter(columns).items() if times > 1 and name.strip()]
    if repeated:
        raise Unreadable(f"the header has {listed(repeated)} more than once", 1)
