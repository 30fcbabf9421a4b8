"""Minutes, their versions, signatures and objections."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("steering", "0007_log")]
    operations: list = []
