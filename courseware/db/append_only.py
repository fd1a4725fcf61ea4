"""Tables that only grow: the database itself refuses to change or delete their rows."""

from collections.abc import Sequence

from django.db import router
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AppendOnly(Operation):
    """A migration operation: refuse UPDATE of `columns` (default: every column) and any DELETE on `table`.

    On SQLite `REPLACE INTO` is refused as well, given `PRAGMA recursive_triggers=ON` (settings), and on
    PostgreSQL TRUNCATE. The refusal is an `IntegrityError` whose message names the table. Reversible.

    SQLite rebuilds a table to alter it, and the triggers go with the old one: a later migration that alters
    `table` has to repeat this operation (a test compares the triggers with the migrations).
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, columns: Sequence[str] | None = None) -> None:
        self.table = table
        self.columns = list(columns) if columns is not None else None

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are no part of the models' state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._run(app_label, schema_editor, self.removal(schema_editor) + self.installation(schema_editor))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._run(app_label, schema_editor, self.removal(schema_editor))

    def describe(self) -> str:
        return f"Make {self.table} append-only"

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.table}_append_only"

    def trigger_names(self, vendor: str) -> list[str]:
        """The names of the triggers it leaves behind on a database of this vendor."""
        events = ["update", "delete"] + (["truncate"] if vendor == "postgresql" else [])
        return [f"{self.table}_append_only_{event}" for event in events]

    def installation(self, editor: BaseDatabaseSchemaEditor) -> list[str]:
        """The statements that install the triggers."""
        table = editor.quote_name(self.table)
        updated = "UPDATE"
        if self.columns is not None:
            updated += " OF " + ", ".join(editor.quote_name(column) for column in self.columns)
        names = [editor.quote_name(name) for name in self.trigger_names(editor.connection.vendor)]
        message = f"{self.table} is append-only"
        if editor.connection.vendor == "sqlite":
            return [
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"
                for name, event in zip(names, [updated, "DELETE"], strict=True)
            ]
        refuse = self._function(editor)
        return [
            f"CREATE FUNCTION {refuse}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        ] + [
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {extent} EXECUTE FUNCTION {refuse}()"
            for name, event, extent in zip(
                names, [updated, "DELETE", "TRUNCATE"], ["ROW", "ROW", "STATEMENT"], strict=True
            )
        ]

    def removal(self, editor: BaseDatabaseSchemaEditor) -> list[str]:
        """The statements that remove the triggers, present or not."""
        vendor = editor.connection.vendor
        on = f" ON {editor.quote_name(self.table)}" if vendor == "postgresql" else ""
        dropped = [f"DROP TRIGGER IF EXISTS {editor.quote_name(n)}{on}" for n in self.trigger_names(vendor)]
        if vendor == "postgresql":
            dropped.append(f"DROP FUNCTION IF EXISTS {self._function(editor)}()")
        return dropped

    def _function(self, editor: BaseDatabaseSchemaEditor) -> str:
        return editor.quote_name(f"{self.table}_append_only")

    def _run(self, app_label: str, editor: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
        vendor = editor.connection.vendor
        if vendor not in {"sqlite", "postgresql"}:
            raise NotImplementedError(f"Append-only tables need SQLite or PostgreSQL, not {vendor}.")
        if router.allow_migrate(editor.connection.alias, app_label):
            for statement in statements:
                editor.execute(statement, params=None)
