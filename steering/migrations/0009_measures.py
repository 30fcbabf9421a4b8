"""Steps, extensions, permanent measures and expected effects."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("steering", "0008_minutes")]
    operations: list = []
