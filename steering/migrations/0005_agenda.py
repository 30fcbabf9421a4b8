"""Series of meetings, the agenda with its sections, papers and attachments."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from core.audit import AuditTable

# Local time, without a planned end the first minute: enough to tell whether two meetings meet.
SPAN = """
CREATE FUNCTION steering_meeting_span(held_on date, starts_at time, ends_at time) RETURNS tsrange
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT tsrange(held_on + starts_at, CASE WHEN ends_at IS NULL THEN held_on + starts_at + interval '1 minute'
                                             ELSE held_on + ends_at END)
$$
"""

# A child is never less confidential than its parent, a paper than its item, an attachment than its paper. Checked at the
# end of the transaction, so that a whole branch can be raised at once.
LEVELS = """
CREATE FUNCTION steering_level(confidentiality text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE confidentiality WHEN 'public' THEN 0 WHEN 'internal' THEN 1 ELSE 2 END
$$;
CREATE FUNCTION steering_check_agendaitem() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM steering_agendaitem child JOIN steering_agendaitem parent ON parent.id = child.parent_id
         WHERE NEW.id IN (child.id, parent.id)
           AND (steering_level(child.confidentiality) < steering_level(parent.confidentiality)
                OR child.position <= parent.position)
    ) THEN
        RAISE EXCEPTION 'an item stands behind its parent and is not less confidential' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM steering_paper paper JOIN steering_agendaitem item ON item.id = paper.item_id
         WHERE item.id = NEW.id AND steering_level(paper.confidentiality) < steering_level(item.confidentiality)
    ) THEN
        RAISE EXCEPTION 'a paper is not less confidential than its item' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION steering_check_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM steering_paper paper JOIN steering_agendaitem item ON item.id = paper.item_id
         WHERE paper.id = NEW.id AND (item.kind = 'section'
               OR steering_level(paper.confidentiality) < steering_level(item.confidentiality))
    ) THEN
        RAISE EXCEPTION 'a paper is not less confidential than its item' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM steering_paperattachment attachment JOIN steering_paper paper ON paper.id = attachment.paper_id
         WHERE paper.id = NEW.id AND steering_level(attachment.confidentiality) < steering_level(paper.confidentiality)
    ) THEN
        RAISE EXCEPTION 'an attachment is not less confidential than its paper' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION steering_check_paperattachment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM steering_paperattachment attachment JOIN steering_paper paper ON paper.id = attachment.paper_id
         WHERE attachment.id = NEW.id
           AND steering_level(attachment.confidentiality) < steering_level(paper.confidentiality)
    ) THEN
        RAISE EXCEPTION 'an attachment is not less confidential than its paper' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER agendaitem_levels_new AFTER INSERT ON steering_agendaitem
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL)
    EXECUTE FUNCTION steering_check_agendaitem();
CREATE CONSTRAINT TRIGGER agendaitem_levels AFTER UPDATE ON steering_agendaitem
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.confidentiality, OLD.parent_id, OLD.position) IS DISTINCT FROM
          (NEW.confidentiality, NEW.parent_id, NEW.position))
    EXECUTE FUNCTION steering_check_agendaitem();
