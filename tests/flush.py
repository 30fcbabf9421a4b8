"""Emptying the database after a test with real transactions.

Django truncates all tables. Ours refuse that where they hold evidence, and some hold rows that migrations made. So,
for tests alone: the guards are down while the tables are emptied, and the migrated rows come back from a copy.
"""

from django.db import connection, transaction

# Tables with a guard against TRUNCATE, and whether row-level security binds the owner.
_TABLES = """
SELECT c.relname, c.relforcerowsecurity,
       EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgtype & 32 <> 0),
       (SELECT string_agg(quote_ident(a.attname), ', ') FROM pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '')
  FROM pg_class c
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'django_migrations'
 ORDER BY c.relname
"""


class Flush:
    """Knows the rows migrations made; `empty` replaces `DatabaseOperations.execute_sql_flush`."""

    def __init__(self) -> None:
        """Copy the migrated rows into a schema of their own."""
        self.before: list[str] = []
        self.restore: list[str] = []
        self.after: list[str] = []
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS migrated CASCADE; CREATE SCHEMA migrated")
            cursor.execute(_TABLES)
            for table, forced, guarded, columns in cursor.fetchall():
                self._learn(cursor, table, columns, forced=forced, guarded=guarded)

    def _learn(self, cursor, table: str, columns: str, *, forced: bool, guarded: bool) -> None:
        bind = f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
        unbind = f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY'
        if forced:
            cursor.execute(unbind)
        cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')  # noqa: S608  (names from the catalogue)
        filled = cursor.fetchone()[0]
        if filled:
            cursor.execute(f'CREATE TABLE migrated."{table}" AS SELECT {columns} FROM "{table}"')  # noqa: S608
            self.restore.append(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM migrated."{table}"')  # noqa: S608
        if forced:
            cursor.execute(bind)
        if filled and forced:
            self.before.append(unbind)
            self.after.append(bind)
        if filled or guarded:
            self.before.append(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
            self.after.append(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')

    def empty(self, statements: list[str]) -> None:
        """Run Django's TRUNCATE with the guards down and bring the migrated rows back."""
        every = [*self.before, *statements, *self.restore, "SET CONSTRAINTS ALL IMMEDIATE", *self.after]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(";\n".join(statement.rstrip(";") for statement in every))
