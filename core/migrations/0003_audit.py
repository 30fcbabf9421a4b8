"""The audit: tables, the recording trigger, the chain, the guards, row-level security."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.audit.operation import AuditTable

RECORD = r"""
-- One function for all tables. Arguments, set by core.audit.AuditTable:
-- 0 key columns, 1 ignored columns, 2 omit values, 3 owner column, 4 identity required.
CREATE FUNCTION core_audit_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) END;
    after jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) END;
    known jsonb := CASE WHEN TG_OP = 'DELETE' THEN before ELSE after END;
    acting_user bigint := nullif(current_setting('app.user_id', true), '')::bigint;
    acting_reason text := coalesce(current_setting('app.reason', true), '');
    changed jsonb;
    row_key text;
BEGIN
    IF TG_ARGV[4]::boolean AND acting_user IS NULL AND acting_reason = '' THEN
        RAISE EXCEPTION 'no write to % without identity: neither user nor reason is set', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- A value of null instead of a pair says: changed, and that is all we keep.
    SELECT jsonb_object_agg(c.name, CASE
               WHEN TG_ARGV[2]::boolean OR c.name ~ '(password|token|secret|logo)' THEN NULL
               ELSE jsonb_build_array(before -> c.name, after -> c.name) END)
      INTO changed
      FROM jsonb_object_keys(before || after) AS c(name)
     WHERE coalesce(before -> c.name, 'null') IS DISTINCT FROM coalesce(after -> c.name, 'null')
       AND c.name <> ALL (string_to_array(TG_ARGV[1], ','));
    IF TG_OP = 'UPDATE' AND changed IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT string_agg(known ->> k.name, ',' ORDER BY k.place) INTO row_key
      FROM unnest(string_to_array(TG_ARGV[0], ',')) WITH ORDINALITY AS k(name, place);
    INSERT INTO core_auditentry (at, table_name, row_key, action, user_id, request_id, reason, changes,
                                 owner_organisation_id, transaction_id)
    VALUES (app_now(), TG_TABLE_NAME, row_key, lower(TG_OP), acting_user,
            coalesce(current_setting('app.request_id', true), ''), acting_reason, coalesce(changed, '{}'),
            (known ->> nullif(TG_ARGV[3], ''))::bigint, pg_current_xact_id()::text::bigint);
    RETURN NULL;
END $$;
"""

CHAIN = r"""
-- Transactions that are being committed; empty at any other time.
CREATE TABLE core_auditqueue (transaction_id bigint PRIMARY KEY, first_entry_id bigint NOT NULL);

CREATE FUNCTION core_audit_content(entry core_auditentry) RETURNS bytea LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT convert_to(jsonb_build_array(
        entry.id, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), entry.table_name,
        entry.row_key, entry.action, entry.user_id, entry.request_id, entry.reason, entry.changes,
        entry.owner_organisation_id, entry.transaction_id)::text, 'UTF8')
$$;

-- Two steps at commit. Deferred triggers fire in the order of their events, so an entry's own trigger may run before a
-- foreign key check that has to wait for another transaction; holding the head while waiting would be a deadlock. The
-- first step therefore only queues the transaction, and the event this makes fires after all checks.
CREATE FUNCTION core_audit_queue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    -- Linked already: constraints were set immediate, so an earlier entry of this transaction took this one along.
    IF NOT EXISTS (SELECT FROM core_auditlink WHERE entry_id = NEW.id) THEN
        INSERT INTO core_auditqueue VALUES (NEW.transaction_id, NEW.id) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;

-- The row lock on the head gives numbers in the order of commits; it is held from here to the end of the commit.
CREATE FUNCTION core_audit_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    head core_audithead;
    entry core_auditentry;
    former bytea;
BEGIN
    SELECT * INTO STRICT head FROM core_audithead WHERE id = 1 FOR UPDATE;
    FOR entry IN
        SELECT * FROM core_auditentry e
         WHERE e.id >= NEW.first_entry_id AND e.transaction_id = NEW.transaction_id ORDER BY e.id
    LOOP
        former := head.hash;
        head.n := head.n + 1;
        head.hash := sha256(former || core_audit_content(entry));
        INSERT INTO core_auditlink (n, entry_id, previous, hash) VALUES (head.n, entry.id, former, head.hash);
    END LOOP;
    UPDATE core_audithead SET n = head.n, hash = head.hash WHERE id = 1;
    DELETE FROM core_auditqueue WHERE transaction_id = NEW.transaction_id;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER audit_queue AFTER INSERT ON core_auditentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION core_audit_queue();
CREATE CONSTRAINT TRIGGER audit_link AFTER INSERT ON core_auditqueue
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION core_audit_link();

