"""The log: presence of those who are present; the audit."""

from django.db import migrations

from core.audit import AuditTable

# A time of presence refers to an attendance that is "present", and to no other.
SPAN_OF_PRESENT = """
ALTER TABLE steering_attendancespan ADD CONSTRAINT attendancespan_belongs_to_present
FOREIGN KEY (attendance_id, state) REFERENCES steering_attendance (id, state) DEFERRABLE INITIALLY DEFERRED
"""
# A sign of life every few seconds that nobody misses after a crash.
UNLOGGED = "ALTER TABLE steering_logpresence SET UNLOGGED"


class Migration(migrations.Migration):
    dependencies = [("steering", "0005_invitations")]

    operations = [
        migrations.RunSQL(
            SPAN_OF_PRESENT, "ALTER TABLE steering_attendancespan DROP CONSTRAINT attendancespan_belongs_to_present"
        ),
        migrations.RunSQL(UNLOGGED, "ALTER TABLE steering_logpresence SET LOGGED"),
        AuditTable("steering_attendance"),
        AuditTable("steering_attendancespan"),
        AuditTable("steering_interruption"),
        AuditTable("steering_vote"),
        # The texts stand in the table itself, which only grows: the audit keeps that they were kept.
        AuditTable("steering_logrevision", omit_values=True),
    ]
