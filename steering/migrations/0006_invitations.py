"""Invitations, their answers, feeds of calendars and links without an account."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from core.audit import AuditTable


class Migration(migrations.Migration):
    dependencies = [
        ("steering", "0005_agenda"),
        ("core", "0003_audit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='steering.meeting', verbose_name='meeting')),
                ('seat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='steering.seat', verbose_name='seat')),
                ('stands_in_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='substitutes', to='steering.invitation', verbose_name='stands in for')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('guest_name', models.CharField(blank=True, max_length=150, verbose_name='guest')),
                ('guest_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address of the guest')),
                ('response', models.CharField(blank=True, choices=[('yes', 'takes part'), ('no', 'does not take part'), ('substitute', 'sends somebody else')], max_length=20, verbose_name='answer')),
                ('substitute_name', models.CharField(blank=True, max_length=150, verbose_name='substitute')),
                ('answered_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='answered on')),
                ('answered_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('reminders', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='reminders')),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='withdrawn')),
            ],
            options={
                'verbose_name': 'invitation to a meeting',
                'verbose_name_plural': 'invitations to meetings',
                'ordering': ('meeting', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('guest_email', ''), ('guest_name', ''), ('seat__isnull', False)), models.Q(('person__isnull', True), ('seat__isnull', True), models.Q(('guest_name', ''), _negated=True), models.Q(('guest_email', ''), _negated=True)), _connector='OR'), name='invitation_to_seat_or_guest', violation_error_message='A guest needs a name and an e-mail address.'), models.CheckConstraint(condition=models.Q(('stands_in_for__isnull', True), models.Q(('person__isnull', False), ('seat__isnull', False)), _connector='OR'), name='invitation_substitute_has_account'), models.CheckConstraint(condition=models.Q(('stands_in_for__isnull', True), models.Q(('stands_in_for', models.F('pk')), _negated=True), _connector='OR'), name='invitation_not_its_own_substitute'), models.UniqueConstraint(condition=models.Q(('stands_in_for__isnull', True), ('withdrawn_at__isnull', True)), fields=('meeting', 'seat'), name='invitation_once_per_seat'), models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('stands_in_for',), name='invitation_one_substitute'), models.UniqueConstraint(models.F('meeting'), django.db.models.functions.text.Lower('guest_email'), condition=models.Q(models.Q(('guest_email', ''), _negated=True), ('withdrawn_at__isnull', True)), name='invitation_once_per_guest', violation_error_message='This guest is invited already.'), models.CheckConstraint(condition=models.Q(('response__in', ('', 'yes', 'no', 'substitute'))), name='invitation_response'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True), ('response', '')), models.Q(models.Q(('response', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='invitation_answered'), models.CheckConstraint(condition=models.Q(models.Q(('response', 'substitute'), models.Q(('substitute_name', ''), _negated=True)), models.Q(models.Q(('response', 'substitute'), _negated=True), ('substitute_name', '')), _connector='OR'), name='invitation_substitute_named', violation_error_message='Please say who comes instead.')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='InvitationSending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sendings', to='steering.meeting', verbose_name='meeting')),
                ('sequence', models.PositiveSmallIntegerField(editable=False, verbose_name='number')),
                ('kind', models.CharField(choices=[('invitation', 'invitation'), ('update', 'change'), ('cancellation', 'cancellation')], max_length=20, verbose_name='kind')),
                ('held_on', models.DateField(verbose_name='date')),
                ('starts_at', models.TimeField(verbose_name='begin')),
                ('ends_at', models.TimeField(blank=True, null=True, verbose_name='planned end')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('online_link', models.URLField(blank=True, max_length=300, verbose_name='link for taking part online')),
                ('urgency', models.CharField(blank=True, max_length=300, verbose_name='reason for the urgency')),
                ('sent_at', models.DateTimeField(editable=False, verbose_name='sent')),
                ('sent_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent by')),
            ],
            options={
                'verbose_name': 'sending of an invitation',
                'verbose_name_plural': 'sendings of invitations',
                'ordering': ('meeting', 'sequence'),
                'constraints': [models.UniqueConstraint(fields=('meeting', 'sequence'), name='invitationsending_sequence'), models.UniqueConstraint(condition=models.Q(('kind', 'cancellation')), fields=('meeting',), name='invitationsending_cancelled_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['invitation', 'update', 'cancellation'])), name='invitationsending_kind'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'invitation'), ('sequence', 0)), models.Q(('sequence__gte', 1), models.Q(('kind', 'invitation'), _negated=True)), _connector='OR'), name='invitationsending_first_invites')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='FollowUpLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('follow_up', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='steering.followup', verbose_name='follow-up')),
                ('address', models.EmailField(max_length=254, verbose_name='given to')),
                ('issued_at', models.DateTimeField(editable=False, verbose_name='issued')),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='withdrawn')),
                ('ended_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withdrawn by')),
            ],
            options={
                'verbose_name': 'one-time link',
                'verbose_name_plural': 'one-time links',
                'ordering': ('-issued_at',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('follow_up',), name='followuplink_one_live'), models.CheckConstraint(condition=models.Q(('ended_by__isnull', True), ('ended_at__isnull', False), _connector='OR'), name='followuplink_ended')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calendar_feeds', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('label', models.CharField(max_length=60, verbose_name='device or program')),
                ('fingerprint', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(editable=False, verbose_name='created')),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='withdrawn')),
            ],
            options={
                'verbose_name': 'calendar feed',
                'verbose_name_plural': 'calendar feeds',
                'ordering': ('-created_at',),
                'constraints': [models.CheckConstraint(condition=models.Q(('fingerprint__regex', '^[0-9a-f]{64}$')), name='calendarfeed_fingerprint'), models.CheckConstraint(condition=models.Q(('label', ''), _negated=True), name='calendarfeed_has_label')],
                'indexes': [],
            },
        ),
        # A unit without accounts reports through its one-time link: then nobody who has an account did.
        migrations.AlterField(
            model_name="statusreport",
            name="reported_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="reported by",
            ),
        ),
        AuditTable("steering_invitation"),
        AuditTable("steering_invitationsending"),
        AuditTable("steering_followuplink"),
        AuditTable("steering_calendarfeed", omit_values=True),
    ]
