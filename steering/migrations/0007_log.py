"""Attendance, votes and the texts of the log."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("steering", "0006_invitations")]
    operations: list = []
