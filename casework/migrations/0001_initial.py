"""Contacts, people, cases, consents, referrals, and the row-level security that guards them from the start."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models

from casework.migrations._policies import FUNCTIONS, KEYS, POLICIES, REMOVE, TRIGGERS, policy_statements
from casework.migrations._topics import load_topics
from core.audit import AuditTable

AUDITED = [name for name in POLICIES if name not in {"topic", "readlog"}]


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0005_accounts'),
        ('quarters', '0001_areas_and_indicators'),
        ('steering', '0001_committee'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=200, verbose_name='purpose')),
                ('opened_on', models.DateField(verbose_name='opened on')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('closing_reason', models.CharField(blank=True, choices=[('reached', 'purpose reached'), ('wish', 'wish of the person'), ('lost', 'contact lost'), ('moved', 'moved away'), ('elsewhere', 'accompanied elsewhere now'), ('other', 'other reason')], max_length=10, verbose_name='reason of closing')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation', verbose_name='organisation')),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsible')),
            ],
            options={
                'verbose_name': 'case',
                'verbose_name_plural': 'cases',
                'ordering': ('-opened_on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=200, verbose_name='purpose')),
                ('data_classes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('name', 'name'), ('reachability', 'how the person can be reached'), ('concern', 'the concern'), ('language', 'language, need of interpreting'), ('documents', 'documents handed over'), ('appointment', 'whether an appointment was kept')], max_length=12), size=None, verbose_name='what may be told')),
                ('form', models.CharField(choices=[('written', 'in writing'), ('spoken', 'spoken')], max_length=7, verbose_name='form')),
                ('given_on', models.DateField(verbose_name='given on')),
                ('valid_until', models.DateField(verbose_name='valid until')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='casework.case', verbose_name='case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation', verbose_name='organisation')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation', verbose_name='recipient')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'ordering': ('-given_on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='FieldContact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('happened_at', models.DateTimeField(verbose_name='time')),
                ('language', models.CharField(choices=[('bg', 'Bulgarian'), ('ro', 'Romanian'), ('tr', 'Turkish'), ('de', 'German'), ('en', 'English'), ('pl', 'Polish'), ('ru', 'Russian'), ('ar', 'Arabic'), ('other', 'another language')], max_length=5, verbose_name='language')),
                ('depth', models.CharField(choices=[('short', 'short'), ('counselling', 'counselling'), ('group', 'group')], default='short', max_length=12, verbose_name='kind of contact')),
                ('group_size', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='persons in the group')),
                ('sequence', models.CharField(choices=[('first', 'first contact'), ('repeat', 'known already'), ('unknown', 'not asked')], default='unknown', max_length=8, verbose_name='first contact')),
                ('done', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('listened', 'listened, talked'), ('informed', 'informed'), ('interpreted', 'interpreted'), ('letter', 'explained a letter, filled in a form'), ('called', 'telephoned'), ('accompanied', 'accompanied'), ('pointed', 'named an offer'), ('handed_out', 'handed something out')], max_length=12), blank=True, default=list, size=None, verbose_name='what was done')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='quarters.area', verbose_name='quarter')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation', verbose_name='organisation')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'ordering': ('-happened_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='ContactTopic',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation', verbose_name='organisation')),
                ('contact', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.fieldcontact')),
            ],
            options={
                'verbose_name': 'topic of a contact',
                'verbose_name_plural': 'topics of contacts',
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('handle', models.CharField(max_length=40, verbose_name='handle')),
                ('since', models.DateField(verbose_name='known since')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation', verbose_name='organisation')),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsible')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'persons',
                'ordering': ('handle',),
            },
        ),
        migrations.CreateModel(
            name='ContactLink',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('linked_on', models.DateField(verbose_name='linked on')),
                ('linked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation', verbose_name='organisation')),
                ('contact', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.fieldcontact')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='contact_links', to='casework.person')),
            ],
            options={
                'verbose_name': 'link of a contact to a person',
                'verbose_name_plural': 'links of contacts to persons',
            },
        ),
        migrations.AddField(
            model_name='case',
            name='person',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='casework.person', verbose_name='person'),
        ),
        migrations.CreateModel(
            name='ReadLog',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='time')),
                ('kind', models.CharField(choices=[('case_list', 'list of cases'), ('case', 'case'), ('consent', 'consent'), ('referral', 'referral'), ('share', 'share of a case'), ('contact', 'contact'), ('contact_list', 'list of contacts'), ('contact_export', 'export of contacts')], max_length=20, verbose_name='page')),
                ('subject', models.UUIDField(null=True)),
                ('allowed', models.BooleanField()),
                ('request_id', models.CharField(max_length=40)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'entry of the read log',
                'verbose_name_plural': 'entries of the read log',
                'ordering': ('-at',),
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('mode', models.CharField(choices=[('information', 'the person goes alone'), ('appointment', 'an appointment is asked for'), ('accompanied', 'we come along')], max_length=12, verbose_name='way')),
                ('referred_at', models.DateTimeField(verbose_name='referred')),
                ('recalled_at', models.DateTimeField(blank=True, null=True, verbose_name='recalled')),
                ('feedback_at', models.DateTimeField(blank=True, null=True, verbose_name='feedback recorded')),
                ('kept', models.CharField(blank=True, choices=[('yes', 'the matter is settled'), ('partly', 'settled in part'), ('no', 'nothing came of it'), ('unknown', 'not known')], max_length=7, verbose_name='what came of it')),
                ('feedback', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='casework.case', verbose_name='case')),
                ('consent', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='casework.consent', verbose_name='consent')),
                ('follow_up', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='steering.followup', verbose_name='follow-up')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation', verbose_name='organisation')),
                ('referred_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'referral',
                'verbose_name_plural': 'referrals',
                'ordering': ('-referred_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('code', models.CharField(max_length=30, primary_key=True, serialize=False, verbose_name='key')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('name_de', models.CharField(max_length=60, verbose_name='name in German')),
                ('name_en', models.CharField(max_length=60, verbose_name='name in English')),
                ('is_active', models.BooleanField(default=True, verbose_name='on offer')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='finer', to='casework.topic', verbose_name='belongs to')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ('position',),
            },
        ),
        migrations.AddField(
            model_name='fieldcontact',
            name='topics',
            field=models.ManyToManyField(through='casework.ContactTopic', to='casework.topic', verbose_name='topics'),
        ),
        migrations.AddField(
            model_name='contacttopic',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.topic'),
        ),
        migrations.CreateModel(
            name='CaseShare',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='casework.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation', verbose_name='organisation')),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shared_with', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='colleague')),
            ],
            options={
                'verbose_name': 'share of a case',
                'verbose_name_plural': 'shares of cases',
                'ordering': ('valid_from',),
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='case_share_valid_order', violation_error_message='The end lies before the beginning.'), models.CheckConstraint(condition=models.Q(('shared_with', models.F('shared_by')), _negated=True), name='case_share_with_somebody_else', violation_error_message='A case is shared with somebody else.'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('case', 'shared_with'), name='case_share_open_once', violation_error_message='The case is already shared with this colleague.')],
            },
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='consent_has_purpose'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('data_classes__contained_by', ['name', 'reachability', 'concern', 'language', 'documents', 'appointment']), ('data_classes__len__gte', 1)), name='consent_names_known_data', violation_error_message='Consent names at least one kind of data.'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('given_on'))), name='consent_valid_order', violation_error_message='The end lies before the beginning.'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('recipient', models.F('organisation')), _negated=True), name='consent_recipient_is_another', violation_error_message='Consent is needed for other organisations, not for your own.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('handle', ''), _negated=True), name='person_has_handle'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(models.F('responsible'), models.F('organisation'), django.db.models.functions.text.Lower('handle'), name='person_handle_unique', violation_error_message='You already accompany somebody with this handle.'),
        ),
        migrations.AddConstraint(
            model_name='contactlink',
            constraint=models.UniqueConstraint(fields=('contact', 'person'), name='contact_link_once'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['responsible', '-opened_on'], name='case_by_responsible'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['organisation', '-opened_on'], name='case_by_organisation'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='case_has_purpose'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', True), ('closing_reason', '')), models.Q(('closed_on__isnull', False), models.Q(('closing_reason', ''), _negated=True)), _connector='OR'), name='case_closed_with_reason', violation_error_message='A closed case has a day and a reason.'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='case_closed_after_opened', violation_error_message='The case was closed before it was opened.'),
        ),
        migrations.AddIndex(
            model_name='readlog',
            index=models.Index(fields=['organisation', '-at'], name='readlog_by_time'),
        ),
        migrations.AddConstraint(
            model_name='readlog',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['case_list', 'case', 'consent', 'referral', 'share', 'contact', 'contact_list', 'contact_export'])), name='readlog_known_page'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('recalled_at__isnull', True), ('feedback_at__isnull', True), _connector='OR'), name='referral_recalled_or_answered', violation_error_message='A recalled referral gets no feedback.'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('feedback', ''), ('feedback_at__isnull', True), ('kept', '')), models.Q(('feedback_at__isnull', False), models.Q(('kept', ''), _negated=True)), _connector='OR'), name='referral_feedback_complete', violation_error_message='Feedback says what came of it.'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.UniqueConstraint(fields=('position',), name='topic_position_unique'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('pk')), _negated=True), _connector='OR'), name='topic_not_its_own_parent'),
        ),
        migrations.AddIndex(
            model_name='fieldcontact',
            index=models.Index(fields=['organisation', '-happened_at'], name='contact_by_time'),
        ),
        migrations.AddIndex(
            model_name='fieldcontact',
            index=models.Index(fields=['recorded_by', '-recorded_at'], name='contact_by_recorder'),
        ),
        migrations.AddConstraint(
            model_name='fieldcontact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('depth', 'group'), ('group_size__range', (2, 99))), models.Q(models.Q(('depth', 'group'), _negated=True), ('group_size__isnull', True)), _connector='OR'), name='contact_group_has_size', violation_error_message='A group has from 2 to 99 persons; other contacts have no group size.'),
        ),
        migrations.AddConstraint(
            model_name='fieldcontact',
            constraint=models.CheckConstraint(condition=models.Q(('happened_at__lte', models.F('recorded_at'))), name='contact_not_in_the_future', violation_error_message='The contact lies in the future.'),
        ),
        migrations.AddConstraint(
            model_name='fieldcontact',
            constraint=models.CheckConstraint(condition=models.Q(('done__contained_by', ['listened', 'informed', 'interpreted', 'letter', 'called', 'accompanied', 'pointed', 'handed_out'])), name='contact_done_is_known'),
        ),
        migrations.AddConstraint(
            model_name='contacttopic',
            constraint=models.UniqueConstraint(fields=('contact', 'topic'), name='contact_topic_once'),
        ),
        migrations.RunPython(load_topics, migrations.RunPython.noop),
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, REMOVE),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        migrations.RunSQL(";\n".join(policy_statements()), migrations.RunSQL.noop),
        *(
            AuditTable(f"casework_{name}", omit_values=True, owner_column="organisation_id", require_identity=True)
            for name in AUDITED
        ),
        AuditTable("casework_topic"),
    ]
