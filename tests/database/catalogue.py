"""What the catalogue of the database says about our tables, triggers, functions and roles."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from core.roles import ROLES

APPS = ("core", "quarters", "steering", "casework")


def rows(statement: str, *parameters: Any) -> list[tuple]:
    """Return what a statement answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return cursor.fetchall()


def column(statement: str, *parameters: Any) -> list[Any]:
    """Return the first column of what a statement answers."""
    return [row[0] for row in rows(statement, *parameters)]


def relations(*kinds: str) -> list[str]:
    """Return the relations of these kinds: r table, p partitioned, v view, m materialised view, f foreign table."""
    return column(
        """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind::text = ANY (%s)
           ORDER BY relname""",
        list(kinds),
    )


def our_tables() -> list[str]:
    """Return the tables of our apps."""
    return [table for table in relations("r", "p") if table.split("_")[0] in APPS]


@dataclass(frozen=True)
class Trigger:
    """The audit trigger of a table, with the options it was made with."""

    table: str
    ignored: str
    omits_values: bool
    owner_column: str
    requires_identity: bool
    is_enabled: bool


def audit_triggers() -> dict[str, Trigger]:
    """Return the audit triggers by table."""
    found = rows(
        """SELECT tgrelid::regclass::text, string_to_array(encode(tgargs, 'escape'), '\\000'), tgenabled = 'O'
             FROM pg_trigger WHERE tgname = 'audit' AND tgfoid = 'core_audit_record'::regproc"""
    )
    return {
        table: Trigger(table, ignored, omit == "True", owner, identity == "True", enabled)
        for table, (_key, ignored, omit, owner, identity, _end), enabled in found
    }


def granted(role: str, relation: str) -> str:
    """Return every privilege a role has on a relation, in the order GRANT lists them."""
    kinds = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]
    found = column(
        "SELECT kind FROM unnest(%s::text[]) WITH ORDINALITY AS k(kind, place)"
        " WHERE has_table_privilege(%s, quote_ident(%s), kind) ORDER BY place",
        kinds,
        role,
        relation,
    )
    return ", ".join(found)


def definer_functions() -> dict[str, tuple[set[str], bool]]:
    """Return who may execute each SECURITY DEFINER function of ours, and whether its search path is fixed."""
    found = rows(
        """SELECT p.proname, array(SELECT r FROM unnest(%s::text[]) r WHERE has_function_privilege(r, p.oid, 'EXECUTE')),
                  coalesce(p.proconfig::text LIKE '%%search_path=%%pg_temp%%', false)
             FROM pg_proc p
            WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND NOT EXISTS (
                  SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')""",
        list(ROLES),
    )
    return {name: (set(roles), fixed) for name, roles, fixed in found}
