"""PURE: columns of cells -> arrays, batch by batch; what cannot be read is a fault with row and column."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessments.label_audit.faults import Faults, shown
from assessments.label_audit.growing import Growing
from assessments.label_audit.opening import damage
from assessments.label_audit.table import Floats

MISSING, UNUSABLE = -1, -2
# csv's own limit; JSON Lines get the same.
LONGEST_NAME = 131_072
# Types that are their own key. True and False are not: to a dict they are 1 and 0.
KEYS = {str, int, float, type(None)}
NUMBERS = {int, float}
UNHASHABLE = ((),)  # stands for a list or an object, which is no name

SmallCodes = NDArray[np.int32]


class Interned(dict[Any, int]):
    """value -> its code, in order of first appearance; looking up a new value gives it the next code.

    1 and 1.0 are one value, "1" and true are others. `known` are the values by code.
    """

    def __init__(self) -> None:
        super().__init__({None: MISSING})
        self.known: list[Any] = []

    def __missing__(self, key: Any) -> int:
        value = key[0] if isinstance(key, tuple) else key
        if isinstance(value, str) and not value.strip():
            return MISSING
        if unusable(value):
            return UNUSABLE
        self[key] = code = len(self.known)
        self.known.append(value)
        return code


def unusable(value: Any) -> str | None:
    """Why a value cannot be a name or a label, if it cannot."""
    if isinstance(value, str):
        if len(value) > LONGEST_NAME:
            return f"has {len(value)} characters; expected at most {LONGEST_NAME}"
        return damage(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "is too large a number"
    return None if isinstance(value, bool | int | float) else f"{shown(value)} is neither a text nor a number"


class Names:
    """A column of names or labels as codes; several columns may share one `interned`."""

    def __init__(self, column: str, faults: Faults, *, required: bool, interned: Interned | None = None) -> None:
        self.column = column
        self.interned = Interned() if interned is None else interned
        self._faults = faults
        self._required = required
        self._codes = Growing(np.int32)

    def add(self, rows: Sequence[int], values: Sequence[Any]) -> None:
        keys = values if set(map(type, values)) <= KEYS else [_key(value) for value in values]
        codes = np.fromiter(map(self.interned.__getitem__, keys), np.int32, len(values))
        self._codes.add(codes)
        for place in np.flatnonzero(codes < 0).tolist():
            if codes[place] == UNUSABLE:
                self._faults.add(unusable(values[place]) or "is unusable", rows[place], self.column)
            elif self._required:
                self._faults.add("is empty", rows[place], self.column)

    def codes(self) -> SmallCodes:
        return self._codes.whole()

    def is_empty(self) -> bool:
        return bool((self.codes() < 0).all())


def _key(value: Any) -> Any:
    """Wrapped where a dict would take it for another value, or refuse it."""
    if isinstance(value, bool):
        return (value,)
    return UNHASHABLE if isinstance(value, list | dict) else value


class Numbers:
    """A column of numbers from 0 to `most`; NaN where empty."""

    def __init__(
        self, column: str, faults: Faults, *, most: float = math.inf, unit: float = 1.0, hint: str = ""
    ) -> None:
        """`unit` is what stands for 1; `hint` says what to do about a number above `most`."""
        self.column = column
        self._faults = faults
        self._most = most
        self._unit = unit
        self._hint = hint
        self._numbers = Growing(np.float64)

    def add(self, rows: Sequence[int], values: Sequence[Any]) -> None:
        numbers = fast_numbers(values)
        if numbers is None:
            numbers = np.empty(len(values))
            for place, value in enumerate(values):
                try:
                    numbers[place] = number(value)
                except ValueError as error:
                    numbers[place] = math.nan
                    self._faults.add(str(error), rows[place], self.column)
        self._numbers.add(numbers)
        for place in np.flatnonzero((numbers < 0) | (numbers > self._most)).tolist():
            wrong = f"is above {self._most:g}{self._hint}" if numbers[place] > 0 else "is below 0"
            self._faults.add(f"{shown(values[place])} {wrong}", rows[place], self.column)

    def values(self) -> Floats:
        numbers = self._numbers.whole()
        return numbers if self._unit == 1 else numbers / self._unit

    def is_empty(self) -> bool:
        return bool(np.isnan(self._numbers.whole()).all())


def fast_numbers(values: Sequence[Any]) -> Floats | None:
    """All values as numbers where all are plain ones, else None: one may be missing, or wrong."""
    types = set(map(type, values))
    # float() also takes 1_000 and the digits of other scripts; those go the careful way.
    if not (types <= NUMBERS or (types == {str} and plain("".join(values)))):
        return None
    try:
        numbers = np.fromiter(map(float, values), np.float64, len(values))
    except (ValueError, OverflowError):
        return None
    return numbers if np.isfinite(numbers).all() else None


def number(value: Any) -> float:
    """A finite number, NaN where the cell is empty. Raises ValueError that says what it is instead."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return math.nan
    if type(value) in NUMBERS or (isinstance(value, str) and plain(value)):
        try:
            found = float(value)
        except (ValueError, OverflowError):
            found = math.nan
        if math.isfinite(found):
            return found
    raise ValueError(f"{shown(value)} is not a number")


def plain(text: str) -> bool:
    return text.isascii() and "_" not in text
