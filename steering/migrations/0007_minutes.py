"""Minutes, their versions, signatures and objections; what is sealed the database changes no more."""

from django.db import migrations

from core.audit import AuditTable

TABLES = (
    "steering_minutes",
    "steering_minutespart_units",
    "steering_minutesremark",
    "steering_minutessignature",
    "steering_minutesexcerpt",
    "steering_minutesobjection",
)

# Whoever writes holds the minutes for share, whoever seals holds them alone: so nothing can slip in while a seal is put
# on, and whoever waited finds it.
IS_SEALED = """
CREATE FUNCTION steering_is_sealed(the_minutes bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE found_state text;
BEGIN
    SELECT state INTO found_state FROM steering_minutes WHERE id = the_minutes FOR SHARE;
    RETURN coalesce(found_state = 'sealed', false);
END $$;
CREATE FUNCTION steering_is_sealed_meeting(the_meeting bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE found_state text;
BEGIN
    SELECT state INTO found_state FROM steering_minutes WHERE meeting_id = the_meeting FOR SHARE;
    RETURN coalesce(found_state = 'sealed', false);
END $$;
CREATE FUNCTION steering_refuse_sealed(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'sealed minutes are never changed: %', what USING ERRCODE = 'restrict_violation';
END $$;
"""
NO_IS_SEALED = """
DROP FUNCTION steering_is_sealed(bigint);
DROP FUNCTION steering_is_sealed_meeting(bigint);
DROP FUNCTION steering_refuse_sealed(text);
"""

# The minutes themselves. A seal needs both roles settled under the last version, and one of them must have signed.
MINUTES = """
CREATE FUNCTION steering_minutes_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE settled int; signed int;
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') OR (TG_OP = 'UPDATE' AND OLD.state = 'sealed') THEN
        PERFORM steering_refuse_sealed(TG_TABLE_NAME);
    END IF;
    IF NEW.state = 'sealed' THEN
        SELECT count(*), count(*) FILTER (WHERE NOT s.is_refused) INTO settled, signed
          FROM steering_minutessignature s
         WHERE s.version_id = (SELECT v.id FROM steering_minutesversion v
                                WHERE v.minutes_id = NEW.id ORDER BY v.number DESC LIMIT 1);
        IF settled < 2 OR signed < 1 THEN
            RAISE EXCEPTION 'minutes are sealed after both have signed or refused, and one has signed'
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER minutes_sealed BEFORE INSERT OR UPDATE OR DELETE ON steering_minutes
    FOR EACH ROW EXECUTE FUNCTION steering_minutes_guard();
CREATE TRIGGER minutes_kept BEFORE TRUNCATE ON steering_minutes
    FOR EACH STATEMENT EXECUTE FUNCTION steering_minutes_guard();
"""
NO_MINUTES = """
DROP TRIGGER minutes_sealed ON steering_minutes;
DROP TRIGGER minutes_kept ON steering_minutes;
DROP FUNCTION steering_minutes_guard();
"""

# Versions, parts and signatures are only ever added, and nothing is added to what is sealed.
APPEND_ONLY_TABLES = ("minutesversion", "minutespart", "minutespart_units", "minutessignature")
APPEND_ONLY = """
CREATE FUNCTION steering_minutes_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE known jsonb; the_version bigint; the_minutes bigint;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM steering_refuse_sealed(TG_TABLE_NAME);
    END IF;
    known := to_jsonb(NEW);
    the_version := (known ->> 'version_id')::bigint;
    IF known ? 'minutespart_id' THEN
        SELECT version_id INTO the_version FROM steering_minutespart WHERE id = (known ->> 'minutespart_id')::bigint;
    END IF;
    the_minutes := (known ->> 'minutes_id')::bigint;
    IF the_minutes IS NULL THEN
        SELECT minutes_id INTO the_minutes FROM steering_minutesversion WHERE id = the_version;
    END IF;
    IF steering_is_sealed(the_minutes) THEN
        PERFORM steering_refuse_sealed(TG_TABLE_NAME);
    END IF;
    RETURN NEW;
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_append_only BEFORE INSERT OR UPDATE OR DELETE ON steering_{table}
    FOR EACH ROW EXECUTE FUNCTION steering_minutes_append_only();
CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON steering_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION steering_minutes_append_only();
"""
    for table in APPEND_ONLY_TABLES
)
NO_APPEND_ONLY = "".join(
    f"DROP TRIGGER {table}_append_only ON steering_{table}; DROP TRIGGER {table}_kept ON steering_{table};"
    for table in APPEND_ONLY_TABLES
) + "DROP FUNCTION steering_minutes_append_only();"

