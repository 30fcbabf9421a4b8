"""The ladder of reminders as data, and how a person wants to be reminded."""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.models.functions
import steering.models.reminder_settings
import steering.models.reminders
from core.audit import AuditTable

# The default anybody can read: counted from, working days, who hears it, how, is it an escalation.
DEFAULT = (
    ("not_acknowledged", 3, "inbox", "mail", False),
    ("not_acknowledged", 5, "head", "mail", True),
    ("due", -5, "person", "mail", False),
    ("due", 0, "person", "mail", False),
    ("due", 3, "head", "mail", True),
    ("due", 5, "office", "mail", False),
    ("due", 10, "chair", "mail", True),
    ("due", 10, "agenda", "entry", False),
    ("status_stale", 20, "person", "mail", False),
    ("resubmission", 0, "office", "mail", False),
)


def write_default_ladder(apps, _schema_editor):
    ladder = apps.get_model("steering", "Ladder").objects.create(committee=None)
    steps = apps.get_model("steering", "LadderStep").objects
    for trigger, working_days, audience, channel, is_escalation in DEFAULT:
        steps.create(
            ladder=ladder,
            trigger=trigger,
            working_days=working_days,
            audience=audience,
            channel=channel,
            is_escalation=is_escalation,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("steering", "0010_exchange"),
        ("core", "0003_audit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Reminders are written anew by the planner, which finds every follow-up without them.
        migrations.DeleteModel(name='ReminderOccurrence'),
        migrations.CreateModel(
            name='Ladder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('committee', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ladder', to='steering.committee', verbose_name='committee')),
                ('earliest', models.TimeField(default=datetime.time(8, 0), verbose_name='mails not before')),
                ('latest', models.TimeField(default=datetime.time(18, 0), verbose_name='mails not after')),
                ('single_allowed', models.BooleanField(default=True, help_text='Otherwise everybody gets one mail a day.', verbose_name='one mail for each follow-up allowed')),
                ('longest_wait', models.PositiveSmallIntegerField(default=4, help_text='Working days a reminder may wait for the weekdays a person has chosen.', verbose_name='longest wait')),
            ],
            options={
                'verbose_name': 'reminder ladder',
                'verbose_name_plural': 'reminder ladders',
                'ordering': (models.OrderBy(models.F('committee'), nulls_first=True),),
                'constraints': [models.UniqueConstraint(fields=('committee',), name='ladder_one_default', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('earliest__gte', datetime.time(6, 0)), ('latest__gt', models.F('earliest'))), name='ladder_hours', violation_error_message="Mails begin at 6 o'clock at the earliest and end after they begin."), models.CheckConstraint(condition=models.Q(('longest_wait__lte', 20)), name='ladder_longest_wait', violation_error_message='A reminder may wait for twenty working days at most.')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='LadderStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ladder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='steering.ladder', verbose_name='ladder')),
                ('trigger', models.CharField(choices=[('due', 'due date'), ('not_acknowledged', 'not acknowledged'), ('status_stale', 'no status report'), ('resubmission', 'resubmission')], default='due', max_length=20, verbose_name='counted from')),
                ('working_days', models.SmallIntegerField(help_text='Negative: before the due date. 0: on the day. Positive: after it.', verbose_name='working days')),
                ('audience', models.CharField(choices=[('person', 'responsible person'), ('inbox', 'unit inbox'), ('head', 'head of unit'), ('office', 'committee office'), ('chair', 'chair'), ('agenda', 'next agenda')], max_length=20, verbose_name='who hears it')),
                ('channel', models.CharField(choices=[('mail', 'mail and entry'), ('entry', 'entry only')], default='mail', max_length=10, verbose_name='how')),
                ('is_escalation', models.BooleanField(default=False, help_text='Goes out at once in office hours; nobody can switch it off.', verbose_name='escalation')),
                ('retired_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='retired')),
                ('created_at', models.DateTimeField(db_default=core.models.functions.AppNow(), editable=False, verbose_name='entered')),
            ],
            options={
                'verbose_name': 'step of the ladder',
                'verbose_name_plural': 'steps of the ladder',
                'ordering': ('ladder', 'trigger', 'working_days', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('trigger__in', ['due', 'not_acknowledged', 'status_stale', 'resubmission'])), name='ladderstep_trigger'), models.CheckConstraint(condition=models.Q(('audience__in', ['person', 'inbox', 'head', 'office', 'chair', 'agenda'])), name='ladderstep_audience'), models.CheckConstraint(condition=models.Q(('channel__in', ['mail', 'entry'])), name='ladderstep_channel'), models.CheckConstraint(condition=models.Q(('trigger', 'due'), ('working_days__gte', 0), _connector='OR'), name='ladderstep_only_due_dates_have_a_before', violation_error_message='Only a due date has days before it.'), models.CheckConstraint(condition=models.Q(models.Q(('trigger__in', ('not_acknowledged', 'status_stale')), _negated=True), ('working_days__gte', 1), _connector='OR'), name='ladderstep_silence_takes_a_day', violation_error_message='Give the unit at least one working day.'), models.CheckConstraint(condition=models.Q(('working_days__range', (-250, 250))), name='ladderstep_within_a_year', violation_error_message='At most 250 working days.'), models.CheckConstraint(condition=models.Q(models.Q(('audience', 'agenda'), _negated=True), ('channel', 'entry'), _connector='OR'), name='ladderstep_agenda_is_no_mail', violation_error_message='What goes onto the agenda needs no mail.'), models.CheckConstraint(condition=models.Q(('is_escalation', False), ('channel', 'mail'), _connector='OR'), name='ladderstep_escalation_is_a_mail', violation_error_message='An escalation is a mail.'), models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('ladder', 'trigger', 'working_days', 'audience'), name='ladderstep_once', violation_error_message='The ladder has this step already.')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ReminderSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reminder_settings', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('time_of_day', models.TimeField(default=datetime.time(8, 0), verbose_name='time of day')),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=steering.models.reminder_settings.every_working_day, size=None, verbose_name='days')),
                ('delivery', models.CharField(choices=[('digest', 'one mail with everything'), ('single', 'one mail for each follow-up')], default='digest', max_length=10, verbose_name='form')),
                ('weekly', models.BooleanField(default=True, help_text='For heads of unit, on the first working day of the week.', verbose_name='weekly overview')),
            ],
            options={
                'verbose_name': 'reminder settings',
                'verbose_name_plural': 'reminder settings',
                'constraints': [models.CheckConstraint(condition=models.Q(('delivery__in', ['digest', 'single'])), name='remindersettings_delivery'), models.CheckConstraint(condition=models.Q(('weekdays__contained_by', [0, 1, 2, 3, 4]), ('weekdays__len__gte', 1)), name='remindersettings_weekdays', violation_error_message='Please choose at least one day from Monday to Friday.')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ReminderOccurrence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('follow_up', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='steering.followup', verbose_name='follow-up')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='occurrences', to='steering.ladderstep', verbose_name='step')),
                ('date_version', models.PositiveSmallIntegerField(verbose_name='version of the date')),
                ('anchor', models.DateField(verbose_name='counted from')),
                ('local_date', models.DateField(verbose_name='date')),
                ('due_at', models.GeneratedField(db_persist=True, expression=steering.models.reminders.MorningOf('local_date'), output_field=models.DateTimeField(), verbose_name='due')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='why on this day')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('reached', 'mail waits for its hour'), ('entered', 'entered'), ('queued', 'handed to the outbox'), ('cancelled', 'cancelled'), ('undeliverable', 'nobody to receive it')], default='planned', max_length=20, verbose_name='state')),
                ('cancelled', models.CharField(blank=True, choices=[('passed', 'its day had passed when it was planned'), ('ended', 'the follow-up has been answered or closed'), ('moved', 'the date has changed'), ('acknowledged', 'the unit has acknowledged'), ('reported', 'a status has been reported'), ('ladder', 'the ladder has changed')], max_length=20, verbose_name='why cancelled')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation', verbose_name='unit')),
                ('chosen', models.CharField(blank=True, choices=[('responsible', 'acknowledged the follow-up'), ('head', 'heads the unit'), ('office', 'runs the committee office'), ('chair', 'chairs the committee'), ('inbox', 'inbox of the unit'), ('opener', 'opened the follow-up; nobody in the unit could be reached'), ('substitute', 'stands in for somebody absent'), ('agenda', 'goes onto the next agenda')], max_length=20, verbose_name='why them')),
                ('reached_at', models.DateTimeField(blank=True, null=True, verbose_name='entered on')),
                ('deliver_at', models.DateTimeField(blank=True, null=True, verbose_name='hour of the mail')),
                ('queued_at', models.DateTimeField(blank=True, null=True, verbose_name='handed to the outbox')),
                ('mail', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.outgoingmail', verbose_name='mail')),
            ],
            options={
                'verbose_name': 'reminder',
                'verbose_name_plural': 'reminders',
                'ordering': ('due_at', 'pk'),
                'indexes': [models.Index(condition=models.Q(('state', 'planned')), fields=['due_at'], name='reminder_due'), models.Index(condition=models.Q(('state', 'reached')), fields=['deliver_at'], name='reminder_deliver')],
                'constraints': [models.UniqueConstraint(fields=('follow_up', 'step', 'date_version', 'anchor'), name='reminder_once'), models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'reached', 'entered', 'queued', 'cancelled', 'undeliverable'])), name='reminder_state'), models.CheckConstraint(condition=models.Q(('chosen__in', ('', 'responsible', 'head', 'office', 'chair', 'inbox', 'opener', 'substitute', 'agenda'))), name='reminder_chosen'), models.CheckConstraint(condition=models.Q(('cancelled__in', ('', 'passed', 'ended', 'moved', 'acknowledged', 'reported', 'ladder'))), name='reminder_cancelled'), models.CheckConstraint(condition=models.Q(models.Q(('queued_at__isnull', False), ('state', 'queued')), models.Q(models.Q(('state', 'queued'), _negated=True), ('mail__isnull', True), ('queued_at__isnull', True)), _connector='OR'), name='reminder_queued'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('reached', 'entered', 'queued')), _negated=True), models.Q(('reached_at__isnull', False), models.Q(('chosen', ''), _negated=True)), _connector='OR'), name='reminder_reached'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('reached', 'queued')), _negated=True), models.Q(('deliver_at__isnull', False), ('unit__isnull', True), ('user__isnull', False)), models.Q(('deliver_at__isnull', False), ('unit__isnull', False), ('user__isnull', True)), _connector='OR'), name='reminder_mail_has_hour_and_recipient'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), models.Q(('cancelled', ''), _negated=True)), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('cancelled', '')), _connector='OR'), name='reminder_cancelled_has_reason')],
            },
        ),
        AuditTable("steering_ladder"),
        AuditTable("steering_ladderstep"),
        AuditTable("steering_remindersettings"),
        migrations.RunPython(write_default_ladder, migrations.RunPython.noop),
        migrations.RunSQL("UPDATE steering_followup SET planned_version = 0", migrations.RunSQL.noop),
    ]
