"""What was learned from others, imports of measures lists, and what is published by OParl."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

from core.audit import AuditTable

TABLES = (
    "steering_exchange",
    "steering_exchange_measures",
    "steering_exchange_areas",
    "steering_measureimport",
    "steering_measureorigin",
)

# A meeting in which an expert was heard is one of the committee that learned it.
MEETING_OF_COMMITTEE = (
    "ALTER TABLE steering_meeting ADD CONSTRAINT meeting_with_committee UNIQUE (id, committee_id)",
    """ALTER TABLE steering_exchange ADD CONSTRAINT exchange_meeting_of_committee
       FOREIGN KEY (meeting_id, committee_id) REFERENCES steering_meeting (id, committee_id)
       DEFERRABLE INITIALLY DEFERRED""",
)
BACK = (
    "ALTER TABLE steering_exchange DROP CONSTRAINT exchange_meeting_of_committee",
    "ALTER TABLE steering_meeting DROP CONSTRAINT meeting_with_committee",
)
# An origin belongs to the committee of its import.
ORIGIN_OF_COMMITTEE = (
    "ALTER TABLE steering_measureimport ADD CONSTRAINT measureimport_with_committee UNIQUE (id, committee_id)",
    """ALTER TABLE steering_measureorigin ADD CONSTRAINT measureorigin_committee_of_import
       FOREIGN KEY (batch_id, committee_id) REFERENCES steering_measureimport (id, committee_id)
       DEFERRABLE INITIALLY DEFERRED""",
)
ORIGIN_BACK = (
    "ALTER TABLE steering_measureorigin DROP CONSTRAINT measureorigin_committee_of_import",
    "ALTER TABLE steering_measureimport DROP CONSTRAINT measureimport_with_committee",
)


class Migration(migrations.Migration):
    dependencies = [
        ("steering", "0009_measures"),
        ("core", "0003_audit"),
        ("quarters", "0006_reasons"),
    ]

    operations = [
        # Finds any part of a word in long lists; trusted, so the owner of the database may create it.
        TrigramExtension(),
        migrations.CreateModel(
            name="MeasureImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=150, verbose_name="file")),
                ("sha256", models.CharField(max_length=64, verbose_name="checksum")),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        choices=[("help", "help and support"), ("order", "safety, order, cleanliness")],
                        max_length=10,
                        verbose_name="side of the work where the row names none",
                    ),
                ),
                ("columns", models.JSONField(default=dict, verbose_name="columns")),
                ("ignored", models.JSONField(blank=True, default=list, verbose_name="columns that are not taken over")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checked", "ready to be confirmed"),
                            ("confirmed", "confirmed"),
                            ("undone", "undone"),
                            ("discarded", "discarded"),
                        ],
                        default="checked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("new", models.PositiveIntegerField(default=0, verbose_name="new")),
                ("unchanged", models.PositiveIntegerField(default=0, verbose_name="unchanged")),
                ("conflict", models.PositiveIntegerField(default=0, verbose_name="in conflict")),
                ("rejected", models.PositiveIntegerField(default=0, verbose_name="rejected")),
                ("uploaded_at", models.DateTimeField(editable=False, verbose_name="uploaded")),
                ("confirmed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="confirmed")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measure_imports",
                        to="steering.committee",
                        verbose_name="committee",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "import of measures",
                "verbose_name_plural": "imports of measures",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="MeasureImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.PositiveIntegerField(verbose_name="row")),
                ("key", models.CharField(blank=True, max_length=300)),
                ("cells", models.JSONField(verbose_name="in the file")),
                ("values", models.JSONField(verbose_name="understood as")),
                ("problems", models.JSONField(blank=True, default=list, verbose_name="problems")),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("unchanged", "unchanged"),
                            ("conflict", "conflict"),
                            ("rejected", "rejected"),
                        ],
                        max_length=10,
                        verbose_name="kind of change",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="steering.measureimport",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="steering.measure",
                        verbose_name="measure",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of an import of measures",
                "verbose_name_plural": "rows of imports of measures",
                "ordering": ("row",),
            },
        ),
        migrations.CreateModel(
            name="MeasureOrigin",
            fields=[
                (
                    "measure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="origin",
                        serialize=False,
                        to="steering.measure",
                        verbose_name="measure",
                    ),
                ),
                ("key", models.CharField(max_length=300, verbose_name="number in the list")),
                ("values", models.JSONField(verbose_name="understood as")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="origins",
                        to="steering.measureimport",
                        verbose_name="import of measures",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="steering.committee",
                        verbose_name="committee",
                    ),
                ),
            ],
            options={
                "verbose_name": "origin of a measure",
                "verbose_name_plural": "origins of measures",
            },
        ),
        migrations.CreateModel(
            name="PublishedObject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("System", "System"),
                            ("Body", "Body"),
                            ("LegislativeTerm", "Legislative Term"),
                            ("Organization", "Organization"),
                            ("Person", "Person"),
                            ("Membership", "Membership"),
                            ("Meeting", "Meeting"),
                            ("AgendaItem", "Agenda Item"),
                            ("Paper", "Paper"),
                            ("Consultation", "Consultation"),
                            ("File", "File"),
                            ("Location", "Location"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("key", models.CharField(max_length=40, verbose_name="key")),
                ("owner_key", models.CharField(blank=True, max_length=40)),
                ("content", models.JSONField(default=dict, verbose_name="content")),
                ("parents", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64, verbose_name="checksum")),
                ("created", models.DateTimeField(verbose_name="created")),
                ("modified", models.DateTimeField(verbose_name="changed")),
                ("deleted_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
            ],
            options={
                "verbose_name": "published object",
                "verbose_name_plural": "published objects",
                "ordering": ("kind", "pk"),
                "indexes": [
                    models.Index(fields=["kind", "owner_key", "id"], name="published_by_list"),
                    models.Index(fields=["kind", "modified"], name="published_by_change"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key"), name="published_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "System",
                                    "Body",
                                    "LegislativeTerm",
                                    "Organization",
                                    "Person",
                                    "Membership",
                                    "Meeting",
                                    "AgendaItem",
                                    "Paper",
                                    "Consultation",
                                    "File",
                                    "Location",
                                ],
                            )
                        ),
                        name="published_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[0-9a-z-]+$")), name="published_key_form"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("created__lte", models.F("modified"))), name="published_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", True),
                            models.Q(("content", {}), ("deleted_at", models.F("modified")), ("parents", {})),
                            _connector="OR",
                        ),
                        name="published_deleted_is_empty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exchange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("visit", "visit"),
                            ("call", "call or video conference"),
                            ("land_talks", "talks with the Land"),
                            ("federal_talks", "talks with the Federation"),
                            ("hearing", "expert heard in a meeting"),
                            ("document", "document"),
                        ],
                        max_length=20,
                        verbose_name="occasion",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="date")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("lessons", models.TextField(max_length=4000, verbose_name="lessons")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="contact point")),
                (
                    "confidentiality",
                    models.CharField(
                        choices=[("public", "public"), ("internal", "internal"), ("confidential", "confidential")],
                        default="internal",
                        max_length=20,
                        verbose_name="confidentiality",
                    ),
                ),
                ("recorded_at", models.DateTimeField(editable=False, verbose_name="recorded")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.SearchVector("title", config="german", weight="A"),
                            "||",
                            django.contrib.postgres.search.SearchVector("lessons", config="german", weight="B"),
                            django.contrib.postgres.search.SearchConfig("german"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                        verbose_name="words to search",
                    ),
                ),
                (
                    "areas",
                    models.ManyToManyField(
                        blank=True, related_name="exchanges", to="quarters.area", verbose_name="areas"
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exchanges",
                        to="steering.committee",
                        verbose_name="committee",
                    ),
                ),
                (
                    "measures",
                    models.ManyToManyField(
                        blank=True, related_name="exchanges", to="steering.measure", verbose_name="measures"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exchanges",
                        to="steering.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exchanges",
                        to="core.organisation",
                        verbose_name="learned from",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "experience of others",
                "verbose_name_plural": "experiences of others",
                "ordering": ("-happened_on", "-pk"),
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["words"], name="exchange_by_word")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["visit", "call", "land_talks", "federal_talks", "hearing", "document"])
                        ),
                        name="exchange_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confidentiality__in", ["public", "internal", "confidential"])),
                        name="exchange_confidentiality",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True), models.Q(("lessons", ""), _negated=True)
                        ),
                        name="exchange_has_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "hearing"), ("meeting__isnull", False)),
                            models.Q(models.Q(("kind", "hearing"), _negated=True), ("meeting__isnull", True)),
                            _connector="OR",
                        ),
                        name="exchange_hearing_in_meeting",
                        violation_error_message="Please name the meeting in which the expert was heard, and only then.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("organisation__isnull", False), ("kind", "hearing"), _connector="OR"),
                        name="exchange_learned_from",
                        violation_error_message="Please say from whom it was learned.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="measureimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["checked", "confirmed", "undone", "discarded"])),
                name="measureimport_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ("", "help", "order"))), name="measureimport_side"
            ),
        ),
        migrations.AddConstraint(
            model_name="measureimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="measureimport_sha256"
            ),
        ),
        migrations.AddConstraint(
            model_name="measureimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("confirmed_at__isnull", False),
                        ("confirmed_by__isnull", False),
                        ("state__in", ("confirmed", "undone")),
                    ),
                    models.Q(
                        models.Q(("state__in", ("confirmed", "undone")), _negated=True),
                        ("confirmed_at__isnull", True),
                        ("confirmed_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="measureimport_confirmed",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureimportrow",
            constraint=models.UniqueConstraint(fields=("batch", "row"), name="measureimportrow_once"),
        ),
        migrations.AddConstraint(
            model_name="measureimportrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("change__in", ["new", "unchanged", "conflict", "rejected"])),
                name="measureimportrow_change",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureorigin",
            constraint=models.UniqueConstraint(fields=("committee", "key"), name="measureorigin_once"),
        ),
        migrations.AddConstraint(
            model_name="measureorigin",
            constraint=models.CheckConstraint(
                condition=models.Q(("key", ""), _negated=True), name="measureorigin_has_key"
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("number"), name="gin_trgm_ops"
                ),
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("wording"), name="gin_trgm_ops"
                ),
                name="decision_by_any_part",
            ),
        ),
        migrations.AddIndex(
            model_name="measure",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("number"), name="gin_trgm_ops"
                ),
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("title"), name="gin_trgm_ops"
                ),
                name="measure_by_any_part",
            ),
        ),
        migrations.AddIndex(
            model_name="agendaitem",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("title"), name="gin_trgm_ops"
                ),
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("minutes"), name="gin_trgm_ops"
                ),
                name="agendaitem_by_any_part",
            ),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(
                models.F("committee"),
                models.OrderBy(models.F("ended_at"), descending=True),
                name="meeting_last_ended",
                condition=models.Q(("ended_at__isnull", False)),
            ),
        ),
        migrations.RunSQL(list(MEETING_OF_COMMITTEE), list(BACK)),
        migrations.RunSQL(list(ORIGIN_OF_COMMITTEE), list(ORIGIN_BACK)),
        *(AuditTable(table) for table in TABLES),
    ]
