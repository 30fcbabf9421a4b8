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

INSERT INTO core_installation (id, city_name, municipality_key, land, default_language, logo_type, sender_address,
                               second_factor_roles, small_count_threshold, is_demo, clock_offset)
VALUES (1, 'Musterstadt', '', 'NW', 'de', '', '', '["social_worker", "casework_lead", "administrator"]', 5, false,
        interval '0');
"""

REMOVE = """
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
