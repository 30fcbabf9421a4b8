"""The audit log for its readers."""

from collections.abc import Sequence

from django.db import connection
from django.utils.functional import Promise

from core.audit.catalogue import fields_of, model_of, table_label
from core.models import AuditEntry, AuditHead


def audited_tables() -> list[tuple[str, str]]:
    """Return table and label of every table that carries the trigger, by label."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'audit' AND NOT tgisinternal")
        tables = [table for (table,) in cursor.fetchall()]
    return sorted(((table, str(table_label(table))) for table in tables), key=lambda pair: pair[1].casefold())


def changed_fields(entry: AuditEntry) -> Sequence[str | Promise]:
    """Return the labels of the changed fields, in the order of the form."""
    fields = fields_of(model_of(entry.table))
    known = [field.verbose_name for column, field in fields.items() if column in entry.changes]
    return [*known, *(column for column in entry.changes if column not in fields)]


def chain_head() -> AuditHead:
    """Return the newest link: how many entries there are, and the hash that covers all of them."""
    return AuditHead.objects.get(pk=1)
