"""What many tests begin with is made once in each process; later tests get a copy of the rows.

Making everybody of tests/people.py takes a tenth of a second, copying the same rows a thirtieth of that, and most
tests begin with it. The first time it is done as the site does it; what that wrote is kept in a second database file,
which every connection reads as `kept`, and copied wherever the same tables are empty. Only on SQLite: PostgreSQL counts
on from a number once used, even after a rollback.
"""

import pickle
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

Made = TypeVar("Made")


@dataclass(frozen=True)
class Kept:
    """What `make` returned, as pickled, so that each test has its own, and where its rows are: table -> its copy."""

    result: bytes
    copies: dict[str, str]


# Beside the test database.
_FILE: Path = settings.VAR_DIR / "kept.sqlite3"
_kept: dict[Callable[[], object], Kept] = {}


def remembered(make: Callable[[], Made]) -> Made:
    """What `make` returns, with its rows in the database. It adds rows, changes none, and reads none but its own."""
    if connection.vendor != "sqlite":
        return make()
    kept = _kept.get(make)
    if kept is None:
        return _make_and_keep(make)
    if any(_counts(kept.copies).values()):
        return make()
    _write(kept)
    return pickle.loads(kept.result)


def _make_and_keep(make: Callable[[], Made]) -> Made:
    before = _counts(connection.introspection.table_names())
    made = make()
    changed = [table for table, count in _counts(before).items() if count != before[table]]
    # Rows that came among others would have other numbers next time.
    if not any(before[table] for table in changed):
        copies = {table: f"{len(_kept)}_{table}" for table in changed}
        for table, copy in copies.items():
            _keep(copy, _rows(table))
        _kept[make] = Kept(pickle.dumps(made), copies)
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
        for table, copy in kept.copies.items():
            cursor.execute(f"INSERT INTO main.{_name(table)} SELECT * FROM kept.{_name(copy)}")


def _name(table: str) -> str:
    return connection.ops.quote_name(table)


@cache
def _keeper() -> sqlite3.Connection:
    """The one connection that writes what is kept. In WAL mode it can while others are in the middle of reading."""
    keeper = sqlite3.connect(_FILE, isolation_level=None)
    keeper.execute("PRAGMA journal_mode=WAL")
    return keeper


def _keep(copy: str, rows: list[tuple[object, ...]]) -> None:
    keeper = _keeper()
    columns = [f"column_{number}" for number in range(len(rows[0]))]
    places = ", ".join("?" * len(columns))
    # Columns without a type keep every value as it is.
    keeper.execute("BEGIN")
    keeper.execute(f"CREATE TABLE {_name(copy)} ({', '.join(columns)})")
    keeper.executemany(f"INSERT INTO {_name(copy)} VALUES ({places})", rows)
    keeper.execute("COMMIT")


@receiver(connection_created)
def _attach(connection: BaseDatabaseWrapper, **signal: object) -> None:
    # Within a transaction, such as that of a test, it would be too late. Only for reading: no lock is ever taken on it.
    if connection.vendor == "sqlite":
        _keeper()
        connection.connection.execute("ATTACH ? AS kept", (f"{_FILE.as_uri()}?mode=ro",))
