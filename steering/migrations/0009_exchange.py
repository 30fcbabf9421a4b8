"""What was learned from others and imports of measures lists: rows of one committee; the audit."""

from django.db import migrations

from core.audit import AuditTable

TABLES = (
    "steering_exchange",
    "steering_exchange_measures",
    "steering_exchange_areas",
    "steering_measureimport",
    "steering_measureorigin",
)

# A meeting in which an expert was heard is one of the committee that learned it.
MEETING_OF_COMMITTEE = (
    "ALTER TABLE steering_meeting ADD CONSTRAINT meeting_with_committee UNIQUE (id, committee_id)",
    """ALTER TABLE steering_exchange ADD CONSTRAINT exchange_meeting_of_committee
       FOREIGN KEY (meeting_id, committee_id) REFERENCES steering_meeting (id, committee_id)
       DEFERRABLE INITIALLY DEFERRED""",
)
BACK = (
    "ALTER TABLE steering_exchange DROP CONSTRAINT exchange_meeting_of_committee",
    "ALTER TABLE steering_meeting DROP CONSTRAINT meeting_with_committee",
)
# An origin belongs to the committee of its import.
ORIGIN_OF_COMMITTEE = (
    "ALTER TABLE steering_measureimport ADD CONSTRAINT measureimport_with_committee UNIQUE (id, committee_id)",
    """ALTER TABLE steering_measureorigin ADD CONSTRAINT measureorigin_committee_of_import
       FOREIGN KEY (batch_id, committee_id) REFERENCES steering_measureimport (id, committee_id)
       DEFERRABLE INITIALLY DEFERRED""",
)
ORIGIN_BACK = (
    "ALTER TABLE steering_measureorigin DROP CONSTRAINT measureorigin_committee_of_import",
    "ALTER TABLE steering_measureimport DROP CONSTRAINT measureimport_with_committee",
)


class Migration(migrations.Migration):
    dependencies = [("steering", "0008_measures")]

    operations = [
        migrations.RunSQL(list(MEETING_OF_COMMITTEE), list(BACK)),
        migrations.RunSQL(list(ORIGIN_OF_COMMITTEE), list(ORIGIN_BACK)),
        *(AuditTable(table) for table in TABLES),
    ]
