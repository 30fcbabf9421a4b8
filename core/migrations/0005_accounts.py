"""When a second factor was reset; nobody administers and does casework at a time; no substitution twice."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models
from django.db.models.functions import StrIndex

from core.models.functions import DaySpan


class Migration(migrations.Migration):
    dependencies = [("core", "0004_outgoing_mail")]

    operations = [
        BtreeGistExtension(),
        migrations.AddField(
            model_name="user",
            name="second_factor_reset_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="second factor reset"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=ExclusionConstraint(
                name="membership_administrator_no_casework",
                expressions=[
                    ("user", "="),
                    (DaySpan("valid_from", "valid_to"), "&&"),
                    (StrIndex("role", models.Value("administrator")), "<>"),
                ],
                condition=models.Q(role__in=["administrator", "social_worker", "casework_lead"]),
                violation_error_message="Administrators never hold a casework role at the same time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="substitution",
            constraint=ExclusionConstraint(
                name="substitution_once",
                expressions=[("absent", "="), ("substitute", "="), (DaySpan("valid_from", "valid_to"), "&&")],
                violation_error_message="This person already stands in on some of these days.",
            ),
        ),
    ]
