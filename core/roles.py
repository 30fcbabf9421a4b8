"""Which database role may do what with which table: the one place for this rule.

`lk_web` serves everybody without a casework role and has no privilege on any casework table. `lk_casework` serves
requests of social workers and their leads; row-level security narrows what it sees. Neither owns anything. The
`migrate` command applies `privilege_statements` after each run, so a new table never keeps a default.
"""

from collections.abc import Iterable

WEB = "lk_web"
CASEWORK = "lk_casework"
ROLES = (WEB, CASEWORK)

READ = "SELECT"
ADD = "SELECT, INSERT"
WRITE = "SELECT, INSERT, UPDATE, DELETE"
NOTHING = ""

# Evidence: written by triggers alone, read by pages.
APPEND_ONLY_TABLES = ("core_auditentry", "core_auditlink", "core_audithead")
# Written once, never changed: texts of the log that gave way to another writer's.
GROWING_TABLES = ("steering_logrevision",)
# /readyz compares it with the code.
READ_ONLY_TABLES = ("django_migrations",)
# Bookkeeping of the audit's triggers; nothing that serves needs it.
OWNER_ONLY_TABLES = ("core_auditqueue",)

CREATE_ROLES = """
DO $$
DECLARE
    role_name text;
    -- Until version 15 a member may always become the role; since 16 the creator is a member who may not yet.
    may_become text := CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['lk_web', 'lk_casework'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;  -- another database of this cluster was quicker
            END;
        END IF;
        IF NOT pg_has_role(current_user, role_name, may_become) THEN
            EXECUTE format('GRANT %I TO %I', role_name, current_user);
        END IF;
        EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', role_name);
    END LOOP;
END $$;
"""


def privileges(role: str, table: str) -> str:
    """Return what `role` may do with `table`, as the list GRANT wants; empty for nothing."""
    if table in OWNER_ONLY_TABLES:
        return NOTHING
    if table in APPEND_ONLY_TABLES + READ_ONLY_TABLES:
        return READ
    if table in GROWING_TABLES:
        return ADD
    if table.startswith("casework_"):
        return WRITE if role == CASEWORK else NOTHING
    return WRITE


def privilege_statements(tables: Iterable[str]) -> list[str]:
    """Return the statements that give every role exactly what `privileges` says on these tables."""
    statements = ["REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, lk_web, lk_casework"]
    statements += [
        f'GRANT {allowed} ON "{table}" TO {role}'
        for table in tables
        for role in ROLES
        if (allowed := privileges(role, table))
    ]
    return statements
