"""PURE: values of the label and gold columns -> classes: which are the same, what they are called, their order."""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from assessments.label_audit.table import Codes, Floats

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Classes:
    names: tuple[str, ...]
    n_labelled: int  # names[:n_labelled] occur as labels
    values: Floats | None  # the numbers behind the names; None unless every one is a number
    place: Codes  # by code of a value: its class, -1 where it is none


def as_number(value: Any) -> Decimal | None:
    """Exactly: two long numbers must not become one."""
    text = str(value).strip()
    return Decimal(text) if NUMBER.fullmatch(text) and math.isfinite(float(text)) else None


def as_numbers(values: Sequence[Any]) -> list[Decimal] | None:
    """All of them, or None. JSON's 1 and "1" together are not all numbers: they are kept apart."""
    if any(isinstance(value, str) for value in values) and not all(isinstance(value, str) for value in values):
        return None
    numbers = [as_number(value) for value in values]
    known = [number for number in numbers if number is not None]
    return known if len(known) == len(numbers) else None


def names_of(values: Sequence[Any]) -> tuple[str, ...]:
    """Texts as they are, unless there are others among them: then as JSON writes them, to keep 1 and "1" apart."""
    texts = all(isinstance(value, str) for value in values)
    return tuple(values) if texts else tuple(json.dumps(value, ensure_ascii=False) for value in values)


def same_numbers(values: Sequence[Any]) -> Codes:
    """(values,) by code, the code that stands for it: of "1" and "1.0" the first, where all are numbers."""
    numbers = as_numbers(values)
    if numbers is None:
        return np.arange(len(values))
    first: dict[Decimal, int] = {}
    return np.array([first.setdefault(number, code) for code, number in enumerate(numbers)], np.intp)


def classes(values: Sequence[Any], labelled: Codes, gold: Codes) -> Classes:
    """`labelled` and `gold` are the distinct codes that occur as labels and as gold of items.

    Numbers stand in ascending order where all values are numbers, else names in text order; those of gold alone last.
    """
    numbers = as_numbers(values)
    names = names_of(values)
    only_gold = np.setdiff1d(gold, labelled)

    def by_value(code: int) -> Any:
        return names[code] if numbers is None else numbers[code]

    codes = [*sorted(labelled.tolist(), key=by_value), *sorted(only_gold.tolist(), key=by_value)]
    place = np.full(len(values), -1)
    place[codes] = np.arange(len(codes))
    floats = None if numbers is None else np.array([float(numbers[code]) for code in codes])
    if floats is not None and len(np.unique(floats)) < len(floats):
        floats = None  # too long to be told apart as numbers: they are no more than names
    return Classes(tuple(names[code] for code in codes), len(labelled), floats, place)
