"""PURE: which column of a file plays which part in the audit."""

import csv
from collections.abc import Collection, Mapping, Sequence

from assessments.label_audit.faults import Unreadable, printable

REQUIRED = ("item", "annotator", "label")
ROLES = (*REQUIRED, "gold", "confidence", "rt_ms", "timestamp")


def parse(text: str = "", gold: str | None = None) -> dict[str, str]:
    """The columns that the command line names, by role: `item=question_id,annotator=worker`, and the gold column.

    A name with a comma in it stands in quotation marks with its role, as in CSV: `"item=question, short"`.
    Raises ValueError for a role that is unknown or named twice, and for one column in two roles.
    """
    chosen: dict[str, str] = {} if gold is None else {"gold": gold}
    for part in next(csv.reader([text]), []):
        role, equals, column = part.partition("=")
        role = role.strip()
        if not equals or not column:
            raise ValueError(f"{part!r} is not of the form role=column")
        if role not in ROLES:
            raise ValueError(f"{role!r} is not a role; the roles are {', '.join(ROLES)}")
        if chosen.setdefault(role, column) != column:
            raise ValueError(f"{role} is named twice: {chosen[role]!r} and {column!r}")
    return chosen


def wanted(chosen: Mapping[str, str]) -> dict[str, str]:
    """Column by role, for the roles that every file must have."""
    return {role: chosen.get(role, role) for role in REQUIRED}


def locate(chosen: Mapping[str, str], columns: Sequence[str], complete: bool) -> dict[str, str]:
    """Column by role for a file with these columns, in the order of ROLES.

    What is required or chosen must be there; an optional column that was not chosen plays its part if the file
    has it under its own name. Where `columns` are not `complete` (JSON Lines: those of the first row), later rows
    may bring what is optional.
    Raises Unreadable for missing columns, and for one column in two roles.
    """
    optional = {role: role for role in ROLES if role not in REQUIRED and role not in chosen}
    asked = {**wanted(chosen), **chosen}
    missing = [column for role, column in asked.items() if column not in columns and (complete or role in REQUIRED)]
    if missing:
        raise Unreadable(absent(missing, columns))
    _refuse_shared(asked)
    taken = set(asked.values())
    for role, column in optional.items():
        if column not in taken and (column in columns or not complete):
            asked[role] = column
    return {role: asked[role] for role in ROLES if role in asked}


def absent(missing: Collection[str], columns: Sequence[str]) -> str:
    noun = "column" if len(missing) == 1 else "columns"
    return (
        f"has no {noun} {listed(missing)}; its columns are {listed(columns)}. "
        "Other names are given by --columns item=...,annotator=...,label=... and --gold ..."
    )


def listed(columns: Collection[str]) -> str:
    """Names as a list; those whose ends cannot be seen stand in quotation marks."""
    return ", ".join(printable(name) if name and name == name.strip() else f'"{printable(name)}"' for name in columns)


def _refuse_shared(asked: Mapping[str, str]) -> None:
    roles: dict[str, str] = {}
    for role, column in asked.items():
        other = roles.setdefault(column, role)
        if other != role:
            raise Unreadable(f"column {printable(column)} cannot be both {other} and {role}")
