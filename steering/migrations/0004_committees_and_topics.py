"""Substitutes of seats, settings of committees, topics, and decisions by circular.

A decision now comes from an agenda item or from a circular, and says itself for whom it is: its committee and its
confidentiality are those of its origin.
"""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.audit import AuditTable

TABLES = (
    "steering_seatsubstitute",
    "steering_topic_areas",
    "steering_topicchange",
    "steering_circulardecision",
    "steering_circularrecipient",
)

# The triggers of the audit have to speak before the table is altered further.
FILL_ORIGIN = """
UPDATE steering_decision d SET committee_id = m.committee_id, confidentiality = i.confidentiality
  FROM steering_agendaitem i JOIN steering_meeting m ON m.id = i.meeting_id WHERE i.id = d.agenda_item_id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED
"""

# The confidentiality of a decision is that of its item or circular, also when the item's is changed later.
SAME_CONFIDENTIALITY = """
ALTER TABLE steering_decision ADD CONSTRAINT decision_as_confidential_as_its_item
FOREIGN KEY (agenda_item_id, confidentiality) REFERENCES steering_agendaitem (id, confidentiality)
ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE steering_decision ADD CONSTRAINT decision_as_confidential_as_its_circular
FOREIGN KEY (circular_id, confidentiality) REFERENCES steering_circulardecision (id, confidentiality)
ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
"""
ANY_CONFIDENTIALITY = """
ALTER TABLE steering_decision DROP CONSTRAINT decision_as_confidential_as_its_item;
ALTER TABLE steering_decision DROP CONSTRAINT decision_as_confidential_as_its_circular
"""

# A decision belongs to the committee in which it was taken.
SAME_COMMITTEE = """
CREATE FUNCTION steering_decision_committee() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.committee_id IS DISTINCT FROM coalesce(
        (SELECT m.committee_id FROM steering_agendaitem i JOIN steering_meeting m ON m.id = i.meeting_id
          WHERE i.id = NEW.agenda_item_id),
        (SELECT c.committee_id FROM steering_circulardecision c WHERE c.id = NEW.circular_id)
    ) THEN
        RAISE EXCEPTION 'a decision belongs to the committee in which it was taken'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_of_its_committee';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_of_its_committee BEFORE INSERT OR UPDATE OF committee_id, agenda_item_id, circular_id
    ON steering_decision FOR EACH ROW EXECUTE FUNCTION steering_decision_committee()
"""
ANY_COMMITTEE = "DROP TRIGGER decision_of_its_committee ON steering_decision; DROP FUNCTION steering_decision_committee()"