# What the minutes were assembled from. Of the meeting only what the minutes say is fixed.
FROZEN_TABLES = ("agendaitem", "decision", "vote", "attendance", "attendancespan", "interruption")
FROZEN = """
CREATE FUNCTION steering_meeting_of(the_table text, known jsonb) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE item bigint := (known ->> 'agenda_item_id')::bigint; found_meeting bigint;
BEGIN
    IF the_table = 'steering_attendancespan' THEN
        SELECT meeting_id INTO found_meeting FROM steering_attendance WHERE id = (known ->> 'attendance_id')::bigint;
        RETURN found_meeting;
    END IF;
    IF known ? 'meeting_id' THEN
        RETURN (known ->> 'meeting_id')::bigint;
    END IF;
    IF item IS NULL THEN
        SELECT agenda_item_id INTO item FROM steering_decision WHERE id = (known ->> 'decision_id')::bigint;
    END IF;
    SELECT meeting_id INTO found_meeting FROM steering_agendaitem WHERE id = item;
    RETURN found_meeting;
END $$;
CREATE FUNCTION steering_frozen_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND steering_is_sealed_meeting(steering_meeting_of(TG_TABLE_NAME, to_jsonb(OLD))) THEN
        PERFORM steering_refuse_sealed(TG_TABLE_NAME);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF steering_is_sealed_meeting(steering_meeting_of(TG_TABLE_NAME, to_jsonb(NEW))) THEN
        PERFORM steering_refuse_sealed(TG_TABLE_NAME);
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION steering_meeting_frozen_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF steering_is_sealed_meeting(OLD.id) THEN
        PERFORM steering_refuse_sealed(TG_TABLE_NAME);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER meeting_frozen
    BEFORE UPDATE OF committee_id, year, number, held_on, starts_at, place, state, started_at, ended_at
    ON steering_meeting FOR EACH ROW
    WHEN ((OLD.committee_id, OLD.year, OLD.number, OLD.held_on, OLD.starts_at, OLD.place, OLD.state, OLD.started_at,
           OLD.ended_at) IS DISTINCT FROM
          (NEW.committee_id, NEW.year, NEW.number, NEW.held_on, NEW.starts_at, NEW.place, NEW.state, NEW.started_at,
           NEW.ended_at))
    EXECUTE FUNCTION steering_meeting_frozen_guard();
""" + "".join(
    f"""
CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE ON steering_{table}
    FOR EACH ROW EXECUTE FUNCTION steering_frozen_guard();
"""
    for table in FROZEN_TABLES
)
NO_FROZEN = "".join(f"DROP TRIGGER {table}_frozen ON steering_{table};" for table in (*FROZEN_TABLES, "meeting")) + """
DROP FUNCTION steering_frozen_guard();
DROP FUNCTION steering_meeting_frozen_guard();
DROP FUNCTION steering_meeting_of(text, jsonb);
"""

# The sealed file keeps its bytes.
FILE = """
CREATE FUNCTION steering_sealed_file_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM steering_minutes WHERE file_id = OLD.file_id) THEN
        PERFORM steering_refuse_sealed(TG_TABLE_NAME);
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER storedfilecontent_of_minutes BEFORE DELETE ON core_storedfilecontent
    FOR EACH ROW EXECUTE FUNCTION steering_sealed_file_guard();
"""
NO_FILE = """
DROP TRIGGER storedfilecontent_of_minutes ON core_storedfilecontent;
DROP FUNCTION steering_sealed_file_guard();
"""

# An objection is raised against sealed minutes and an item of their meeting; what was said stays, and a ruling stays
# once the minutes that record it are sealed.
OBJECTION = """
CREATE FUNCTION steering_objection_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE the_meeting bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT meeting_id INTO the_meeting FROM steering_minutes WHERE id = NEW.minutes_id AND state = 'sealed';
        IF the_meeting IS NULL OR NOT (NEW.agenda_item_id IS NULL OR EXISTS (
               SELECT FROM steering_agendaitem WHERE id = NEW.agenda_item_id AND meeting_id = the_meeting)) THEN
            RAISE EXCEPTION 'an objection is raised against sealed minutes, to an item of their meeting'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR steering_is_sealed_meeting(OLD.decided_in_id)
       OR (OLD.minutes_id, OLD.agenda_item_id, OLD.kind, OLD.text, OLD.raised_at, OLD.raised_by_id) IS DISTINCT FROM
          (NEW.minutes_id, NEW.agenda_item_id, NEW.kind, NEW.text, NEW.raised_at, NEW.raised_by_id) THEN
        PERFORM steering_refuse_sealed(TG_TABLE_NAME);
    END IF;
    IF steering_is_sealed_meeting(NEW.decided_in_id) THEN
        PERFORM steering_refuse_sealed(TG_TABLE_NAME);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objection_fixed BEFORE INSERT OR UPDATE OR DELETE ON steering_minutesobjection
    FOR EACH ROW EXECUTE FUNCTION steering_objection_guard();
"""
NO_OBJECTION = """
DROP TRIGGER objection_fixed ON steering_minutesobjection;
DROP FUNCTION steering_objection_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("steering", "0006_log")]

    operations = [
        *(AuditTable(table) for table in TABLES),
        # These rows never change and keep their content themselves: the audit notes that they were added.
        AuditTable("steering_minutesversion", omit_values=True),
        AuditTable("steering_minutespart", omit_values=True),
        migrations.RunSQL(IS_SEALED, NO_IS_SEALED),
        migrations.RunSQL(MINUTES, NO_MINUTES),
        migrations.RunSQL(APPEND_ONLY, NO_APPEND_ONLY),
        migrations.RunSQL(FROZEN, NO_FROZEN),
        migrations.RunSQL(FILE, NO_FILE),
        migrations.RunSQL(OBJECTION, NO_OBJECTION),
    ]
