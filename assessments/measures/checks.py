"""What every measure asks of its arrays; each check raises ValueError with a message that begins with the name.

`levels` of a column are its distinct values in ascending order, `codes` their places 0, 1, ... in that order.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

# Whole numbers that span at most this many times their count are coded by a table, not by sorting: for ten
# million labels that is a tenth of a second against a whole one.
TABLE_SPAN = 4


class Coded(NamedTuple):
    """A column as `codes` (n,) into its `levels` (k,)."""

    codes: Codes
    levels: NDArray[Any]


def column(name: str, values: ArrayLike) -> NDArray[Any]:
    """`values` as a non-empty 1-D array."""
    array = np.asarray(values)
    if array.ndim != 1 or array.size == 0:
        raise ValueError(f"{name} must be a non-empty 1-D array, not of shape {array.shape}")
    return array


def parallel(name: str, array: NDArray[Any], to: str, other: NDArray[Any]) -> None:
    """`array` has an entry for each entry of `other`, the argument called `to`."""
    if array.shape != other.shape:
        raise ValueError(f"{name} must have the shape of {to}, {other.shape}, not {array.shape}")


def flags(name: str, values: ArrayLike) -> NDArray[np.bool_]:
    """A non-empty 1-D array of true and false, or of 1 and 0."""
    return as_flags(name, column(name, values))


def as_flags(name: str, array: NDArray[Any]) -> NDArray[np.bool_]:
    """True and false, or 1 and 0, of any shape."""
    if array.dtype == np.bool_:
        return array
    if array.dtype.kind not in "iufO" or not ((array == 0) | (array == 1)).all():
        raise ValueError(f"{name} must hold only true and false, or 1 and 0")
    return array.astype(np.bool_)


def numbers(name: str, values: ArrayLike) -> Floats:
    """A non-empty 1-D array of finite numbers."""
    return as_numbers(name, column(name, values))


def as_numbers(name: str, array: NDArray[Any]) -> Floats:
    """Finite numbers of any shape."""
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold numbers")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must hold finite numbers, no NaN and no infinity")
    return array.astype(np.float64, copy=False)


def shares(name: str, values: ArrayLike) -> Floats:
    """Numbers between 0 and 1 of any shape, at least one of them."""
    array = as_numbers(name, np.asarray(values))
    if array.size == 0:
        raise ValueError(f"{name} must hold at least one number")
    if not ((array >= 0) & (array <= 1)).all():
        raise ValueError(f"{name} must lie between 0 and 1")
    return array


def coded(name: str, values: ArrayLike) -> Coded:
    """A non-empty 1-D array of numbers or texts as codes and levels; NaN and None are no values."""
    array = column(name, values)
    if array.dtype == np.bool_:
        array = array.astype(np.int8)
    if array.dtype.kind in "iu":
        return _coded_whole(array)
    if array.dtype.kind == "f" and np.isnan(array).any():
        raise ValueError(f"{name} must not hold NaN: leave the missing rows out")
    if array.dtype.kind == "O" and any(value is None or value != value for value in array):
        raise ValueError(f"{name} must not hold None or NaN: leave the missing rows out")
    try:
        levels, codes = np.unique(array, return_inverse=True)
    except TypeError as error:
        raise ValueError(f"{name} must hold values of one kind: {error}") from error
    return Coded(codes, levels)


def _coded_whole(array: NDArray[Any]) -> Coded:
    low, high = int(array.min()), int(array.max())
    span = high - low + 1
    if span > TABLE_SPAN * array.size:
        levels, codes = np.unique(array, return_inverse=True)
        return Coded(codes, levels)
    offsets = array.astype(np.intp, copy=False) - low if low else array.astype(np.intp, copy=False)
    present = np.zeros(span, dtype=np.bool_)
    present[offsets] = True
    levels = np.flatnonzero(present) + low
    if levels.size == span:
        return Coded(offsets, levels)
    return Coded((np.cumsum(present) - 1)[offsets], levels)
