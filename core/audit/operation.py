"""The migration operation that puts the audit trigger on a table."""

from typing import Any

from django.db.migrations.operations.base import Operation, OperationCategory

# The key of the row is read from the catalogue, so that no migration has to name it.
_ATTACH = """
DO $attach$
DECLARE key_columns text;
BEGIN
    SELECT string_agg(a.attname, ',' ORDER BY array_position(i.indkey::int2[], a.attnum)) INTO STRICT key_columns
      FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
     WHERE i.indrelid = '{table}'::regclass AND i.indisprimary;
    EXECUTE format(
        'CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON {table}
         FOR EACH ROW EXECUTE FUNCTION core_audit_record(%L, %L, %L, %L, %L)',
        key_columns, '{ignore}', '{omit_values}', '{owner_column}', '{require_identity}');
END $attach$
"""
_DETACH = "DROP TRIGGER audit ON {table}"


class AuditTable(Operation):
    """Record every change of a table, from here on.

    `omit_values`: keep only the names of changed fields (casework). `owner_column`: copy this column's organisation
    into the entry; row-level security then shows the entry to that organisation's casework alone. `require_identity`:
    refuse a write without user and without reason. `ignore`: columns whose changes are no event.
    A migration that uses it depends on `("core", "0003_audit")`.
    """

    reversible = True
    reduces_to_sql = True
    category = OperationCategory.SQL

    def __init__(
        self,
        table: str,
        *,
        omit_values: bool = False,
        owner_column: str | None = None,
        require_identity: bool = False,
        ignore: tuple[str, ...] = (),
    ) -> None:
        self.table = table
        self.omit_values = omit_values
        self.owner_column = owner_column
        self.require_identity = require_identity
        self.ignore = ignore

    def state_forwards(self, _app_label: str, _state: Any) -> None:
        """Models do not know the trigger."""

    def database_forwards(self, _app_label: str, schema_editor: Any, _from_state: Any, _to_state: Any) -> None:
        """Create the trigger."""
        statement = _ATTACH.format(
            table=schema_editor.quote_name(self.table),
            ignore=",".join(self.ignore),
            omit_values=self.omit_values,
            owner_column=self.owner_column or "",
            require_identity=self.require_identity,
        )
        schema_editor.execute(statement, params=None)

    def database_backwards(self, _app_label: str, schema_editor: Any, _from_state: Any, _to_state: Any) -> None:
        """Drop the trigger."""
        schema_editor.execute(_DETACH.format(table=schema_editor.quote_name(self.table)), params=None)

    def describe(self) -> str:
        """Say what the operation does."""
        return f"Record changes of {self.table}"

    @property
    def migration_name_fragment(self) -> str:
        """Name a migration after the table."""
        return f"audit_{self.table}"
