"""Invitations, their answers, feeds of calendars and links without an account."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("steering", "0005_agenda")]
    operations: list = []
