"""What was learned from others, and what is published by OParl."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("steering", "0009_measures")]
    operations: list = []
