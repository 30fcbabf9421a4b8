"""The audit: triggers record, a hash chain proves, pages read.

How it works. `AuditTable` (in a migration) puts one trigger on a table; the trigger writes an entry per changed row
with user, request and reason of the transaction (`core.identity.acting_as`). At commit, after all foreign keys have
been checked, the entries of the transaction are linked into one chain: SHA-256 over the previous hash and the
canonical form of the entry. The head counts the links, so a cut-off end shows as well. Nobody writes these tables
but the triggers; superusers can switch triggers off, and `verify` then finds it.

Canonical form of an entry (function `core_audit_content`): the UTF-8 text PostgreSQL gives for the jsonb array
`[id, at, table, row key, action, user, request, reason, changes, owner, transaction]`, where `at` is written in UTC
as `YYYY-MM-DDTHH:MM:SS.ffffffZ`. The hash before the first link is 32 zero bytes.
"""

from core.audit.operation import AuditTable
from core.audit.reading import FieldChange, HistoryEntry, history, history_of_all
from core.audit.tables import UNAUDITED

__all__ = ["UNAUDITED", "AuditTable", "FieldChange", "HistoryEntry", "history", "history_of_all"]
