"""The pages of the city that stand at the foot of every page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0007_stored_files")]

    operations = [
        migrations.AddField(
            model_name="installation", name=name, field=models.URLField(blank=True, verbose_name=words)
        )
        for name, words in (
            ("imprint_url", "imprint"),
            ("privacy_url", "privacy notice"),
            ("accessibility_url", "accessibility statement"),
        )
    ]
