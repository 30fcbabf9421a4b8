"""Django's migrate, followed by the privileges of the database roles."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections, transaction

from core.roles import privilege_statements


class Command(migrate.Command):
    """Migrate, then give every role exactly what `core.roles` says."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Run Django's migrate and apply the privileges, unless nothing was to be changed."""
        result = super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            apply_privileges(options["database"])
        return result


def apply_privileges(alias: str) -> None:
    """Apply the privileges on every table and view of the schema, in one transaction."""
    connection = connections[alias]
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')"
        )
        for statement in privilege_statements([name for (name,) in cursor.fetchall()]):
            cursor.execute(statement)