class Migration(migrations.Migration):
    dependencies = [
        ("steering", "0003_followup_closed_by"),
        ("core", "0003_audit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CircularDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('wording', models.TextField(max_length=4000, verbose_name='wording')),
                ('grounds', models.TextField(blank=True, max_length=4000, verbose_name='grounds')),
                ('confidentiality', models.CharField(choices=[('public', 'public'), ('internal', 'internal'), ('confidential', 'confidential')], default='internal', max_length=20, verbose_name='confidentiality')),
                ('period', models.PositiveSmallIntegerField(verbose_name='period for replies')),
                ('period_unit', models.CharField(choices=[('hours', 'hours'), ('working_days', 'working days')], max_length=20, verbose_name='counted in')),
                ('silence', models.CharField(choices=[('consent', 'silence is consent'), ('no_vote', 'silence is no vote')], max_length=20, verbose_name='rule for silence')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('running', 'waiting for replies'), ('adopted', 'adopted'), ('stopped', 'stopped by an objection'), ('failed', 'not adopted'), ('withdrawn', 'withdrawn')], default='draft', editable=False, max_length=20, verbose_name='state')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='drafted')),
                ('sent_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='sent')),
                ('deadline_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='deadline')),
                ('deadline_reason', models.CharField(blank=True, editable=False, max_length=500, verbose_name='how the deadline was counted')),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='closed')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'decision by circular',
                'verbose_name_plural': 'decisions by circular',
                'ordering': ('-created_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='CircularRecipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reply', models.CharField(blank=True, choices=[('agree', 'agree'), ('abstain', 'abstain'), ('object', 'object')], max_length=20, verbose_name='reply')),
                ('remark', models.CharField(blank=True, max_length=500, verbose_name='remark')),
                ('replied_at', models.DateTimeField(blank=True, null=True, verbose_name='replied')),
            ],
            options={
                'verbose_name': 'recipient of a circular',
                'verbose_name_plural': 'recipients of circulars',
                'ordering': ('circular', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='SeatSubstitute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('rank', models.PositiveSmallIntegerField(default=1, verbose_name='rank')),
            ],
            options={
                'verbose_name': 'substitute in a seat',
                'verbose_name_plural': 'substitutes in seats',
                'ordering': ('seat', 'rank'),
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('description', models.TextField(blank=True, max_length=4000, verbose_name='what was observed, what is asked')),
                ('side', models.CharField(choices=[('help', 'help and support'), ('order', 'safety, order, cleanliness')], max_length=10, verbose_name='side of the work')),
                ('urgency', models.CharField(choices=[('normal', 'normal'), ('soon', 'soon'), ('urgent', 'urgent')], default='normal', max_length=10, verbose_name='urgency')),
                ('confidentiality', models.CharField(choices=[('public', 'public'), ('internal', 'internal'), ('confidential', 'confidential')], default='internal', max_length=20, verbose_name='confidentiality')),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('accepted', 'accepted'), ('returned', 'returned'), ('scheduled', 'on an agenda'), ('settled', 'dealt with'), ('withdrawn', 'withdrawn')], default='proposed', editable=False, max_length=20, verbose_name='state')),
                ('proposed_at', models.DateTimeField(editable=False, verbose_name='proposed')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ('-proposed_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='TopicChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('accepted', 'accepted'), ('returned', 'returned'), ('scheduled', 'on an agenda'), ('settled', 'dealt with'), ('withdrawn', 'withdrawn')], max_length=20, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('result', models.CharField(blank=True, choices=[('decided', 'decided'), ('noted', 'noted'), ('deferred', 'deferred'), ('referred', 'referred'), ('removed', 'removed from the agenda'), ('withdrawn', 'withdrawn')], max_length=20, verbose_name='result')),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
            ],
            options={
                'verbose_name': 'step of a topic',
                'verbose_name_plural': 'steps of topics',
                'ordering': ('changed_at', 'pk'),
            },
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='decision_number_form',
        ),
        migrations.AddField(
            model_name='committee',
            name='backlog_threshold',
            field=models.PositiveSmallIntegerField(default=5, help_text='From this number of topics on, the next agenda proposes to go through the backlog.', verbose_name='threshold of the backlog'),
        ),
        migrations.AddField(
            model_name='committee',
            name='quorum_rule',
            field=models.CharField(choices=[('off', 'no quorum'), ('majority', 'more than half of the votes, at least three')], default='majority', max_length=20, verbose_name='quorum'),
        ),
        migrations.AddField(
            model_name='committee',
            name='urgent_notice_hours',
            field=models.PositiveSmallIntegerField(default=48, help_text='Hours; the invitation then says why it is urgent.', verbose_name='notice in urgent cases'),
        ),
        migrations.AddField(
            model_name='decision',
            name='committee',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='steering.committee', verbose_name='committee'),
        ),
        migrations.AddField(
            model_name='decision',
            name='confidentiality',
            field=models.CharField(choices=[('public', 'public'), ('internal', 'internal'), ('confidential', 'confidential')], editable=False, max_length=20, null=True, verbose_name='confidentiality'),
        ),
        migrations.RunSQL(FILL_ORIGIN, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='decision',
            name='committee',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='steering.committee', verbose_name='committee'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='confidentiality',
            field=models.CharField(choices=[('public', 'public'), ('internal', 'internal'), ('confidential', 'confidential')], editable=False, max_length=20, verbose_name='confidentiality'),
        ),
        migrations.AddField(
            model_name='seat',
            name='is_advisory',
            field=models.BooleanField(default=False, help_text='Takes part without a vote, for example from outside the city.', verbose_name='advisory'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='agenda_item',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='steering.agendaitem', verbose_name='agenda item'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(fields=('id', 'confidentiality'), name='agendaitem_with_confidentiality'),
        ),
        migrations.AddConstraint(
            model_name='committee',
            constraint=models.CheckConstraint(condition=models.Q(('quorum_rule__in', ['off', 'majority'])), name='committee_quorum_rule'),
        ),
        migrations.AddConstraint(
            model_name='committee',
            constraint=models.CheckConstraint(condition=models.Q(('backlog_threshold__gte', 1)), name='committee_threshold_positive', violation_error_message='The threshold of the backlog is at least one.'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('is_advisory', False), ('role', 'member'), _connector='OR'), name='seat_advisory_member', violation_error_message='Only members can be advisory.'),
        ),
        migrations.AlterConstraint(
            model_name='committee',
            name='committee_prefix_form',
            constraint=models.CheckConstraint(condition=models.Q(('number_prefix', ''), ('number_prefix__regex', '^[A-Z]{1,8}$'), _connector='OR'), name='committee_prefix_form', violation_error_message='The prefix consists of one to eight capital letters.'),
        ),
        migrations.AddField(
            model_name='circulardecision',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circulars', to='steering.committee', verbose_name='committee'),
        ),
        migrations.AddField(
            model_name='circulardecision',
            name='created_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drafted by'),
        ),
        migrations.AddField(
            model_name='circulardecision',
            name='sent_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent by'),
        ),
        migrations.AddField(
            model_name='decision',
            name='circular',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='steering.circulardecision', verbose_name='decision by circular'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('number__regex', '^([A-Z]{1,8}-)?[0-9]{4}/([0-9]{2,}|U)-[0-9]{2,}$')), name='decision_number_form'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agenda_item__isnull', False), ('circular__isnull', True)), models.Q(('agenda_item__isnull', True), ('circular__isnull', False)), _connector='OR'), name='decision_one_origin'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('confidentiality__in', ['public', 'internal', 'confidential'])), name='decision_confidentiality'),
        ),
        migrations.AddField(
            model_name='circularrecipient',
            name='circular',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recipients', to='steering.circulardecision', verbose_name='decision by circular'),
        ),
        migrations.AddField(
            model_name='circularrecipient',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circulars_received', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='circularrecipient',
            name='replied_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='replied by'),
        ),
        migrations.AddField(
            model_name='circularrecipient',
            name='seat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='steering.seat', verbose_name='seat'),
        ),
        migrations.AddField(
            model_name='seatsubstitute',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='substitute_seats', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='seatsubstitute',
            name='seat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='substitutes', to='steering.seat', verbose_name='seat'),
        ),
        migrations.AddField(
            model_name='topic',
            name='areas',
            field=models.ManyToManyField(blank=True, related_name='topics', to='quarters.area', verbose_name='areas'),
        ),
        migrations.AddField(
            model_name='topic',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='steering.committee', verbose_name='committee'),
        ),
        migrations.AddField(
            model_name='topic',
            name='proposed_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='topics', to=settings.AUTH_USER_MODEL, verbose_name='proposed by'),
        ),
        migrations.AddField(
            model_name='topic',
            name='raised_from',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='raised_topics', to='steering.agendaitem', verbose_name='raised from'),
        ),
        migrations.AddField(
            model_name='topic',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='core.organisation', verbose_name='proposed by the unit'),
        ),
        migrations.AddField(
            model_name='topicchange',
            name='changed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by'),
        ),
        migrations.AddField(
            model_name='topicchange',
            name='item',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='topic_changes', to='steering.agendaitem', verbose_name='agenda item'),
        ),
        migrations.AddField(
            model_name='topicchange',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='steering.topic', verbose_name='topic'),
        ),
        migrations.AddIndex(
            model_name='circulardecision',
            index=models.Index(condition=models.Q(('state', 'running')), fields=['deadline_at'], name='circular_running'),
        ),
        migrations.AddConstraint(
            model_name='circulardecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('wording', ''), _negated=True)), name='circular_has_text'),
        ),
        migrations.AddConstraint(
            model_name='circulardecision',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'running', 'adopted', 'stopped', 'failed', 'withdrawn'])), name='circular_state'),
        ),
        migrations.AddConstraint(
            model_name='circulardecision',
            constraint=models.CheckConstraint(condition=models.Q(('confidentiality__in', ['public', 'internal', 'confidential'])), name='circular_confidentiality'),
        ),
        migrations.AddConstraint(
            model_name='circulardecision',
            constraint=models.CheckConstraint(condition=models.Q(('period__gte', 1), ('period_unit__in', ['hours', 'working_days'])), name='circular_period', violation_error_message='The period is at least one hour or one working day.'),
        ),
        migrations.AddConstraint(
            model_name='circulardecision',
            constraint=models.CheckConstraint(condition=models.Q(('silence__in', ['consent', 'no_vote'])), name='circular_silence'),
        ),
        migrations.AddConstraint(
            model_name='circulardecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('deadline_at__gt', models.F('sent_at')), ('sent_at__isnull', False), ('sent_by__isnull', False)), models.Q(('deadline_at__isnull', True), ('sent_at__isnull', True), ('sent_by__isnull', True), ('state__in', ('draft', 'withdrawn'))), _connector='OR'), name='circular_sent'),
        ),
        migrations.AddConstraint(
            model_name='circulardecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ('adopted', 'stopped', 'failed', 'withdrawn'))), models.Q(models.Q(('state__in', ('adopted', 'stopped', 'failed', 'withdrawn')), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='circular_closed'),
        ),
        migrations.AddConstraint(
            model_name='circulardecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('sent_at__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='circular_withdrawn_with_reason', violation_error_message='Please give the reason in a sentence.'),
        ),
        migrations.AddConstraint(
            model_name='circulardecision',
            constraint=models.UniqueConstraint(fields=('id', 'confidentiality'), name='circular_with_confidentiality'),
        ),
        migrations.AddConstraint(
            model_name='circularrecipient',
            constraint=models.UniqueConstraint(fields=('circular', 'seat'), name='circularrecipient_once_per_seat'),
        ),
        migrations.AddConstraint(
            model_name='circularrecipient',
            constraint=models.UniqueConstraint(fields=('circular', 'person'), name='circularrecipient_once_per_person'),
        ),
        migrations.AddConstraint(
            model_name='circularrecipient',
            constraint=models.CheckConstraint(condition=models.Q(('reply__in', ('', 'agree', 'abstain', 'object'))), name='circularrecipient_reply'),
        ),
        migrations.AddConstraint(
            model_name='circularrecipient',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('remark', ''), ('replied_at__isnull', True), ('replied_by__isnull', True), ('reply', '')), models.Q(models.Q(('reply', ''), _negated=True), ('replied_at__isnull', False), ('replied_by__isnull', False)), _connector='OR'), name='circularrecipient_replied'),
        ),
        migrations.AddConstraint(
            model_name='circularrecipient',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reply', 'object'), _negated=True), models.Q(('remark', ''), _negated=True), _connector='OR'), name='circularrecipient_objection_with_reason', violation_error_message='Please give the reason in a sentence.'),
        ),
        migrations.AddConstraint(
            model_name='seatsubstitute',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='seatsubstitute_valid_order', violation_error_message='The end lies before the beginning.'),
        ),
        migrations.AddConstraint(
            model_name='seatsubstitute',
            constraint=models.CheckConstraint(condition=models.Q(('rank__gte', 1)), name='seatsubstitute_rank', violation_error_message='Ranks begin with one.'),
        ),
        migrations.AddConstraint(
            model_name='seatsubstitute',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=((models.Func(models.F('seat'), models.F('seat'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('rank'), models.F('rank'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('valid_from'), models.F('valid_to'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')), name='seatsubstitute_one_per_rank', violation_error_message='This rank is already taken at that time.'),
        ),
        migrations.AddConstraint(
            model_name='seatsubstitute',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=((models.Func(models.F('seat'), models.F('seat'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('person'), models.F('person'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('valid_from'), models.F('valid_to'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')), name='seatsubstitute_once_per_person', violation_error_message='This person is already a substitute in this seat at that time.'),
        ),
        migrations.AddIndex(
            model_name='topic',
            index=models.Index(condition=models.Q(('state__in', ('proposed', 'accepted', 'returned', 'scheduled'))), fields=['committee', '-proposed_at'], name='topic_open'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='topic_has_title'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'accepted', 'returned', 'scheduled', 'settled', 'withdrawn'])), name='topic_state'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('side__in', ['help', 'order'])), name='topic_side'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('urgency__in', ['normal', 'soon', 'urgent'])), name='topic_urgency'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('confidentiality__in', ['public', 'internal', 'confidential'])), name='topic_confidentiality'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('raised_from', 'committee'), name='topic_raised_once', violation_error_message='This item has already been raised to that committee.'),
        ),
        migrations.AddConstraint(
            model_name='topicchange',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'accepted', 'returned', 'scheduled', 'settled', 'withdrawn'])), name='topicchange_state'),
        ),
        migrations.AddConstraint(
            model_name='topicchange',
            constraint=models.CheckConstraint(condition=models.Q(('result__in', ('', 'decided', 'noted', 'deferred', 'referred', 'removed', 'withdrawn'))), name='topicchange_result'),
        ),
        migrations.AddConstraint(
            model_name='topicchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='topicchange_returned_with_reason', violation_error_message='Please give the reason in a sentence.'),
        ),
        migrations.AddConstraint(
            model_name='topicchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'settled'), _negated=True), ('item__isnull', False), _connector='OR'), name='topicchange_by_an_item'),
        ),
        migrations.AddConstraint(
            model_name='topicchange',
            constraint=models.CheckConstraint(condition=models.Q(('result', ''), ('item__isnull', False), _connector='OR'), name='topicchange_result_of_item'),
        ),
        migrations.RunSQL(SAME_CONFIDENTIALITY, ANY_CONFIDENTIALITY),
        migrations.RunSQL(SAME_COMMITTEE, ANY_COMMITTEE),
        *(AuditTable(table) for table in TABLES),
        # What people observe may touch a person by mistake: the audit keeps only that it changed.
        AuditTable("steering_topic", omit_values=True),
    ]
