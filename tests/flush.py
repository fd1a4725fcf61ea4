"""Emptying the test database although append-only tables refuse it.

A test with real transactions ends with a flush. The triggers that guard append-only tables step aside for
that one transaction: SQLite drops and re-creates them, PostgreSQL passes over them (this takes a superuser).
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.backends.postgresql.base import DatabaseWrapper as Postgres
from django.db.backends.sqlite3.base import DatabaseWrapper as Sqlite


def empty_append_only_tables_too() -> None:
    """Make Django's flush, which the tests alone use, work on append-only tables in this process."""
    Sqlite.ops_class.execute_sql_flush = _flush_sqlite
    Postgres.ops_class.execute_sql_flush = _flush_postgres


def _flush_sqlite(self: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
    with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {self.quote_name(name)}")
        for sql in sql_list:
            cursor.execute(sql)
        for _, sql in triggers:
            cursor.execute(sql)


def _flush_postgres(self: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
    with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for sql in sql_list:
            cursor.execute(sql)
