"""Database roles, the clock, the identity functions, and the one row of settings."""

from django.db import migrations

from core.roles import CREATE_ROLES

FUNCTIONS = """
-- Only a demonstration may have an offset (constraint installation_clock_only_in_demo).
CREATE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS
$$ SELECT now() + coalesce((SELECT clock_offset FROM core_installation WHERE id = 1), interval '0') $$;

CREATE FUNCTION app_today() RETURNS date LANGUAGE sql STABLE AS
$$ SELECT (app_now() AT TIME ZONE 'Europe/Berlin')::date $$;

-- A setting that was once local comes back as an empty string, hence nullif.
CREATE FUNCTION app_user_id() RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('app.user_id', true), '')::bigint $$;

CREATE FUNCTION app_casework_organisations() RETURNS bigint[] LANGUAGE sql STABLE AS
$$
    SELECT coalesce(array_agg(m.organisation_id), '{}')
      FROM core_membership m JOIN core_user u ON u.id = m.user_id
     WHERE m.user_id = app_user_id() AND u.is_active
       AND m.role IN ('social_worker', 'casework_lead')
       AND coalesce(m.valid_from, '-infinity') <= app_today() AND coalesce(m.valid_to, 'infinity') >= app_today()
$$;

CREATE FUNCTION app_casework_lead_organisations() RETURNS bigint[] LANGUAGE sql STABLE AS
$$
    SELECT coalesce(array_agg(m.organisation_id), '{}')
      FROM core_membership m JOIN core_user u ON u.id = m.user_id
     WHERE m.user_id = app_user_id() AND u.is_active
       AND m.role = 'casework_lead'
       AND coalesce(m.valid_from, '-infinity') <= app_today() AND coalesce(m.valid_to, 'infinity') >= app_today()
$$;

-- A tree has no circle, also when two administrators change it at once.
CREATE FUNCTION core_organisation_refuse_circle() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS
$$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('core_organisation_tree'));
    IF EXISTS (
        WITH RECURSIVE above AS (
            SELECT id, parent_id FROM core_organisation WHERE id = NEW.parent_id
            UNION
            SELECT o.id, o.parent_id FROM core_organisation o JOIN above a ON o.id = a.parent_id
        )
        SELECT FROM above WHERE id = NEW.id
    ) THEN
        RAISE EXCEPTION 'an organisation cannot stand below itself' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER core_organisation_no_circle BEFORE INSERT OR UPDATE OF parent_id ON core_organisation
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION core_organisation_refuse_circle();

INSERT INTO core_installation (id, city_name, municipality_key, land, default_language, logo_type, sender_address,
                               second_factor_roles, small_count_threshold, is_demo, clock_offset)
VALUES (1, 'Musterstadt', '', 'NW', 'de', '', '', '["social_worker", "casework_lead", "administrator"]', 5, false,
        interval '0');
"""

REMOVE = """
DROP TRIGGER core_organisation_no_circle ON core_organisation;
DROP FUNCTION core_organisation_refuse_circle();
DROP FUNCTION app_casework_lead_organisations();
DROP FUNCTION app_casework_organisations();
DROP FUNCTION app_user_id();
DROP FUNCTION app_today();
DROP FUNCTION app_now();
DELETE FROM core_installation;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunSQL(CREATE_ROLES, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, REMOVE),
    ]
