"""Substitutes of seats, settings of committees, topics, and decisions by circular."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("steering", "0003_followup_closed_by")]
    operations: list = []
