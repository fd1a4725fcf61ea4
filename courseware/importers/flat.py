"""PURE: rows whose columns are ours, flat as in a table: text, label, side, distribution, rationale, ..."""

import json
from collections.abc import Mapping
from typing import Any

from courseware.importers.candidates import Options, Rejection
from courseware.item_files import BODY_FIELDS

PLAIN = ("slug", "rationale", "ambiguity", "twin", "domain", "language", "licence", "provenance")
NUMBERS = ("difficulty", "intensity")
# What a key is made of when its parts have columns of their own.
KEY_FORMS = ("label", "accepted", "distribution", "side", "spans")
KEY_DETAILS = {"side": ("strength", "reason", "category"), "distribution": ("raters",)}
KEY_COLUMNS = (*KEY_FORMS, "strength", "reason", "category", "raters")
COLUMNS = ("guideline", *PLAIN, *NUMBERS, "factors", "planted", *BODY_FIELDS, *KEY_COLUMNS, "body", "key")
# Cells that hold JSON: what a table has no cells for.
JSON_COLUMNS = ("accepted", "distribution", "spans", "factors", "planted", "body", "key")
NUMBER_COLUMNS = (*NUMBERS, "raters")


def fields_of(row: int, values: Mapping[str, Any], options: Options) -> dict[str, Any] | Rejection:
    """The fields for `build.candidate`, from a row in which texts may stand for numbers and JSON (a CSV's).

    A column that is ours by no name is passed over: what other tools keep beside is no mistake.
    """
    given: dict[str, Any] = {}
    for name in COLUMNS:
        value = values.get(options.column(name))
        if value in (None, ""):
            continue
        try:
            given[name] = _plain(name, value)
        except ValueError as error:
            return Rejection(row, options.column(name), str(error))
    body = given.get("body") or {name: given[name] for name in BODY_FIELDS if name in given}
    if not isinstance(body, Mapping):
        return Rejection(row, options.column("body"), "expected an object of texts")
    key = given["key"] if "key" in given else _key(given)
    fields = {name: given[name] for name in (*PLAIN, *NUMBERS, "factors", "planted") if name in given}
    return fields | {"body": body, "key": key}


def _plain(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name in JSON_COLUMNS:
        try:
            return json.loads(value)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"is not JSON: {error}") from error
    if name in NUMBER_COLUMNS:
        return _number(value)
    return value


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError as error:
        raise ValueError(f"is {text[:60]!r}; expected a number") from error
    return int(number) if number.is_integer() else number


def _key(given: Mapping[str, Any]) -> dict[str, Any] | None:
    """The key from its columns; None without any. Parts of two forms together are refused where keys are parsed."""
    key: dict[str, Any] = {}
    for form in KEY_FORMS:
        if form in given:
            details = KEY_DETAILS.get(form, ())
            key |= {name: given[name] for name in (form, *details) if name in given}
    return key or None
