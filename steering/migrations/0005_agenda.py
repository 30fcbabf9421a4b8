"""Series of meetings, the agenda with its sections, papers and attachments."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("steering", "0004_committees_and_topics")]
    operations: list = []