CREATE CONSTRAINT TRIGGER paper_levels AFTER INSERT OR UPDATE ON steering_paper
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION steering_check_paper();
CREATE CONSTRAINT TRIGGER paperattachment_levels AFTER INSERT OR UPDATE ON steering_paperattachment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION steering_check_paperattachment();
"""
NO_LEVELS = """
DROP TRIGGER agendaitem_levels_new ON steering_agendaitem;
DROP TRIGGER agendaitem_levels ON steering_agendaitem;
DROP TRIGGER paper_levels ON steering_paper;
DROP TRIGGER paperattachment_levels ON steering_paperattachment;
DROP FUNCTION steering_check_agendaitem();
DROP FUNCTION steering_check_paper();
DROP FUNCTION steering_check_paperattachment();
DROP FUNCTION steering_level(text);
"""
PARENT_OF_MEETING = """
ALTER TABLE steering_agendaitem ADD CONSTRAINT agendaitem_parent_of_the_same_meeting
FOREIGN KEY (parent_id, meeting_id) REFERENCES steering_agendaitem (id, meeting_id) DEFERRABLE INITIALLY DEFERRED
"""
TABLES = (
    "steering_agendalink",
    "steering_droppedproposal",
    "steering_meetingseries",
    "steering_standingitem",
    "steering_paper",
    "steering_paperattachment",
)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_stored_files"),
        ("steering", "0004_committees_and_topics"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunSQL(SPAN, "DROP FUNCTION steering_meeting_span(date, time, time)"),
        migrations.CreateModel(
            name='AgendaLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'subject of an agenda item',
                'verbose_name_plural': 'subjects of agenda items',
                'ordering': ('item', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='DroppedProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, verbose_name='proposed as')),
                ('dropped_at', models.DateTimeField(verbose_name='dropped on')),
            ],
            options={
                'verbose_name': 'dropped proposal',
                'verbose_name_plural': 'dropped proposals',
                'ordering': ('meeting', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='MeetingSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=60, verbose_name='recurrence rule')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('starts_at', models.TimeField(verbose_name='begin')),
                ('ends_at', models.TimeField(blank=True, null=True, verbose_name='planned end')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('online_link', models.URLField(blank=True, max_length=300, verbose_name='link for taking part online')),
            ],
            options={
                'verbose_name': 'series of meetings',
                'verbose_name_plural': 'series of meetings',
                'ordering': ('-starts_on', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('decision', 'decision paper'), ('information', 'information paper'), ('table', 'table paper')], max_length=20, verbose_name='kind')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('text', models.TextField(blank=True, max_length=20000, verbose_name='text')),
                ('confidentiality', models.CharField(choices=[('public', 'public'), ('internal', 'internal'), ('confidential', 'confidential')], max_length=20, verbose_name='confidentiality')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='handed in on')),
            ],
            options={
                'verbose_name': 'paper',
                'verbose_name_plural': 'papers',
                'ordering': ('item', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='PaperAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('confidentiality', models.CharField(choices=[('public', 'public'), ('internal', 'internal'), ('confidential', 'confidential')], max_length=20, verbose_name='confidentiality')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ('paper', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='StandingItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(editable=False, verbose_name='position')),
                ('kind', models.CharField(choices=[('section', 'section'), ('item', 'item')], default='item', max_length=10, verbose_name='kind')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('confidentiality', models.CharField(choices=[('public', 'public'), ('internal', 'internal'), ('confidential', 'confidential')], default='internal', max_length=20, verbose_name='confidentiality')),
                ('speaker', models.CharField(blank=True, max_length=120, verbose_name='speaker')),
                ('minutes_planned', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='time planned, in minutes')),
                ('stays_last', models.BooleanField(default=False, help_text='New items are put before it, for example before any other business.', verbose_name='stays at the end')),
            ],
            options={
                'verbose_name': 'standing item',
                'verbose_name_plural': 'standing items',
                'ordering': ('committee', 'position'),
            },
        ),
        migrations.RemoveConstraint(
            model_name='agendaitem',
            name='agendaitem_label_unique',
        ),
        migrations.RemoveConstraint(
            model_name='meeting',
            name='meeting_not_twice',
        ),
        migrations.RemoveConstraint(
            model_name='meeting',
            name='meeting_state',
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='stays_last',
            field=models.BooleanField(default=False, editable=False, verbose_name='stays at the end'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='is_late',
            field=models.BooleanField(default=False, editable=False, verbose_name='added after the invitation'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='kind',
            field=models.CharField(choices=[('section', 'section'), ('item', 'item')], default='item', editable=False, max_length=10, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='minutes_planned',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='time planned, in minutes'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='parent',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='steering.agendaitem', verbose_name='belongs to'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='proposal_key',
            field=models.CharField(blank=True, editable=False, max_length=40, verbose_name='proposed as'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='speaker',
            field=models.CharField(blank=True, max_length=120, verbose_name='speaker'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='topic',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agenda_items', to='steering.topic', verbose_name='topic'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='cancel_reason',
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name='reason of the cancellation'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='cancelled_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='cancelled on'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='ends_at',
            field=models.TimeField(blank=True, null=True, verbose_name='planned end'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='online_link',
            field=models.URLField(blank=True, max_length=300, verbose_name='link for taking part online'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='series_day',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='day given by the series'),
        ),
        migrations.AlterField(
            model_name='meeting',
            name='state',
            field=models.CharField(choices=[('planned', 'planned'), ('invited', 'invited'), ('running', 'running'), ('held', 'held'), ('sealed', 'sealed'), ('cancelled', 'cancelled')], default='planned', max_length=20, verbose_name='state'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(fields=('id', 'meeting'), name='agendaitem_with_meeting'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(condition=models.Q(('proposal_key', ''), _negated=True), fields=('meeting', 'proposal_key'), name='agendaitem_proposed_once'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['section', 'item'])), name='agendaitem_kind'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'section'), _negated=True), models.Q(('minutes', ''), ('parent__isnull', True), ('proposed_text', ''), ('result', '')), _connector='OR'), name='agendaitem_section_on_top'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('meeting', 'label'), name='agendaitem_label_unique', violation_error_message='This number already stands on the agenda.'),
        ),
        migrations.AddField(
            model_name='agendalink',
            name='circular',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agenda_links', to='steering.circulardecision', verbose_name='decision by circular'),
        ),
        migrations.AddField(
            model_name='agendalink',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agenda_links', to='steering.decision', verbose_name='decision'),
        ),
        migrations.AddField(
            model_name='agendalink',
            name='earlier_item',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agenda_links', to='steering.agendaitem', verbose_name='earlier item'),
        ),
        migrations.AddField(
            model_name='agendalink',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='steering.agendaitem', verbose_name='agenda item'),
        ),
        migrations.AddField(
            model_name='agendalink',
            name='measure',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agenda_links', to='steering.measure', verbose_name='measure'),
        ),
        migrations.AddField(
            model_name='agendalink',
            name='past_meeting',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agenda_links', to='steering.meeting', verbose_name='meeting'),
        ),
        migrations.AddField(
            model_name='droppedproposal',
            name='dropped_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dropped by'),
        ),
        migrations.AddField(
            model_name='droppedproposal',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dropped_proposals', to='steering.meeting', verbose_name='meeting'),
        ),
        migrations.AddField(
            model_name='meetingseries',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='steering.committee', verbose_name='committee'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='series',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='steering.meetingseries', verbose_name='series'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), expressions=((models.Func(models.F('committee'), models.F('committee'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('held_on'), models.F('starts_at'), models.F('ends_at'), function='steering_meeting_span', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')), name='meeting_no_overlap', violation_error_message='The committee already meets at that time.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(fields=('series', 'series_day'), name='meeting_once_per_series_day'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('series__isnull', True), ('series_day__isnull', True)), models.Q(('series__isnull', False), ('series_day__isnull', False)), _connector='OR'), name='meeting_series_complete'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='meeting_planned_end', violation_error_message='The planned end lies before the beginning.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('online_link', ''), ('online_link__startswith', 'https://'), _connector='OR'), name='meeting_link_is_safe', violation_error_message='The link must begin with https://.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', False), ('state', 'cancelled'), models.Q(('cancel_reason', ''), _negated=True)), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('cancel_reason', ''), ('cancelled_at__isnull', True)), _connector='OR'), name='meeting_cancelled', violation_error_message='Please give the reason of the cancellation.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'invited', 'running', 'held', 'sealed', 'cancelled'])), name='meeting_state'),
        ),
        migrations.AddField(
            model_name='paper',
            name='created_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handed in by'),
        ),
        migrations.AddField(
            model_name='paper',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='steering.agendaitem', verbose_name='agenda item'),
        ),
        migrations.AddField(
            model_name='paper',
            name='lead_unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation', verbose_name='lead unit'),
        ),
        migrations.AddField(
            model_name='paperattachment',
            name='file',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='paper_attachment', to='core.storedfile', verbose_name='file'),
        ),
        migrations.AddField(
            model_name='paperattachment',
            name='paper',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='steering.paper', verbose_name='paper'),
        ),
        migrations.AddField(
            model_name='standingitem',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standing_items', to='steering.committee', verbose_name='committee'),
        ),
        migrations.AddField(
            model_name='standingitem',
            name='lead_unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation', verbose_name='lead unit'),
        ),
        migrations.AddField(
            model_name='standingitem',
            name='series',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='standing_items', to='steering.meetingseries', verbose_name='only in the series'),
        ),
        migrations.AddConstraint(
            model_name='agendalink',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func('measure', 'decision', 'earlier_item', 'past_meeting', 'circular', function='num_nonnulls', output_field=models.IntegerField()), 1), name='agendalink_exactly_one'),
        ),
        migrations.AddConstraint(
            model_name='agendalink',
            constraint=models.UniqueConstraint(fields=('item', 'measure', 'decision', 'earlier_item', 'past_meeting', 'circular'), name='agendalink_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='droppedproposal',
            constraint=models.UniqueConstraint(fields=('meeting', 'key'), name='droppedproposal_once'),
        ),
        migrations.AddConstraint(
            model_name='droppedproposal',
            constraint=models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='droppedproposal_has_key'),
        ),
        migrations.AddConstraint(
            model_name='meetingseries',
            constraint=models.CheckConstraint(condition=models.Q(('rule__regex', '^FREQ=(WEEKLY;INTERVAL=[1-9][0-9]?;BYDAY=(MO|TU|WE|TH|FR|SA|SU)|MONTHLY;INTERVAL=[1-9][0-9]?;BYDAY=([1-4]|-1)(MO|TU|WE|TH|FR|SA|SU))$')), name='meetingseries_rule_form'),
        ),
        migrations.AddConstraint(
            model_name='meetingseries',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='meetingseries_order', violation_error_message='The end of the series lies before its beginning.'),
        ),
        migrations.AddConstraint(
            model_name='meetingseries',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='meetingseries_planned_end', violation_error_message='The planned end lies before the beginning.'),
        ),
        migrations.AddConstraint(
            model_name='meetingseries',
            constraint=models.CheckConstraint(condition=models.Q(('online_link', ''), ('online_link__startswith', 'https://'), _connector='OR'), name='meetingseries_link_is_safe', violation_error_message='The link must begin with https://.'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='paper_has_title'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['decision', 'information', 'table'])), name='paper_kind'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('confidentiality__in', ['public', 'internal', 'confidential'])), name='paper_confidentiality'),
        ),
        migrations.AddConstraint(
            model_name='paperattachment',
            constraint=models.CheckConstraint(condition=models.Q(('confidentiality__in', ['public', 'internal', 'confidential'])), name='paperattachment_confidentiality'),
        ),
        migrations.AddConstraint(
            model_name='standingitem',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('committee', 'position'), name='standingitem_position_unique'),
        ),
        migrations.AddConstraint(
            model_name='standingitem',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='standingitem_has_title'),
        ),
        migrations.AddConstraint(
            model_name='standingitem',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['section', 'item'])), name='standingitem_kind'),
        ),
        migrations.AddConstraint(
            model_name='standingitem',
            constraint=models.CheckConstraint(condition=models.Q(('confidentiality__in', ['public', 'internal', 'confidential'])), name='standingitem_confidentiality'),
        ),
        migrations.RunSQL(
            PARENT_OF_MEETING, "ALTER TABLE steering_agendaitem DROP CONSTRAINT agendaitem_parent_of_the_same_meeting"
        ),
        migrations.RunSQL(LEVELS, NO_LEVELS),
        *(AuditTable(table) for table in TABLES),
    ]
