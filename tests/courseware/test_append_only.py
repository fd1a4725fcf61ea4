"""Append-only tables: the database itself refuses, whoever asks."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from courseware.db.append_only import AppendOnly

LEDGER = "scratch_ledger"


@pytest.fixture
def ledger(transactional_db: None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {LEDGER} (id integer PRIMARY KEY, amount integer, memo text)")
        cursor.execute(f"INSERT INTO {LEDGER} VALUES (1, 10, 'a')")
    yield
    apply(AppendOnly(LEDGER), "database_backwards")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {LEDGER}")


def apply(operation: AppendOnly, direction: str = "database_forwards") -> None:
    with connection.schema_editor() as editor:
        getattr(operation, direction)("courseware", editor, ProjectState(), ProjectState())


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def rows() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {LEDGER} ORDER BY id")
        return cursor.fetchall()


@pytest.mark.parametrize(
    "sql",
    [
        f"UPDATE {LEDGER} SET amount = 11",
        f"UPDATE {LEDGER} SET memo = 'b' WHERE id = 1",
        f"DELETE FROM {LEDGER}",
        f"INSERT INTO {LEDGER} VALUES (1, 11, 'b') ON CONFLICT (id) DO UPDATE SET amount = 11",
    ],
)
def test_change_and_removal_are_refused_by_name(ledger, sql):
    apply(AppendOnly(LEDGER))
    with pytest.raises(IntegrityError, match=f"{LEDGER} is append-only"):
        run(sql)
    run(f"INSERT INTO {LEDGER} VALUES (2, 20, 'b')")
    assert rows() == [(1, 10, "a"), (2, 20, "b")]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's")
@pytest.mark.parametrize("verb", ["REPLACE", "INSERT OR REPLACE"])
def test_sqlites_replace_is_a_removal(ledger, verb):
    apply(AppendOnly(LEDGER))
    with pytest.raises(IntegrityError, match=LEDGER):
        run(f"{verb} INTO {LEDGER} VALUES (1, 11, 'b')")
    assert rows() == [(1, 10, "a")]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="TRUNCATE is PostgreSQL's")
def test_truncate_is_a_removal(ledger):
    apply(AppendOnly(LEDGER))
    with pytest.raises(IntegrityError, match=LEDGER):
        run(f"TRUNCATE {LEDGER}")
    assert rows() == [(1, 10, "a")]


def test_columns_that_are_not_named_may_change_and_rows_still_stay(ledger):
    apply(AppendOnly(LEDGER, columns=["id", "amount"]))
    run(f"UPDATE {LEDGER} SET memo = NULL")
    assert rows() == [(1, 10, None)]
    for sql in [f"UPDATE {LEDGER} SET memo = 'b', amount = 11", f"DELETE FROM {LEDGER}"]:
        with pytest.raises(IntegrityError, match=LEDGER):
            run(sql)


def test_applied_twice_and_taken_back(ledger):
    operation = AppendOnly(LEDGER)
    apply(operation)
    apply(operation)
    apply(operation, "database_backwards")
    apply(operation, "database_backwards")
    run(f"UPDATE {LEDGER} SET amount = 11")
    run(f"DELETE FROM {LEDGER}")
    assert rows() == []


def test_it_can_be_written_into_a_migration():
    operation = AppendOnly(LEDGER, columns=["amount"])
    name, args, kwargs = operation.deconstruct()
    assert AppendOnly(*args, **kwargs).columns == ["amount"]
    assert (name, operation.describe()) == ("AppendOnly", f"Make {LEDGER} append-only")


def declared() -> set[str]:
    """The triggers that the migrations of all apps promise."""
    promised = set()
    for migration in MigrationLoader(connection).graph.nodes.values():
        for operation in migration.operations:
            if isinstance(operation, AppendOnly):
                promised |= set(operation.trigger_names(connection.vendor))
    return promised


def present() -> set[str]:
    catalogue = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        catalogue = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_no_later_migration_has_lost_a_trigger():
    assert "courseware_auditevent_append_only_update" in declared()
    assert declared() <= present()
