"""PURE: any number of rows in lists of a given size (itertools.batched came with Python 3.12)."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of `size` rows, the last one perhaps shorter."""
    left = iter(rows)
    while batch := list(islice(left, size)):
        yield batch
