"""The whole database as plain values, to tell what a request changed."""

from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session

Rows = dict[str, dict[Any, dict[str, Any]]]


def all_rows() -> Rows:
    """Table -> primary key -> column -> value, of every table but that of sessions."""
    return {
        model._meta.db_table: {row[model._meta.pk.attname]: row for row in model._base_manager.values()}
        for model in apps.get_models(include_auto_created=True)
        if model is not Session
    }


def changes(before: Rows, after: Rows) -> set[str]:
    """What differs: `table.column` of a changed row, `+table` for a new one, `-table` for one that is gone."""
    found: set[str] = set()
    for table, rows in after.items():
        earlier = before[table]
        if rows.keys() - earlier.keys():
            found.add(f"+{table}")
        if earlier.keys() - rows.keys():
            found.add(f"-{table}")
        for key in rows.keys() & earlier.keys():
            found |= {f"{table}.{column}" for column, value in rows[key].items() if value != earlier[key][column]}
    return found
