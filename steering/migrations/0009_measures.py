"""Steps, extensions, permanent measures and expected effects."""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from core.audit import AuditTable

TABLES = ("steering_measurenote", "steering_extensionrequest", "steering_expectedeffect")

STEPS_OF_THE_MEASURE = """
ALTER TABLE steering_duedatechange ADD CONSTRAINT duedatechange_step_belongs_to_measure
FOREIGN KEY (step_id, measure_id) REFERENCES steering_measurestep (id, measure_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE steering_extensionrequest ADD CONSTRAINT extension_step_belongs_to_measure
FOREIGN KEY (step_id, measure_id) REFERENCES steering_measurestep (id, measure_id) DEFERRABLE INITIALLY DEFERRED
"""
UNDO_STEPS_OF_THE_MEASURE = """
ALTER TABLE steering_duedatechange DROP CONSTRAINT duedatechange_step_belongs_to_measure;
ALTER TABLE steering_extensionrequest DROP CONSTRAINT extension_step_belongs_to_measure
"""

# A measure is done when the lead unit says so and no step is open. The step takes a lock on its measure, so that a step
# that opens and a measure that is confirmed at the same moment see each other.
NO_STEP_IS_LEFT = """
CREATE FUNCTION steering_step_of_unfinished_measure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    measure_state text;
BEGIN
    SELECT state INTO measure_state FROM steering_measure WHERE id = NEW.measure_id FOR SHARE;
    IF measure_state = 'confirmed' THEN
        RAISE EXCEPTION 'measure % is confirmed; no step of it can be open', NEW.measure_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'measurestep_of_unfinished_measure';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER open_step_of_unfinished_measure BEFORE INSERT OR UPDATE OF state, measure_id ON steering_measurestep
FOR EACH ROW WHEN (NEW.state IN ('ordered', 'acknowledged')) EXECUTE FUNCTION steering_step_of_unfinished_measure();

CREATE FUNCTION steering_measure_without_open_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM steering_measurestep WHERE measure_id = NEW.id AND state IN ('ordered', 'acknowledged');
    IF FOUND THEN
        RAISE EXCEPTION 'measure % has an open step and cannot be confirmed', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'measure_confirmed_without_open_step';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER confirmed_without_open_step BEFORE UPDATE OF state ON steering_measure
FOR EACH ROW WHEN (NEW.state = 'confirmed') EXECUTE FUNCTION steering_measure_without_open_step();
"""
UNDO_NO_STEP_IS_LEFT = """
DROP TRIGGER confirmed_without_open_step ON steering_measure;
DROP TRIGGER open_step_of_unfinished_measure ON steering_measurestep;
DROP FUNCTION steering_measure_without_open_step();
DROP FUNCTION steering_step_of_unfinished_measure();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('steering', '0008_minutes'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExpectedEffect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('direction', models.CharField(choices=[('up', 'rise'), ('down', 'fall'), ('steady', 'stay as it is')], max_length=10, verbose_name='direction')),
                ('baseline', models.DecimalField(decimal_places=8, max_digits=24, verbose_name='baseline')),
                ('baseline_on', models.DateField(verbose_name='day of the baseline')),
                ('expected_by', models.DateField(verbose_name='expected by')),
                ('stated_at', models.DateTimeField(editable=False, verbose_name='stated')),
            ],
            options={
                'verbose_name': 'expected effect',
                'verbose_name_plural': 'expected effects',
                'ordering': ('measure', 'indicator', 'area'),
            },
        ),
        migrations.CreateModel(
            name='ExtensionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old_due_on', models.DateField(blank=True, null=True, verbose_name='old date')),
                ('new_due_on', models.DateField(verbose_name='new date')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('state', models.CharField(choices=[('requested', 'requested'), ('granted', 'granted'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='requested', max_length=20, verbose_name='state')),
                ('answer', models.CharField(blank=True, max_length=300, verbose_name='words on the decision')),
                ('requested_at', models.DateTimeField(editable=False, verbose_name='requested')),
                ('decided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='decided')),
            ],
            options={
                'verbose_name': 'request for extension',
                'verbose_name_plural': 'requests for extension',
                'ordering': ('-requested_at',),
            },
        ),
        migrations.CreateModel(
            name='MeasureNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('edited', 'details changed'), ('step', 'step changed'), ('handed_over', 'handed over'), ('sent_back', 'completion sent back'), ('blocked', 'blocked'), ('unblocked', 'no longer blocked'), ('not_executable', 'reported not executable'), ('ordered_again', 'ordered again'), ('settled', 'noted as not executable'), ('resubmission', 'resubmission'), ('permanent', 'made a permanent task'), ('asked', 'asked for the status')], max_length=20, verbose_name='kind')),
                ('text', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('made_at', models.DateTimeField(editable=False, verbose_name='written')),
            ],
            options={
                'verbose_name': 'note on a measure',
                'verbose_name_plural': 'notes on measures',
                'ordering': ('-made_at', '-pk'),
            },
        ),
        migrations.RemoveConstraint(
            model_name='measure',
            name='measure_reason',
        ),
        migrations.RemoveConstraint(
            model_name='measurestep',
            name='measurestep_state',
        ),
        migrations.RemoveIndex(
            model_name='measure',
            name='measure_open_by_unit',
        ),
        migrations.AddField(
            model_name='duedatechange',
            name='step',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='due_date_changes', to='steering.measurestep', verbose_name='step'),
        ),
        migrations.AddField(
            model_name='measure',
            name='blocked_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='what blocks it'),
        ),
        migrations.AddField(
            model_name='measure',
            name='blocked_since',
            field=models.DateField(blank=True, null=True, verbose_name='blocked since'),
        ),
        migrations.AddField(
            model_name='measure',
            name='next_report_on',
            field=models.DateField(blank=True, null=True, verbose_name='next report'),
        ),
        migrations.AddField(
            model_name='measure',
            name='settled_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by'),
        ),
        migrations.AddField(
            model_name='measure',
            name='report_every_months',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='months between reports'),
        ),
        migrations.AddField(
            model_name='measure',
            name='resubmit_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='what to look at'),
        ),
        migrations.AddField(
            model_name='measure',
            name='settled_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='noted as not executable on'),
        ),
        migrations.AddField(
            model_name='measurestep',
            name='acknowledged_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='acknowledged on'),
        ),
        migrations.AddField(
            model_name='measurestep',
            name='finished_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='finished on'),
        ),
        migrations.AddField(
            model_name='measurestep',
            name='note',
            field=models.CharField(blank=True, max_length=500, verbose_name='note'),
        ),
        migrations.AddField(
            model_name='measurestep',
            name='original_due_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='original due date'),
        ),
        migrations.AddField(
            model_name='statusreport',
            name='reported_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='reported'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='measurestep',
            name='state',
            field=models.CharField(choices=[('ordered', 'ordered'), ('acknowledged', 'acknowledged'), ('reported_done', 'reported done'), ('not_executable', 'not executable'), ('dropped', 'no longer needed')], default='ordered', max_length=20, verbose_name='state'),
        ),
        migrations.AddField(
            model_name='expectedeffect',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='quarters.area', verbose_name='area'),
        ),
        migrations.AddField(
            model_name='expectedeffect',
            name='indicator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='quarters.indicator', verbose_name='indicator'),
        ),
        migrations.AddField(
            model_name='expectedeffect',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='effects', to='steering.measure', verbose_name='measure'),
        ),
        migrations.AddField(
            model_name='expectedeffect',
            name='stated_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='stated by'),
        ),
        migrations.AddField(
            model_name='extensionrequest',
            name='decided_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='extensionrequest',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='steering.measure', verbose_name='measure'),
        ),
        migrations.AddField(
            model_name='extensionrequest',
            name='requested_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by'),
        ),
        migrations.AddField(
            model_name='extensionrequest',
            name='step',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='steering.measurestep', verbose_name='step'),
        ),
        migrations.AddField(
            model_name='extensionrequest',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation', verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='measurenote',
            name='from_unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation', verbose_name='from the unit'),
        ),
        migrations.AddField(
            model_name='measurenote',
            name='made_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by'),
        ),
        migrations.AddField(
            model_name='measurenote',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='steering.measure', verbose_name='measure'),
        ),
        migrations.AddField(
            model_name='measurenote',
            name='to_unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation', verbose_name='to the unit'),
        ),
        migrations.AddField(
            model_name='measure',
            name='next_on',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Least('due_on', 'resubmit_on', 'next_report_on'), output_field=models.DateField(), verbose_name='next date'),
        ),
        migrations.AlterModelOptions(
            name='measure',
            options={'ordering': ('next_on', 'number'), 'verbose_name': 'measure', 'verbose_name_plural': 'measures'},
        ),
        migrations.AddIndex(
            model_name='measure',
            index=models.Index(condition=models.Q(('state__in', ('confirmed', 'not_executable')), _negated=True), fields=['lead_unit', 'next_on'], name='measure_open_by_unit'),
        ),
        migrations.AddIndex(
            model_name='measure',
            index=models.Index(condition=models.Q(('state__in', ('confirmed', 'not_executable')), _negated=True), fields=['next_on'], name='measure_open_by_date'),
        ),
        migrations.AddIndex(
            model_name='measure',
            index=models.Index(models.OrderBy(django.db.models.functions.comparison.Coalesce('confirmed_at', 'settled_at'), descending=True), condition=models.Q(('state__in', ('confirmed', 'not_executable'))), name='measure_closed_lately'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('state', 'not_executable'), _negated=True), _connector='OR'), name='measure_reason', violation_error_message='Please give the reason.'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False), ('state', 'not_executable')), _connector='OR'), name='measure_settled'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('next_report_on__isnull', True), ('report_every_months__isnull', True)), models.Q(('due_on__isnull', True), ('next_report_on__isnull', False), ('report_every_months__range', (1, 60))), _connector='OR'), name='measure_permanent_reports', violation_error_message='A permanent measure has a rhythm of reports and no due date.'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('blocked_reason', ''), ('blocked_since__isnull', True)), models.Q(('blocked_since__isnull', False), models.Q(('blocked_reason', ''), _negated=True)), _connector='OR'), name='measure_blocked_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('resubmit_on__isnull', True), ('resubmit_reason', '')), models.Q(('resubmit_on__isnull', False), models.Q(('resubmit_reason', ''), _negated=True)), _connector='OR'), name='measure_resubmission_says_what'),
        ),
        migrations.AddConstraint(
            model_name='measurestep',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['ordered', 'acknowledged', 'reported_done', 'not_executable', 'dropped'])), name='measurestep_state'),
        ),
        migrations.AddConstraint(
            model_name='measurestep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('state__in', ('ordered', 'acknowledged'))), models.Q(models.Q(('state__in', ('ordered', 'acknowledged')), _negated=True), ('finished_at__isnull', False)), _connector='OR'), name='measurestep_finished'),
        ),
        migrations.AddConstraint(
            model_name='measurestep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'not_executable'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='measurestep_reason'),
        ),
        migrations.AddConstraint(
            model_name='expectedeffect',
            constraint=models.CheckConstraint(condition=models.Q(('direction__in', ['up', 'down', 'steady'])), name='effect_direction'),
        ),
        migrations.AddConstraint(
            model_name='expectedeffect',
            constraint=models.CheckConstraint(condition=models.Q(('expected_by__gt', models.F('baseline_on'))), name='effect_after_baseline', violation_error_message='The effect is expected after the day of the baseline.'),
        ),
        migrations.AddConstraint(
            model_name='expectedeffect',
            constraint=models.UniqueConstraint(fields=('measure', 'indicator', 'area'), name='effect_once', violation_error_message='An effect on this figure is stated already.'),
        ),
        migrations.AddConstraint(
            model_name='extensionrequest',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'granted', 'refused', 'withdrawn'])), name='extension_state'),
        ),
        migrations.AddConstraint(
            model_name='extensionrequest',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='extension_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='extensionrequest',
            constraint=models.CheckConstraint(condition=models.Q(('old_due_on__isnull', True), ('new_due_on__gt', models.F('old_due_on')), _connector='OR'), name='extension_is_later', violation_error_message='The new date must be later than the old one.'),
        ),
        migrations.AddConstraint(
            model_name='extensionrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'requested')), models.Q(models.Q(('state', 'requested'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='extension_decided'),
        ),
        migrations.AddConstraint(
            model_name='extensionrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='extension_refused_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='extensionrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'requested'), ('step__isnull', True)), fields=('measure',), name='extension_one_open_per_measure', violation_error_message='A request for a later date is waiting already.'),
        ),
        migrations.AddConstraint(
            model_name='extensionrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'requested')), fields=('step',), name='extension_one_open_per_step', violation_error_message='A request for a later date is waiting already.'),
        ),
        migrations.AddConstraint(
            model_name='measurenote',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['edited', 'step', 'handed_over', 'sent_back', 'blocked', 'unblocked', 'not_executable', 'ordered_again', 'settled', 'resubmission', 'permanent', 'asked'])), name='measurenote_kind'),
        ),
        migrations.AddConstraint(
            model_name='measurenote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('from_unit__isnull', False), ('kind', 'handed_over'), ('to_unit__isnull', False)), models.Q(models.Q(('kind', 'handed_over'), _negated=True), ('from_unit__isnull', True), ('to_unit__isnull', True)), _connector='OR'), name='measurenote_handover'),
        ),
        *(AuditTable(table) for table in TABLES),
        migrations.RunSQL(STEPS_OF_THE_MEASURE, UNDO_STEPS_OF_THE_MEASURE),
        migrations.RunSQL(NO_STEP_IS_LEFT, UNDO_NO_STEP_IS_LEFT),
    ]
