"""Reminders: one row for each step of the ladder of each follow-up, unique per version of its date."""

from django.conf import settings
from django.db import models
from django.db.models import Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from steering.enums_reminders import Cancelled, Chosen, OccurrenceState
from steering.models.followups import FollowUp
from steering.models.ladders import LadderStep

# Before anybody begins to work, and never between two and three, which some nights lack or have twice.
DUE_HOUR = "06:00"
S = OccurrenceState
# Somebody has, or had, the entry.
REACHED = (S.REACHED, S.ENTERED, S.QUEUED)


class MorningOf(Func):
    """The instant at which the reminders of a local date are due."""

    template = f"((%(expressions)s + time '{DUE_HOUR}') AT TIME ZONE '{settings.TIME_ZONE}')"
    output_field = models.DateTimeField()


class OccurrenceQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "OccurrenceQuerySet":
        """Return the reminders of the follow-ups this user may see."""
        return self.filter(follow_up__in=FollowUp.objects.visible_to(user))

    def planned(self) -> "OccurrenceQuerySet":
        """Return what is still to come."""
        return self.filter(state=S.PLANNED)

    def unsent(self) -> "OccurrenceQuerySet":
        """Return what is planned or waits for the hour of its mail."""
        return self.filter(state__in=(S.PLANNED, S.REACHED))


class ReminderOccurrence(models.Model):
    """One reminder of one follow-up.

    `anchor` is the day its step counts from: due date, opening, last status report or resubmission. For due dates
    `date_version` tells a date from the same date set later; elsewhere it is 0. The database works out `due_at` from the
    local date, so summer and winter time cannot shift it. From `reached_at` on the row is the entry in the inbox of
    `user` or `unit`, and `chosen` says why theirs; `deliver_at` is the hour of the mail.
    """

    follow_up = models.ForeignKey(
        FollowUp, verbose_name=_("follow-up"), on_delete=models.PROTECT, related_name="reminders"
    )
    step = models.ForeignKey(LadderStep, verbose_name=_("step"), on_delete=models.PROTECT, related_name="occurrences")
    date_version = models.PositiveSmallIntegerField(_("version of the date"))
    anchor = models.DateField(_("counted from"))
    local_date = models.DateField(_("date"))
    due_at = models.GeneratedField(
        verbose_name=_("due"), expression=MorningOf("local_date"), output_field=models.DateTimeField(), db_persist=True
    )
    reason = models.CharField(_("why on this day"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=OccurrenceState, default=S.PLANNED)
    cancelled = models.CharField(_("why cancelled"), max_length=20, choices=Cancelled, blank=True)
    user = models.ForeignKey(
        "core.User", verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(
        "core.Organisation",
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    chosen = models.CharField(_("why them"), max_length=20, choices=Chosen, blank=True)
    reached_at = models.DateTimeField(_("entered on"), null=True, blank=True)
    deliver_at = models.DateTimeField(_("hour of the mail"), null=True, blank=True)
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
        indexes = (
            models.Index(fields=["due_at"], name="reminder_due", condition=Q(state=S.PLANNED)),
            models.Index(fields=["deliver_at"], name="reminder_deliver", condition=Q(state=S.REACHED)),
        )
        constraints = (
            models.UniqueConstraint(name="reminder_once", fields=["follow_up", "step", "date_version", "anchor"]),
            models.CheckConstraint(name="reminder_state", condition=Q(state__in=OccurrenceState.values)),
            models.CheckConstraint(name="reminder_chosen", condition=Q(chosen__in=("", *Chosen.values))),
            models.CheckConstraint(name="reminder_cancelled", condition=Q(cancelled__in=("", *Cancelled.values))),
            models.CheckConstraint(
                name="reminder_queued",
                condition=Q(state=S.QUEUED, queued_at__isnull=False)
                | (~Q(state=S.QUEUED) & Q(queued_at__isnull=True, mail__isnull=True)),
            ),
            models.CheckConstraint(
                name="reminder_reached",
                condition=~Q(state__in=REACHED) | (Q(reached_at__isnull=False) & ~Q(chosen="")),
            ),
            models.CheckConstraint(
                name="reminder_mail_has_hour_and_recipient",
                condition=~Q(state__in=(S.REACHED, S.QUEUED))
                | Q(deliver_at__isnull=False, user__isnull=False, unit__isnull=True)
                | Q(deliver_at__isnull=False, user__isnull=True, unit__isnull=False),
            ),
            models.CheckConstraint(
                name="reminder_cancelled_has_reason",
                condition=(Q(state=S.CANCELLED) & ~Q(cancelled="")) | (~Q(state=S.CANCELLED) & Q(cancelled="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.follow_up_id}: {self.step_id}"

    def get_absolute_url(self) -> str:
        """Return the page of this record."""
        return reverse("steering:reminder_detail", args=[self.pk])
