"""The outbox."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from core.audit.operation import AuditTable


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0003_audit"),
    ]

    operations = [
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(editable=False, max_length=200, unique=True, verbose_name='cause')),
                ('message_id', models.CharField(editable=False, max_length=255, unique=True, verbose_name='Message-ID')),
                ('to_address', models.EmailField(max_length=254, verbose_name='to')),
                ('language', models.CharField(choices=[('de', 'German'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('html', models.TextField(blank=True)),
                ('attachments', models.JSONField(blank=True, default=list, verbose_name='attachments')),
                ('secret', models.BooleanField(default=False, help_text='The text is erased once it is sent.', verbose_name='confidential')),
                ('state', models.CharField(choices=[('waiting', 'waiting to be sent'), ('sending', 'being sent'), ('handover', 'being handed over'), ('sent', 'sent'), ('uncertain', 'uncertain'), ('failed', 'failed'), ('withdrawn', 'withdrawn')], db_default='waiting', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='written')),
                ('not_before', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='not before')),
                ('next_attempt_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='next attempt')),
                ('attempts', models.PositiveSmallIntegerField(db_default=0, verbose_name='attempts')),
                ('token', models.UUIDField(blank=True, editable=False, null=True)),
                ('lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('last_error', models.CharField(blank=True, choices=[('sender_refused', 'The mail server refused our sender address.'), ('recipient_refused', 'The mail server refused the recipient.'), ('content_refused', 'The mail server refused the mail.'), ('connection_lost', 'The connection ended before the mail was handed over.'), ('no_answer', 'The mail was handed over, but the mail server did not confirm it.'), ('worker_lost', 'The process that handed the mail over ended before the confirmation.'), ('unreadable', 'The mail cannot be put together.'), ('account_closed', "The recipient's account is no longer active.")], db_default='', max_length=30, verbose_name='last error')),
                ('server_code', models.CharField(blank=True, db_default='', max_length=20, verbose_name='answer of the server')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'outgoing mail',
                'verbose_name_plural': 'outgoing mails',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='OutgoingMailIntervention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('sent_again', 'sent again'), ('withdrawn', 'withdrawn')], max_length=10, verbose_name='act')),
                ('state_before', models.CharField(choices=[('waiting', 'waiting to be sent'), ('sending', 'being sent'), ('handover', 'being handed over'), ('sent', 'sent'), ('uncertain', 'uncertain'), ('failed', 'failed'), ('withdrawn', 'withdrawn')], max_length=10, verbose_name='state before')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='when')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interventions', to='core.outgoingmail')),
            ],
            options={
                'verbose_name': 'act on a mail',
                'verbose_name_plural': 'acts on mails',
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.AddIndex(
            model_name='outgoingmail',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['not_before', 'id'], name='outgoing_mail_due'),
        ),
        migrations.AddIndex(
            model_name='outgoingmail',
            index=models.Index(condition=models.Q(('state__in', ('sending', 'handover'))), fields=['lease_until'], name='outgoing_mail_in_flight'),
        ),
        migrations.AddIndex(
            model_name='outgoingmail',
            index=models.Index(condition=models.Q(('state__in', ('failed', 'uncertain'))), fields=['state'], name='outgoing_mail_unsolved'),
        ),
        migrations.AddIndex(
            model_name='outgoingmail',
            index=models.Index(condition=models.Q(('state', 'sent')), fields=['sent_at'], name='outgoing_mail_sent_at'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sending', 'handover', 'sent', 'uncertain', 'failed', 'withdrawn'])), name='outgoing_mail_state'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', False), ('state__in', ('sending', 'handover')), ('token__isnull', False)), models.Q(('lease_until__isnull', True), models.Q(('state__in', ('sending', 'handover')), _negated=True)), _connector='OR'), name='outgoing_mail_lease'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.CheckConstraint(condition=models.Q(('token__isnull', True), ('state__in', ('sending', 'handover', 'uncertain')), _connector='OR'), name='outgoing_mail_token'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(('sent_at__isnull', True), models.Q(('state', 'sent'), _negated=True)), _connector='OR'), name='outgoing_mail_sent'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('failed', 'uncertain')), _negated=True), models.Q(('last_error', ''), _negated=True), _connector='OR'), name='outgoing_mail_error_named'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.CheckConstraint(condition=models.Q(('secret', False), models.Q(('state__in', ('sent', 'withdrawn')), _negated=True), models.Q(('attachments', []), ('html', ''), ('text', '')), _connector='OR'), name='outgoing_mail_secret_erased'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='outgoing_mail_key'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.CheckConstraint(condition=models.Q(('subject__regex', '^[^[:cntrl:]]+$'), ('to_address__regex', '^[^[:cntrl:][:space:]]+@[^[:cntrl:][:space:]@]+$')), name='outgoing_mail_one_line'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmailintervention',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['sent_again', 'withdrawn'])), name='mail_intervention_kind'),
        ),
        AuditTable("core_outgoingmailintervention"),
    ]
