"""PURE: a column of times -> seconds; one kind of writing in one column."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assessments.label_audit.cells import fast_numbers, number
from assessments.label_audit.faults import Faults, shown
from assessments.label_audit.growing import Growing
from assessments.label_audit.table import Floats

NONE, SECONDS, ZONED, LOCAL = range(4)
KINDS = ("empty", "seconds since 1970", "a time with a zone", "a time without a zone")
# As seconds this is the year 5138; as milliseconds, March 1973.
TOO_LATE = 1e11
# 20240131 as seconds is a day of 1970, when nobody labelled data; it is a date that lost its dashes.
DATES = (19_000_101, 21_001_231)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOCAL_EPOCH = EPOCH.replace(tzinfo=None)


class Moment(NamedTuple):
    seconds: float
    kind: int


class Times:
    """Seconds since 1970, NaN where empty. Times without a zone count as if all were of one zone, without changes
    of the clock: their differences are what is used."""

    def __init__(self, column: str, faults: Faults) -> None:
        self.column = column
        self._faults = faults
        self._kind = NONE
        self._kind_row = 0
        self._seconds = Growing(np.float64)

    def add(self, rows: Sequence[int], values: Sequence[Any]) -> None:
        seconds = fast_numbers(values)
        kinds = np.full(len(values), SECONDS)
        if seconds is None:
            moments = [self._moment(row, value) for row, value in zip(rows, values, strict=True)]
            seconds = np.array([moment.seconds for moment in moments])
            kinds = np.array([moment.kind for moment in moments])
        self._seconds.add(seconds)
        for place in np.flatnonzero((kinds == SECONDS) & doubtful_seconds(seconds)).tolist():
            self._faults.add(
                f"{shown(values[place])} is not seconds since 1970 (milliseconds? a date without dashes?)",
                rows[place], self.column,
            )  # fmt: skip
        self._refuse_mixture(rows, values, kinds)

    def values(self) -> Floats:
        return self._seconds.whole()

    def is_empty(self) -> bool:
        return self._kind == NONE

    def _moment(self, row: int, value: Any) -> Moment:
        try:
            return moment(value)
        except ValueError as error:
            self._faults.add(str(error), row, self.column)
            return Moment(math.nan, NONE)

    def _refuse_mixture(self, rows: Sequence[int], values: Sequence[Any], kinds: NDArray[np.int64]) -> None:
        known = np.flatnonzero(kinds)
        if known.size and self._kind == NONE:
            self._kind, self._kind_row = int(kinds[known[0]]), rows[known[0]]
        for place in known[kinds[known] != self._kind].tolist():
            self._faults.add(
                f"{shown(values[place])} is {KINDS[kinds[place]]}, but row {self._kind_row} has {KINDS[self._kind]}",
                rows[place], self.column,
            )  # fmt: skip


def moment(value: Any) -> Moment:
    """Raises ValueError for what is neither a number nor ISO 8601."""
    try:
        seconds = number(value)
        return Moment(seconds, NONE if math.isnan(seconds) else SECONDS)
    except ValueError:
        pass
    try:
        time = datetime.fromisoformat(value.strip())
    except (ValueError, AttributeError) as error:
        raise ValueError(f"{shown(value)} is neither an ISO 8601 time nor seconds since 1970") from error
    if time.tzinfo is None:
        return Moment((time - LOCAL_EPOCH).total_seconds(), LOCAL)
    return Moment((time - EPOCH).total_seconds(), ZONED)


def doubtful_seconds(seconds: Floats) -> NDArray[np.bool_]:
    first, last = DATES
    month, day = seconds // 100 % 100, seconds % 100
    dates = (seconds >= first) & (seconds <= last) & (month >= 1) & (month <= 12) & np.isin(day, np.arange(1, 32))
    return dates | (seconds >= TOO_LATE)
