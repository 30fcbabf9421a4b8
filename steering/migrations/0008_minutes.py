"""Minutes, their versions, signatures and objections; what is sealed the database changes no more."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.audit import AuditTable

TABLES = (
    "steering_minutes",
    "steering_minutespart_units",
    "steering_minutesremark",
    "steering_minutessignature",
    "steering_minutesexcerpt",
    "steering_minutesobjection",
)

# Whoever writes holds the minutes for share, whoever seals holds them alone: so nothing can slip in while a seal is put
# on, and whoever waited finds it.
IS_SEALED = """
CREATE FUNCTION steering_is_sealed(the_minutes bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE found_state text;
BEGIN
    SELECT state INTO found_state FROM steering_minutes WHERE id = the_minutes FOR SHARE;
    RETURN coalesce(found_state = 'sealed', false);
END $$;
CREATE FUNCTION steering_is_sealed_meeting(the_meeting bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE found_state text;
BEGIN
    SELECT state INTO found_state FROM steering_minutes WHERE meeting_id = the_meeting FOR SHARE;
    RETURN coalesce(found_state = 'sealed', false);
END $$;
CREATE FUNCTION steering_refuse_sealed(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'sealed minutes are never changed: %', what USING ERRCODE = 'restrict_violation';
END $$;
"""
NO_IS_SEALED = """
DROP FUNCTION steering_is_sealed(bigint);
DROP FUNCTION steering_is_sealed_meeting(bigint);
DROP FUNCTION steering_refuse_sealed(text);
"""

# The minutes themselves. A seal needs both roles settled under the last version, and one of them must have signed.
MINUTES = """
CREATE FUNCTION steering_minutes_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE settled int; signed int;
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') OR (TG_OP = 'UPDATE' AND OLD.state = 'sealed') THEN
        PERFORM steering_refuse_sealed(TG_TABLE_NAME);
    END IF;
    IF NEW.state = 'sealed' THEN
        SELECT count(*), count(*) FILTER (WHERE NOT s.is_refused) INTO settled, signed
          FROM steering_minutessignature s
         WHERE s.version_id = (SELECT v.id FROM steering_minutesversion v
                                WHERE v.minutes_id = NEW.id ORDER BY v.number DESC LIMIT 1);
        IF settled < 2 OR signed < 1 THEN
            RAISE EXCEPTION 'minutes are sealed after both have signed or refused, and one has signed'
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER minutes_sealed BEFORE INSERT OR UPDATE OR DELETE ON steering_minutes
    FOR EACH ROW EXECUTE FUNCTION steering_minutes_guard();
CREATE TRIGGER minutes_kept BEFORE TRUNCATE ON steering_minutes
    FOR EACH STATEMENT EXECUTE FUNCTION steering_minutes_guard();
"""
NO_MINUTES = """
DROP TRIGGER minutes_sealed ON steering_minutes;
DROP TRIGGER minutes_kept ON steering_minutes;
DROP FUNCTION steering_minutes_guard();
"""

# Versions, parts and signatures are only ever added, and nothing is added to what is sealed.
APPEND_ONLY_TABLES = ("minutesversion", "minutespart", "minutespart_units", "minutessignature")
APPEND_ONLY = """
CREATE FUNCTION steering_minutes_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE known jsonb; the_version bigint; the_minutes bigint;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM steering_refuse_sealed(TG_TABLE_NAME);
    END IF;
    known := to_jsonb(NEW);
    the_version := (known ->> 'version_id')::bigint;
    IF known ? 'minutespart_id' THEN
        SELECT version_id INTO the_version FROM steering_minutespart WHERE id = (known ->> 'minutespart_id')::bigint;
    END IF;
    the_minutes := (known ->> 'minutes_id')::bigint;
    IF the_minutes IS NULL THEN
        SELECT minutes_id INTO the_minutes FROM steering_minutesversion WHERE id = the_version;
    END IF;
    IF steering_is_sealed(the_minutes) THEN
        PERFORM steering_refuse_sealed(TG_TABLE_NAME);
    END IF;
    RETURN NEW;
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_append_only BEFORE INSERT OR UPDATE OR DELETE ON steering_{table}
    FOR EACH ROW EXECUTE FUNCTION steering_minutes_append_only();
CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON steering_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION steering_minutes_append_only();
"""
    for table in APPEND_ONLY_TABLES
)
NO_APPEND_ONLY = "".join(
    f"DROP TRIGGER {table}_append_only ON steering_{table}; DROP TRIGGER {table}_kept ON steering_{table};"
    for table in APPEND_ONLY_TABLES
) + "DROP FUNCTION steering_minutes_append_only();"

# What the minutes were assembled from. Of the meeting only what the minutes say is fixed.
FROZEN_TABLES = ("agendaitem", "decision", "vote", "attendance", "attendancespan", "interruption")
FROZEN = """
CREATE FUNCTION steering_meeting_of(the_table text, known jsonb) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE item bigint := (known ->> 'agenda_item_id')::bigint; found_meeting bigint;
BEGIN
    IF the_table = 'steering_attendancespan' THEN
        SELECT meeting_id INTO found_meeting FROM steering_attendance WHERE id = (known ->> 'attendance_id')::bigint;
        RETURN found_meeting;
    END IF;
    IF known ? 'meeting_id' THEN
        RETURN (known ->> 'meeting_id')::bigint;
    END IF;
    IF item IS NULL THEN
        SELECT agenda_item_id INTO item FROM steering_decision WHERE id = (known ->> 'decision_id')::bigint;
    END IF;
    SELECT meeting_id INTO found_meeting FROM steering_agendaitem WHERE id = item;
    RETURN found_meeting;
END $$;
CREATE FUNCTION steering_frozen_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND steering_is_sealed_meeting(steering_meeting_of(TG_TABLE_NAME, to_jsonb(OLD))) THEN
        PERFORM steering_refuse_sealed(TG_TABLE_NAME);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF steering_is_sealed_meeting(steering_meeting_of(TG_TABLE_NAME, to_jsonb(NEW))) THEN
        PERFORM steering_refuse_sealed(TG_TABLE_NAME);
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION steering_meeting_frozen_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF steering_is_sealed_meeting(OLD.id) THEN
        PERFORM steering_refuse_sealed(TG_TABLE_NAME);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER meeting_frozen
    BEFORE UPDATE OF committee_id, year, number, held_on, starts_at, place, state, started_at, ended_at
    ON steering_meeting FOR EACH ROW
    WHEN ((OLD.committee_id, OLD.year, OLD.number, OLD.held_on, OLD.starts_at, OLD.place, OLD.state, OLD.started_at,
           OLD.ended_at) IS DISTINCT FROM
          (NEW.committee_id, NEW.year, NEW.number, NEW.held_on, NEW.starts_at, NEW.place, NEW.state, NEW.started_at,
           NEW.ended_at))
    EXECUTE FUNCTION steering_meeting_frozen_guard();
""" + "".join(
    f"""
CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE ON steering_{table}
    FOR EACH ROW EXECUTE FUNCTION steering_frozen_guard();
"""
    for table in FROZEN_TABLES
)
NO_FROZEN = "".join(f"DROP TRIGGER {table}_frozen ON steering_{table};" for table in (*FROZEN_TABLES, "meeting")) + """
DROP FUNCTION steering_frozen_guard();
DROP FUNCTION steering_meeting_frozen_guard();
DROP FUNCTION steering_meeting_of(text, jsonb);
"""

# The sealed file keeps its bytes.
FILE = """
CREATE FUNCTION steering_sealed_file_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM steering_minutes WHERE file_id = OLD.file_id) THEN
        PERFORM steering_refuse_sealed(TG_TABLE_NAME);
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER storedfilecontent_of_minutes BEFORE DELETE ON core_storedfilecontent
    FOR EACH ROW EXECUTE FUNCTION steering_sealed_file_guard();
"""
NO_FILE = """
DROP TRIGGER storedfilecontent_of_minutes ON core_storedfilecontent;
DROP FUNCTION steering_sealed_file_guard();
"""

# An objection is raised against sealed minutes and an item of their meeting; what was said stays, and a ruling stays
# once the minutes that record it are sealed.
OBJECTION = """
CREATE FUNCTION steering_objection_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE the_meeting bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT meeting_id INTO the_meeting FROM steering_minutes WHERE id = NEW.minutes_id AND state = 'sealed';
        IF the_meeting IS NULL OR NOT (NEW.agenda_item_id IS NULL OR EXISTS (
               SELECT FROM steering_agendaitem WHERE id = NEW.agenda_item_id AND meeting_id = the_meeting)) THEN
            RAISE EXCEPTION 'an objection is raised against sealed minutes, to an item of their meeting'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR steering_is_sealed_meeting(OLD.decided_in_id)
       OR (OLD.minutes_id, OLD.agenda_item_id, OLD.kind, OLD.text, OLD.raised_at, OLD.raised_by_id) IS DISTINCT FROM
          (NEW.minutes_id, NEW.agenda_item_id, NEW.kind, NEW.text, NEW.raised_at, NEW.raised_by_id) THEN
        PERFORM steering_refuse_sealed(TG_TABLE_NAME);
    END IF;
    IF steering_is_sealed_meeting(NEW.decided_in_id) THEN
        PERFORM steering_refuse_sealed(TG_TABLE_NAME);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objection_fixed BEFORE INSERT OR UPDATE OR DELETE ON steering_minutesobjection
    FOR EACH ROW EXECUTE FUNCTION steering_objection_guard();
"""
NO_OBJECTION = """
DROP TRIGGER objection_fixed ON steering_minutesobjection;
DROP FUNCTION steering_objection_guard();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0007_stored_files'),
        ('steering', '0007_log'),
        ('core', '0003_audit'),
    ]

    operations = [
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='steering.meeting', verbose_name='meeting')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('review', 'in review'), ('signed', 'waiting for the chair'), ('countersigned', 'ready to be sealed'), ('sealed', 'sealed')], default='draft', max_length=20, verbose_name='state')),
                ('opening', models.TextField(blank=True, max_length=4000, verbose_name='statements at the beginning')),
                ('closing', models.TextField(blank=True, max_length=4000, verbose_name='statements at the end')),
                ('sealed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='sealed on')),
                ('sealed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sealed by')),
                ('content_hash', models.CharField(blank=True, editable=False, max_length=64, verbose_name='seal (SHA-256)')),
                ('file', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile', verbose_name='sealed file')),
            ],
            options={
                'verbose_name': 'minutes',
                'verbose_name_plural': 'minutes',
                'ordering': ('-meeting__held_on',),
            },
        ),
        migrations.CreateModel(
            name='MinutesVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='steering.minutes', verbose_name='minutes')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('cause', models.CharField(choices=[('assembled', 'assembled from the log'), ('edited', 'edited'), ('log_changed', 'taken over from the log again'), ('returned', 'returned for revision')], max_length=20, verbose_name='reason')),
                ('head', models.JSONField(verbose_name='frame')),
                ('inside', models.JSONField(verbose_name='names and statements')),
                ('made_at', models.DateTimeField(verbose_name='made on')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ],
            options={
                'verbose_name': 'version of minutes',
                'verbose_name_plural': 'versions of minutes',
                'ordering': ('minutes', 'number'),
            },
        ),
        migrations.CreateModel(
            name='MinutesPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='steering.minutesversion', verbose_name='version')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('kind', models.CharField(choices=[('item', 'agenda item'), ('objection', 'objection or correction')], max_length=20, verbose_name='kind')),
                ('agenda_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='steering.agendaitem', verbose_name='agenda item')),
                ('content', models.JSONField(verbose_name='content')),
                ('units', models.ManyToManyField(blank=True, related_name='+', to='core.organisation', verbose_name='units')),
            ],
            options={
                'verbose_name': 'part of minutes',
                'verbose_name_plural': 'parts of minutes',
                'ordering': ('version', 'position'),
            },
        ),
        migrations.CreateModel(
            name='MinutesRemark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='steering.minutes', verbose_name='minutes')),
                ('agenda_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='steering.agendaitem', verbose_name='agenda item')),
                ('text', models.TextField(max_length=2000, verbose_name='remark')),
                ('written_at', models.DateTimeField(editable=False, verbose_name='written on')),
                ('written_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
                ('settled_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='settled on')),
                ('settled_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='settled by')),
            ],
            options={
                'verbose_name': 'remark on minutes',
                'verbose_name_plural': 'remarks on minutes',
                'ordering': ('written_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='MinutesSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='steering.minutesversion', verbose_name='version')),
                ('role', models.CharField(choices=[('chair', 'chair'), ('office', 'committee office'), ('minute_taker', 'minute taker'), ('member', 'member')], max_length=20, verbose_name='signs as')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('is_deputy', models.BooleanField(default=False, verbose_name='as deputy')),
                ('is_refused', models.BooleanField(default=False, verbose_name='refused')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason')),
                ('signed_at', models.DateTimeField(verbose_name='signed on')),
            ],
            options={
                'verbose_name': 'signature',
                'verbose_name_plural': 'signatures',
                'ordering': ('signed_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='MinutesExcerpt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='excerpts', to='steering.minutes', verbose_name='minutes')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation', verbose_name='unit')),
                ('is_told', models.BooleanField(verbose_name='mail written')),
                ('mail', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.outgoingmail', verbose_name='mail')),
            ],
            options={
                'verbose_name': 'excerpt from minutes',
                'verbose_name_plural': 'excerpts from minutes',
                'ordering': ('minutes', 'unit'),
            },
        ),
        migrations.CreateModel(
            name='MinutesObjection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='steering.minutes', verbose_name='minutes')),
                ('agenda_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='steering.agendaitem', verbose_name='agenda item')),
                ('kind', models.CharField(choices=[('objection', 'objection'), ('correction', 'correction')], max_length=20, verbose_name='kind')),
                ('text', models.TextField(max_length=4000, verbose_name='what is held against it')),
                ('raised_at', models.DateTimeField(editable=False, verbose_name='raised on')),
                ('raised_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='raised by')),
                ('ruling', models.CharField(blank=True, choices=[('upheld', 'upheld'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn')], max_length=20, verbose_name='ruling')),
                ('ruling_text', models.TextField(blank=True, max_length=4000, verbose_name='what is recorded')),
                ('decided_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ruled_objections', to='steering.meeting', verbose_name='dealt with in')),
                ('decided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='recorded on')),
                ('decided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'objection to minutes',
                'verbose_name_plural': 'objections to minutes',
                'ordering': ('raised_at', 'pk'),
            },
        ),
        migrations.AddConstraint(
            model_name='minutes',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'review', 'signed', 'countersigned', 'sealed'])), name='minutes_state'),
        ),
        migrations.AddConstraint(
            model_name='minutes',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('content_hash__regex', '^[0-9a-f]{64}$'), ('file__isnull', False), ('sealed_at__isnull', False), ('sealed_by__isnull', False), ('state', 'sealed')), models.Q(models.Q(('state', 'sealed'), _negated=True), ('content_hash', ''), ('file__isnull', True), ('sealed_at__isnull', True), ('sealed_by__isnull', True)), _connector='OR'), name='minutes_seal_complete'),
        ),
        migrations.AddConstraint(
            model_name='minutesversion',
            constraint=models.UniqueConstraint(fields=('minutes', 'number'), name='minutesversion_number_unique'),
        ),
        migrations.AddConstraint(
            model_name='minutesversion',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='minutesversion_number_positive'),
        ),
        migrations.AddConstraint(
            model_name='minutesversion',
            constraint=models.CheckConstraint(condition=models.Q(('cause__in', ['assembled', 'edited', 'log_changed', 'returned'])), name='minutesversion_cause'),
        ),
        migrations.AddConstraint(
            model_name='minutespart',
            constraint=models.UniqueConstraint(fields=('version', 'position'), name='minutespart_position_unique'),
        ),
        migrations.AddConstraint(
            model_name='minutespart',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['item', 'objection'])), name='minutespart_kind'),
        ),
        migrations.AddConstraint(
            model_name='minutespart',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'objection'), ('agenda_item__isnull', False), _connector='OR'), name='minutespart_of_item'),
        ),
        migrations.AddConstraint(
            model_name='minutesremark',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='minutesremark_has_text'),
        ),
        migrations.AddConstraint(
            model_name='minutesremark',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='minutesremark_settled'),
        ),
        migrations.AddConstraint(
            model_name='minutessignature',
            constraint=models.UniqueConstraint(fields=('version', 'role'), name='minutessignature_one_per_role'),
        ),
        migrations.AddConstraint(
            model_name='minutessignature',
            constraint=models.UniqueConstraint(fields=('version', 'user'), name='minutessignature_one_per_person'),
        ),
        migrations.AddConstraint(
            model_name='minutessignature',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ('minute_taker', 'chair'))), name='minutessignature_role'),
        ),
        migrations.AddConstraint(
            model_name='minutessignature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_refused', True), models.Q(('reason', ''), _negated=True)), models.Q(('is_refused', False), ('reason', '')), _connector='OR'), name='minutessignature_refusal_has_reason', violation_error_message='Please say why the signature is refused.'),
        ),
        migrations.AddConstraint(
            model_name='minutesexcerpt',
            constraint=models.UniqueConstraint(fields=('minutes', 'unit'), name='minutesexcerpt_once'),
        ),
        migrations.AddConstraint(
            model_name='minutesexcerpt',
            constraint=models.CheckConstraint(condition=models.Q(('mail__isnull', True), ('is_told', True), _connector='OR'), name='minutesexcerpt_mail_was_written'),
        ),
        migrations.AddConstraint(
            model_name='minutesobjection',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['objection', 'correction'])), name='objection_kind'),
        ),
        migrations.AddConstraint(
            model_name='minutesobjection',
            constraint=models.CheckConstraint(condition=models.Q(('ruling__in', ('', 'upheld', 'rejected', 'withdrawn'))), name='objection_ruling'),
        ),
        migrations.AddConstraint(
            model_name='minutesobjection',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='objection_has_text', violation_error_message='Please say what is held against the minutes.'),
        ),
        migrations.AddConstraint(
            model_name='minutesobjection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decided_in__isnull', True), ('ruling', ''), ('ruling_text', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('decided_in__isnull', True), ('ruling', 'withdrawn')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('decided_in__isnull', False), ('ruling__in', ('upheld', 'rejected')), models.Q(('ruling_text', ''), _negated=True)), _connector='OR'), name='objection_ruled', violation_error_message='Please say in which meeting and with which words it was dealt with.'),
        ),
        *(AuditTable(table) for table in TABLES),
        # These rows never change and keep their content themselves: the audit notes that they were added.
        AuditTable("steering_minutesversion", omit_values=True),
        AuditTable("steering_minutespart", omit_values=True),
        migrations.RunSQL(IS_SEALED, NO_IS_SEALED),
        migrations.RunSQL(MINUTES, NO_MINUTES),
        migrations.RunSQL(APPEND_ONLY, NO_APPEND_ONLY),
        migrations.RunSQL(FROZEN, NO_FROZEN),
        migrations.RunSQL(FILE, NO_FILE),
        migrations.RunSQL(OBJECTION, NO_OBJECTION),
    ]