INSERT INTO core_audithead (id, n, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));
"""

GUARD = r"""
-- Entries and links are only ever added, and only from within a trigger; the head only moves with its links.
CREATE FUNCTION core_audit_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    allowed text := CASE TG_TABLE_NAME WHEN 'core_audithead' THEN 'UPDATE' ELSE 'INSERT' END;
BEGIN
    IF TG_OP = allowed AND pg_trigger_depth() > 1 THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'the audit is written by its triggers alone: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_guard BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON core_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_guard();
CREATE TRIGGER audit_guard BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON core_auditlink
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_guard();
CREATE TRIGGER audit_guard BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON core_audithead
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_guard();
"""

ACCESS = r"""
CREATE FUNCTION app_is_data_protection_officer() RETURNS boolean LANGUAGE sql STABLE AS
$$
    SELECT EXISTS (
        SELECT FROM core_membership m JOIN core_user u ON u.id = m.user_id
         WHERE m.user_id = app_user_id() AND u.is_active AND m.role = 'data_protection_officer'
           AND coalesce(m.valid_from, '-infinity') <= app_today() AND coalesce(m.valid_to, 'infinity') >= app_today())
$$;

ALTER TABLE core_auditentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE core_auditentry FORCE ROW LEVEL SECURITY;
-- The owner: its triggers write, its command verifies the chain.
CREATE POLICY owner_writes ON core_auditentry FOR INSERT TO CURRENT_USER WITH CHECK (true);
CREATE POLICY owner_reads ON core_auditentry FOR SELECT TO CURRENT_USER USING (true);
-- A casework entry without an owner would be a mistake; it must not become public by it.
CREATE POLICY not_casework ON core_auditentry FOR SELECT TO lk_web, lk_casework
    USING (owner_organisation_id IS NULL AND NOT starts_with(table_name, 'casework_'));
CREATE POLICY own_casework ON core_auditentry FOR SELECT TO lk_casework
    USING (owner_organisation_id = ANY ((SELECT app_casework_organisations())::bigint[]));
CREATE POLICY data_protection ON core_auditentry FOR SELECT TO lk_web, lk_casework
    USING ((SELECT app_is_data_protection_officer()));

-- Who may execute a trigger function may hang it on a table of their own and forge entries.
REVOKE ALL ON FUNCTION core_audit_record(), core_audit_queue(), core_audit_link(), core_audit_guard() FROM PUBLIC;
REVOKE ALL ON FUNCTION core_audit_content(core_auditentry) FROM PUBLIC;
"""

REMOVE = """
DROP POLICY data_protection ON core_auditentry;
DROP FUNCTION app_is_data_protection_officer();
DROP TRIGGER audit_guard ON core_auditentry;
DROP TRIGGER audit_guard ON core_auditlink;
DROP TRIGGER audit_guard ON core_audithead;
DROP TRIGGER audit_queue ON core_auditentry;
DROP TABLE core_auditqueue;
DROP FUNCTION core_audit_record(), core_audit_queue(), core_audit_link(), core_audit_guard();
DROP FUNCTION core_audit_content(core_auditentry);
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_roles_and_clock")]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="time")),
                ("table", models.CharField(db_column="table_name", max_length=63, verbose_name="kind of record")),
                ("row_key", models.TextField(verbose_name="record")),
                ("action", models.CharField(choices=[("insert", "created"), ("update", "changed"), ("delete", "deleted")], max_length=10, verbose_name="action")),
                ("request_id", models.CharField(blank=True, max_length=64, verbose_name="request")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("changes", models.JSONField(verbose_name="changes")),
                ("transaction_id", models.BigIntegerField()),
                ("owner_organisation", models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="core.organisation", verbose_name="owning organisation")),
                ("user", models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="account")),
            ],
            options={
                "verbose_name": "audit entry",
                "verbose_name_plural": "audit entries",
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["table", "row_key", "id"], name="audit_by_row"),
                    django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="audit_by_time"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("action__in", ["insert", "update", "delete"])), name="audit_entry_action"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                ("n", models.BigIntegerField(primary_key=True, serialize=False)),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
                ("entry", models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="link", to="core.auditentry")),
            ],
            options={
                "verbose_name": "link of the audit chain",
                "verbose_name_plural": "links of the audit chain",
                "ordering": ("n",),
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ("n", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "verbose_name": "head of the audit chain",
                "verbose_name_plural": "heads of the audit chain",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="audit_head_only_one")],
            },
        ),
        migrations.RunSQL(RECORD + CHAIN + GUARD + ACCESS, REMOVE),
        # Signing in is no change of the account, and no record of when somebody was at work.
        AuditTable("core_user", ignore=("last_login",)),
        AuditTable("core_organisation"),
        AuditTable("core_membership"),
        AuditTable("core_substitution"),
        AuditTable("core_installation"),
        AuditTable("core_officeclosure"),
    ]
