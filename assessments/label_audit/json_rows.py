"""PURE: the rows of a JSON Lines file, in batches; a row's number is its line in the file."""

import itertools
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from assessments.label_audit.csv_rows import BATCH_ROWS, Batch
from assessments.label_audit.faults import Faults, Unreadable, shown
from assessments.label_audit.opening import Lines, damage

EXPECTED = "expected one JSON object on each line"


class JsonRows:
    """A JSON Lines file whose first row has been read; `columns` are its keys."""

    complete = False  # a later row may have more keys than the first

    def __init__(self, lines: Lines, faults: Faults) -> None:
        self._lines = lines
        self._faults = faults
        following = iter(lines)
        first = next((line for line in following if not line.isspace()), None)
        if first is None:
            raise Unreadable("is empty")
        if first.lstrip().startswith("["):
            raise Unreadable(f"is a JSON array; {EXPECTED}", lines.number)
        self._following = itertools.chain([first], following)
        self.columns = tuple(_record(first, lines.number))

    def batches(self, names: Sequence[str]) -> Iterator[Batch]:
        """The values of these keys, None where a row has not got one; a row that is no object is a fault."""
        batch = Batch([], [])
        try:
            for line in self._following:
                if line.isspace():
                    continue
                row = self._lines.number
                try:
                    record = _record(line, row)
                except Unreadable as error:
                    self._faults.add(error.fault.message, row)
                    continue
                batch.rows.append(row)
                batch.cells.append(tuple(map(record.get, names)))
                if len(batch.rows) == BATCH_ROWS:
                    yield batch
                    batch = Batch([], [])
        except Unreadable as error:
            raise self._in_column(error) from error
        if batch.rows:
            yield batch

    def _in_column(self, error: Unreadable) -> Unreadable:
        """The same, with the key in whose value the line's text is damaged."""
        try:
            record = _record(self._lines.line, self._lines.number)
        except Unreadable:
            return error
        for column, value in record.items():
            if damage(json.dumps(value, ensure_ascii=False)):
                return Unreadable(error.fault.message, error.fault.row, column)
        return error


def _record(line: str, row: int) -> dict[str, Any]:
    try:
        value = DECODER.decode(line)
    except json.JSONDecodeError as error:
        raise Unreadable(f"is not JSON: {error.msg} (character {error.pos + 1}); {EXPECTED}", row) from error
    except RecursionError as error:
        raise Unreadable("is JSON too deeply nested", row) from error
    except ValueError as error:
        raise Unreadable(f"is not usable JSON: {error}", row) from error
    if not isinstance(value, dict):
        raise Unreadable(f"is {shown(value)}; {EXPECTED}", row)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        [(key, times)] = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"the key {shown(key)} stands {times} times in one object")
    return found


def _constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON; an unknown value is null")


# Python's own reading of JSON takes the last of two equal keys, and NaN, without a word.
DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)
