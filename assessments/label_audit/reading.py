"""PURE: a file of labels -> `LabelTable`; all or nothing, with every fault named by row and column."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from assessments.label_audit.cells import Numbers
from assessments.label_audit.column_parts import Columns, made
from assessments.label_audit.columns import locate, wanted
from assessments.label_audit.csv_rows import CsvRows
from assessments.label_audit.faults import Faults, LabelFileError, Unreadable, printable
from assessments.label_audit.growing import Growing
from assessments.label_audit.json_rows import JsonRows
from assessments.label_audit.opening import Lines, Opened, opened
from assessments.label_audit.table import LabelTable
from assessments.label_audit.tabling import Rows, tabled

# Three times what the audit is made for. A compressed file can unfold to any number of rows, and each takes memory.
MOST_ROWS = 30_000_000
ONE_PER_CENT = 0.01


def read_labels(
    path: Path,
    chosen: Mapping[str, str] | None = None,
    *,
    percent: bool = False,
    progress: Callable[[int], None] | None = None,
) -> LabelTable:
    """The labels of a CSV or JSON Lines file, gzipped or not.

    `chosen` is column by role, as from columns.parse; `percent` says that confidence runs to 100 and not to 1;
    `progress` is told the number of rows read every few thousand.
    Raises LabelFileError, with all faults, where anything cannot be read.
    """
    faults = Faults()
    source = printable(path.name or str(path))
    try:
        with opened(path) as file:
            read = _read(file, chosen or {}, faults, percent=percent, progress=progress or (lambda rows: None))
        if read is not None:
            return tabled(source, *read)
    except Unreadable as error:
        faults.add(error.fault.message, error.fault.row, error.fault.column)
    raise LabelFileError(source, faults.first(), faults.total)


def _read(
    file: Opened, chosen: Mapping[str, str], faults: Faults, *, percent: bool, progress: Callable[[int], None]
) -> tuple[Rows, Columns] | None:
    """The rows' numbers and the columns; None where there were faults."""
    lines = Lines(file)
    rows: CsvRows | JsonRows
    if file.form == "jsonl":
        rows = JsonRows(lines, faults)
    else:
        rows = CsvRows(lines, file.form, wanted(chosen).values(), faults)
    columns = made(locate(chosen, rows.columns, rows.complete), faults, percent=percent)
    parts = columns.parts()
    numbers = Growing(np.int64)
    total = 0
    for batch in rows.batches([part.column for part in parts]):
        numbers.add(np.array(batch.rows))
        for part, values in zip(parts, zip(*batch.cells, strict=True), strict=True):
            part.add(batch.rows, values)
        total += len(batch.rows)
        if total > MOST_ROWS:
            raise Unreadable(f"has more than {MOST_ROWS} rows")
        progress(total)
    if faults.total:
        return None
    if not total:
        raise Unreadable("has a header but no rows")
    columns = columns.without_absent(chosen, rows.columns)
    if percent:
        _refuse_shares(columns.confidence)
    return numbers.whole(), columns


def _refuse_shares(confidence: Numbers | None) -> None:
    """With --confidence-percent: a column of shares would pass for people who are never sure."""
    if confidence is None:
        raise Unreadable("has no column of confidence for --confidence-percent to be about")
    shares = confidence.values()
    if not confidence.is_empty() and np.nanmax(shares) <= ONE_PER_CENT:
        raise Unreadable("no value is above 1; is --confidence-percent wrong?", column=confidence.column)
