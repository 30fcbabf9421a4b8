"""The ladder of reminders with a default anybody can read; the audit."""

from django.db import migrations

from core.audit import AuditTable

# The default anybody can read: counted from, working days, who hears it, how, is it an escalation.
DEFAULT = (
    ("not_acknowledged", 3, "inbox", "mail", False),
    ("not_acknowledged", 5, "head", "mail", True),
    ("due", -5, "person", "mail", False),
    ("due", 0, "person", "mail", False),
    ("due", 3, "head", "mail", True),
    ("due", 5, "office", "mail", False),
    ("due", 10, "chair", "mail", True),
    ("due", 10, "agenda", "entry", False),
    ("status_stale", 20, "person", "mail", False),
    ("resubmission", 0, "office", "mail", False),
)


def write_default_ladder(apps, _schema_editor):
    ladder = apps.get_model("steering", "Ladder").objects.create(committee=None)
    steps = apps.get_model("steering", "LadderStep").objects
    for trigger, working_days, audience, channel, is_escalation in DEFAULT:
        steps.create(
            ladder=ladder,
            trigger=trigger,
            working_days=working_days,
            audience=audience,
            channel=channel,
            is_escalation=is_escalation,
        )


class Migration(migrations.Migration):
    dependencies = [("steering", "0009_exchange")]

    operations = [
        AuditTable("steering_ladder"),
        AuditTable("steering_ladderstep"),
        AuditTable("steering_remindersettings"),
        migrations.RunPython(write_default_ladder, migrations.RunPython.noop),
    ]
