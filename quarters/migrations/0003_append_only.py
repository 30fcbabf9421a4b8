"""Observations can only be added to; the view shows the newest revision of each."""

from django.db import migrations

GUARD = """
CREATE FUNCTION quarters_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'observations are never changed: add a revision' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER observation_append_only BEFORE UPDATE OR DELETE ON quarters_observation
    FOR EACH ROW EXECUTE FUNCTION quarters_refuse_change();
"""

# All columns descend so that the primary key is read backwards without sorting.
VIEW = """
CREATE VIEW quarters_figure WITH (security_invoker = true) AS
SELECT * FROM (
    SELECT DISTINCT ON (indicator_id, area_id, period, source_id)
           indicator_id, area_id, period, source_id, revision, value, status, flags, batch_id
      FROM quarters_observation
     ORDER BY indicator_id DESC, area_id DESC, period DESC, source_id DESC, revision DESC
) latest WHERE status <> 'withdrawn';
"""


class Migration(migrations.Migration):
    dependencies = [("quarters", "0002_observations_and_imports")]

    operations = [
        migrations.RunSQL(
            GUARD, "DROP TRIGGER observation_append_only ON quarters_observation; DROP FUNCTION quarters_refuse_change();"
        ),
        migrations.RunSQL(VIEW, "DROP VIEW quarters_figure;"),
    ]
