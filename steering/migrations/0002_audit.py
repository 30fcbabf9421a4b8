"""The audit of steering, and the rule that a follow-up's step belongs to its measure."""

from django.db import migrations

from core.audit import AuditTable

TABLES = (
    "steering_committee",
    "steering_seat",
    "steering_meeting",
    "steering_agendaitem",
    "steering_decision",
    "steering_numbercounter",
    "steering_measure",
    "steering_measure_areas",
    "steering_measurestep",
    "steering_duedatechange",
    "steering_statusreport",
)

STEP_OF_MEASURE = """
ALTER TABLE steering_followup ADD CONSTRAINT followup_step_belongs_to_measure
FOREIGN KEY (step_id, measure_id) REFERENCES steering_measurestep (id, measure_id) DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [("steering", "0001_committee"), ("core", "0003_audit")]

    operations = [
        *(AuditTable(table) for table in TABLES),
        # The answer to a referral may hold words about a person: the audit keeps only that it changed.
        AuditTable("steering_followup", omit_values=True, ignore=("planned_version",)),
        migrations.RunSQL(
            STEP_OF_MEASURE, "ALTER TABLE steering_followup DROP CONSTRAINT followup_step_belongs_to_measure"
        ),
    ]
