"""The ladder of reminders as data, and how a person wants to be reminded."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("steering", "0010_exchange")]
    operations: list = []
