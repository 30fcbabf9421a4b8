"""The audit of invitations, links and feeds."""

from django.db import migrations

from core.audit import AuditTable


class Migration(migrations.Migration):
    dependencies = [("steering", "0004_agenda")]

    operations = [
        AuditTable("steering_invitation"),
        AuditTable("steering_invitationsending"),
        AuditTable("steering_followuplink"),
        AuditTable("steering_calendarfeed", omit_values=True),
    ]
