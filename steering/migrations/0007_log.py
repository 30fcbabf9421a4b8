"""Attendance, votes and the texts of the log."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from core.audit import AuditTable

# A time of presence refers to an attendance that is "present", and to no other.
SPAN_OF_PRESENT = """
ALTER TABLE steering_attendancespan ADD CONSTRAINT attendancespan_belongs_to_present
FOREIGN KEY (attendance_id, state) REFERENCES steering_attendance (id, state) DEFERRABLE INITIALLY DEFERRED
"""
# A sign of life every few seconds that nobody misses after a crash.
UNLOGGED = "ALTER TABLE steering_logpresence SET UNLOGGED"


class Migration(migrations.Migration):
    dependencies = [("steering", "0006_invitations"), ("core", "0003_audit")]

    operations = [
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('member', 'member'), ('guest', 'guest'), ('expert', 'expert')], default='member', max_length=10, verbose_name='kind')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('body', models.CharField(blank=True, max_length=120, verbose_name='body or function')),
                ('state', models.CharField(choices=[('present', 'present'), ('excused', 'excused'), ('absent', 'absent')], max_length=10, verbose_name='attendance')),
            ],
            options={
                'verbose_name': 'attendance',
                'verbose_name_plural': 'attendances',
                'ordering': ('meeting', 'kind', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='AttendanceSpan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('present', 'present'), ('excused', 'excused'), ('absent', 'absent')], default='present', editable=False, max_length=10)),
                ('arrived_at', models.DateTimeField(blank=True, null=True, verbose_name='arrived')),
                ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='left')),
            ],
            options={
                'verbose_name': 'time of presence',
                'verbose_name_plural': 'times of presence',
                'ordering': (models.OrderBy(models.F('arrived_at'), nulls_first=True),),
            },
        ),
        migrations.CreateModel(
            name='Interruption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField(verbose_name='begin')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='end')),
            ],
            options={
                'verbose_name': 'interruption',
                'verbose_name_plural': 'interruptions',
                'ordering': ('meeting', 'began_at'),
            },
        ),
        migrations.CreateModel(
            name='LogDraft',
            fields=[
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='draft', serialize=False, to='steering.agendaitem', verbose_name='agenda item')),
                ('fields', models.JSONField(default=dict, verbose_name='fields')),
                ('version', models.PositiveIntegerField(default=0, verbose_name='version')),
                ('settled', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='settled')),
                ('saved_at', models.DateTimeField(verbose_name='saved')),
            ],
            options={
                'verbose_name': 'draft of the log',
                'verbose_name_plural': 'drafts of the log',
            },
        ),
        migrations.CreateModel(
            name='LogPresence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(verbose_name='seen')),
            ],
            options={
                'verbose_name': 'writer of the log',
                'verbose_name_plural': 'writers of the log',
            },
        ),
        migrations.CreateModel(
            name='LogRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(choices=[('minutes', 'Minutes'), ('result', 'Result'), ('deferred_to', 'Deferred to'), ('referred_to', 'Referred to'), ('wording', 'Decision'), ('vote', 'Vote'), ('yes', 'Yes'), ('no', 'No'), ('abstain', 'Abstentions'), ('biased', 'Biased'), ('earlier', 'Earlier decision'), ('link', 'What it does to the earlier one'), ('open_measures', 'Open measures of the earlier decision'), ('lead_unit', 'Lead unit'), ('contributing', 'Contributing units'), ('due', 'Due date'), ('areas', 'Areas'), ('side', 'Side of the work')], max_length=40, verbose_name='field')),
                ('text', models.TextField(max_length=8000, verbose_name='text')),
                ('because', models.CharField(choices=[('conflict', 'typed at the same time'), ('replaced', 'replaced by another writer')], max_length=10, verbose_name='kept because')),
                ('kept_at', models.DateTimeField(verbose_name='kept')),
            ],
            options={
                'verbose_name': 'version that gave way',
                'verbose_name_plural': 'versions that gave way',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('consensus', 'by consensus'), ('counted', 'counted')], max_length=10, verbose_name='kind of vote')),
                ('yes', models.PositiveSmallIntegerField(default=0, verbose_name='yes')),
                ('no', models.PositiveSmallIntegerField(default=0, verbose_name='no')),
                ('abstain', models.PositiveSmallIntegerField(default=0, verbose_name='abstentions')),
                ('biased', models.PositiveSmallIntegerField(default=0, verbose_name='biased')),
                ('present', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='voting members present')),
            ],
            options={
                'verbose_name': 'vote',
                'verbose_name_plural': 'votes',
            },
        ),
        migrations.AddField(
            model_name='attendance',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='steering.meeting', verbose_name='meeting'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='seat',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='steering.seat', verbose_name='seat'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='substitute',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='substitute'),
        ),
        migrations.AddField(
            model_name='attendancespan',
            name='attendance',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spans', to='steering.attendance', verbose_name='attendance'),
        ),
        migrations.AddField(
            model_name='interruption',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interruptions', to='steering.meeting', verbose_name='meeting'),
        ),
        migrations.AddField(
            model_name='logdraft',
            name='saved_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='saved by'),
        ),
        migrations.AddField(
            model_name='logpresence',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='steering.agendaitem', verbose_name='agenda item'),
        ),
        migrations.AddField(
            model_name='logpresence',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='steering.meeting', verbose_name='meeting'),
        ),
        migrations.AddField(
            model_name='logpresence',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='logrevision',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='steering.agendaitem', verbose_name='agenda item'),
        ),
        migrations.AddField(
            model_name='logrevision',
            name='written_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by'),
        ),
        migrations.AddField(
            model_name='vote',
            name='agenda_item',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='vote', to='steering.agendaitem', verbose_name='agenda item'),
        ),
        migrations.AddField(
            model_name='vote',
            name='decision',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='vote', to='steering.decision', verbose_name='decision'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['member', 'guest', 'expert'])), name='attendance_kind'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['present', 'excused', 'absent'])), name='attendance_state'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('meeting', 'seat'), name='attendance_seat_once'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('id', 'state'), name='attendance_with_state'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'member'), ('seat__isnull', False)), models.Q(models.Q(('kind', 'member'), _negated=True), ('person__isnull', True), ('seat__isnull', True), ('substitute__isnull', True)), _connector='OR'), name='attendance_member_has_seat'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'member'), models.Q(('name', ''), _negated=True), _connector='OR'), name='attendance_guest_has_name', violation_error_message='Please give a name.'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('substitute__isnull', True), ('name', ''), _connector='OR'), name='attendance_one_substitute', violation_error_message='Please choose a substitute or give a name, not both.'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'present'), models.Q(('kind', 'member'), _negated=True), models.Q(('name', ''), ('substitute__isnull', True)), _connector='OR'), name='attendance_substitute_is_present'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('substitute__isnull', True), ('person__isnull', True), models.Q(('substitute', models.F('person')), _negated=True), _connector='OR'), name='attendance_not_own_substitute', violation_error_message='Nobody is their own substitute.'),
        ),
        migrations.AddConstraint(
            model_name='attendancespan',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'present')), name='attendancespan_only_of_present'),
        ),
        migrations.AddConstraint(
            model_name='attendancespan',
            constraint=models.CheckConstraint(condition=models.Q(('arrived_at__isnull', True), ('left_at__isnull', True), ('left_at__gte', models.F('arrived_at')), _connector='OR'), name='attendancespan_leaves_after_arriving', violation_error_message='Somebody leaves after arriving.'),
        ),
        migrations.AddConstraint(
            model_name='attendancespan',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=((models.Func(models.F('attendance'), models.F('attendance'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('arrived_at'), models.F('left_at'), function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')), name='attendancespan_no_overlap', violation_error_message='These times overlap.'),
        ),
        migrations.AddConstraint(
            model_name='interruption',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('began_at')), _connector='OR'), name='interruption_ends_after_begin', violation_error_message='An interruption ends after it began.'),
        ),
        migrations.AddConstraint(
            model_name='interruption',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=((models.Func(models.F('meeting'), models.F('meeting'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('began_at'), models.F('ended_at'), function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')), name='interruption_no_overlap', violation_error_message='The meeting was already interrupted at that time.'),
        ),
        migrations.AddConstraint(
            model_name='logdraft',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.Func(models.F('fields'), function='jsonb_typeof', output_field=models.TextField()), 'object')), name='logdraft_fields_are_an_object'),
        ),
        migrations.AddConstraint(
            model_name='logpresence',
            constraint=models.UniqueConstraint(fields=('meeting', 'user'), name='logpresence_unique'),
        ),
        migrations.AddConstraint(
            model_name='logrevision',
            constraint=models.CheckConstraint(condition=models.Q(('because__in', ['conflict', 'replaced'])), name='logrevision_because'),
        ),
        migrations.AddConstraint(
            model_name='logrevision',
            constraint=models.CheckConstraint(condition=models.Q(('field__in', ['minutes', 'result', 'deferred_to', 'referred_to', 'wording', 'vote', 'yes', 'no', 'abstain', 'biased', 'earlier', 'link', 'open_measures', 'lead_unit', 'contributing', 'due', 'areas', 'side'])), name='logrevision_field'),
        ),
        migrations.AddConstraint(
            model_name='logrevision',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='logrevision_has_text'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['consensus', 'counted'])), name='vote_kind'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agenda_item__isnull', True), ('decision__isnull', False)), models.Q(('agenda_item__isnull', False), ('decision__isnull', True)), _connector='OR'), name='vote_on_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'counted'), models.Q(('abstain', 0), ('biased', 0), ('no', 0), ('yes', 0)), _connector='OR'), name='vote_consensus_counts_nobody'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'consensus'), ('yes__gt', 0), ('no__gt', 0), ('abstain__gt', 0), _connector='OR'), name='vote_counted_counts_somebody', violation_error_message='Please give the numbers of the vote.'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(('present__isnull', True), ('present__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('yes'), '+', models.F('no')), '+', models.F('abstain')), '+', models.F('biased'))), _connector='OR'), name='vote_within_those_present', violation_error_message='More votes than voting members present.'),
        ),
        migrations.RunSQL(
            SPAN_OF_PRESENT, "ALTER TABLE steering_attendancespan DROP CONSTRAINT attendancespan_belongs_to_present"
        ),
        migrations.RunSQL(UNLOGGED, "ALTER TABLE steering_logpresence SET LOGGED"),
        AuditTable("steering_attendance"),
        AuditTable("steering_attendancespan"),
        AuditTable("steering_interruption"),
        AuditTable("steering_vote"),
        # The texts stand in the table itself, which only grows: the audit keeps that they were kept.
        AuditTable("steering_logrevision", omit_values=True),
    ]
