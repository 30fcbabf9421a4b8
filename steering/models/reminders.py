"""Reminders: one row for each step of the ladder of each follow-up, unique per version of its date."""

from django.conf import settings
from django.db import models
from django.db.models import Func, Q
from django.utils.translation import gettext_lazy as _

from steering.enums import OccurrenceState
from steering.models.followups import FollowUp

# Never between two and three in the morning, which some nights lack or have twice.
DUE_HOUR = "08:00"


class MorningOf(Func):
    """The instant at which the city's offices begin on a local date."""

    template = f"((%(expressions)s + time '{DUE_HOUR}') AT TIME ZONE '{settings.TIME_ZONE}')"
    output_field = models.DateTimeField()


class OccurrenceQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "OccurrenceQuerySet":
        """Return the reminders of the follow-ups this user may see."""
        return self.filter(follow_up__in=FollowUp.objects.visible_to(user))

    def planned(self) -> "OccurrenceQuerySet":
        """Return what is still to be handed to the outbox."""
        return self.filter(state=OccurrenceState.PLANNED)


class ReminderOccurrence(models.Model):
    """One reminder of one follow-up.

    `recipient` names the place that hears it ("inbox:12": inbox of organisation 12); who that was on the day stands in
    `user` or `unit`. The database works out `due_at` from the local date, so summer and winter time cannot shift it.
    """

    follow_up = models.ForeignKey(
        FollowUp, verbose_name=_("follow-up"), on_delete=models.PROTECT, related_name="reminders"
    )
    stage = models.CharField(_("stage"), max_length=30)
    date_version = models.PositiveSmallIntegerField(_("version of the date"))
    recipient = models.CharField(_("recipient"), max_length=60)
    local_date = models.DateField(_("date"))
    due_at = models.GeneratedField(
        verbose_name=_("due"), expression=MorningOf("local_date"), output_field=models.DateTimeField(), db_persist=True
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=OccurrenceState, default=OccurrenceState.PLANNED)
    user = models.ForeignKey(
        "core.User",
        verbose_name=_("sent to the person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    unit = models.ForeignKey(
        "core.Organisation",
        verbose_name=_("sent to the unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    queued_at = models.DateTimeField(_("handed to the outbox"), null=True, blank=True)
    # Mails are deleted after their retention period; the reminder stays.
    mail = models.ForeignKey(
        "core.OutgoingMail", verbose_name=_("mail"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ("due_at", "pk")
        indexes = (models.Index(fields=["due_at"], name="reminder_due", condition=Q(state=OccurrenceState.PLANNED)),)
        constraints = (
            models.UniqueConstraint(name="reminder_once", fields=["follow_up", "stage", "date_version", "recipient"]),
            models.CheckConstraint(
                name="reminder_queued",
                condition=Q(state=OccurrenceState.QUEUED, queued_at__isnull=False)
                | (~Q(state=OccurrenceState.QUEUED) & Q(queued_at__isnull=True, mail__isnull=True)),
            ),
            models.CheckConstraint(name="reminder_state", condition=Q(state__in=OccurrenceState.values)),
        )

    def __str__(self) -> str:
        return f"{self.follow_up_id}: {self.stage}"
