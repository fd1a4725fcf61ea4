"""What many tests begin with is made once in each process; later tests get a copy of the rows.

Making everybody of tests/people.py takes a tenth of a second, writing the same rows again a fraction of that, and
most tests begin with it. The first time it is done as the site does it; what that wrote is then written row for row,
wherever the same tables are empty. Only on SQLite: PostgreSQL counts on from a number once used, even after a rollback.
"""

import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection, transaction

Made = TypeVar("Made")


@dataclass(frozen=True)
class Kept:
    """What `make` returned, as pickled, so that each test has its own, and the rows that it wrote, by table."""

    result: bytes
    rows: dict[str, list[tuple[object, ...]]]


_kept: dict[Callable[[], object], Kept] = {}


def remembered(make: Callable[[], Made]) -> Made:
    """What `make` returns, with its rows in the database. It adds rows, changes none, and reads none but its own."""
    if connection.vendor != "sqlite":
        return make()
    kept = _kept.get(make)
    if kept is None:
        return _make_and_keep(make)
    if any(_counts(kept.rows).values()):
        return make()
    _write(kept)
    return pickle.loads(kept.result)


def _make_and_keep(make: Callable[[], Made]) -> Made:
    before = _counts(connection.introspection.table_names())
    made = make()
    changed = [table for table, count in _counts(before).items() if count != before[table]]
    # Rows that came among others would have other numbers next time.
    if not any(before[table] for table in changed):
        _kept[make] = Kept(pickle.dumps(made), {table: _rows(table) for table in changed})
    return made


def _counts(tables: Iterable[str]) -> dict[str, int]:
    """How many rows each table has."""
    each = (f"SELECT '{table}', count(*) FROM {_name(table)}" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())


def _rows(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {_name(table)}")
        return cursor.fetchall()


def _write(kept: Kept) -> None:
    # SQLite looks at foreign keys when the transaction ends, so the order of the tables does not matter.
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in kept.rows.items():
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {_name(table)} VALUES ({places})", rows)


def _name(table: str) -> str:
    return connection.ops.quote_name(table)
