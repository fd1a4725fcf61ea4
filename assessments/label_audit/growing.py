"""PURE: a column whose length is known only at the end of the file."""

from array import array
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Scalar = TypeVar("Scalar", bound=np.generic)


class Growing(Generic[Scalar]):
    """Grows in one piece: thousands of small arrays, once joined, would leave as much memory in holes again."""

    def __init__(self, dtype: type[Scalar]) -> None:
        self._dtype = np.dtype(dtype)
        self._bytes = array("b")

    def add(self, values: NDArray[Any]) -> None:
        self._bytes.frombytes(np.ascontiguousarray(values, self._dtype).data.cast("B"))

    def whole(self) -> NDArray[Scalar]:
        """Everything added, without a copy; nothing can be added after it."""
        return np.frombuffer(self._bytes, self._dtype)
