"""The ladder of reminders as data: who hears what, how many working days before or after a date."""

from datetime import time

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models.functions import AppNow
from steering.enums_reminders import Audience, Channel, Trigger
from steering.models.committees import Committee


class LadderQuerySet(models.QuerySet["Ladder"]):
    """Simple filters."""

    def visible_to(self, user) -> "LadderQuerySet":
        """Return all: a unit may read by which rules it is reminded."""
        return self

    def default(self) -> "Ladder":
        """Return the ladder of everything that has none of its own."""
        return self.get(committee__isnull=True)


class Ladder(models.Model):
    """The steps by which a committee reminds, and within which hours its mails go out.

    The one without a committee is the default: for committees without a ladder of their own, and for referrals.
    """

    committee = models.OneToOneField(
        Committee, verbose_name=_("committee"), null=True, blank=True, on_delete=models.PROTECT, related_name="ladder"
    )
    earliest = models.TimeField(_("mails not before"), default=time(8))
    latest = models.TimeField(_("mails not after"), default=time(18))
    single_allowed = models.BooleanField(
        _("one mail for each follow-up allowed"), default=True, help_text=_("Otherwise everybody gets one mail a day.")
    )
    longest_wait = models.PositiveSmallIntegerField(
        _("longest wait"),
        default=4,
        help_text=_("Working days a reminder may wait for the weekdays a person has chosen."),
    )

    objects = LadderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder ladder")
        verbose_name_plural = _("reminder ladders")
        ordering = (F("committee").asc(nulls_first=True),)
        constraints = (
            models.UniqueConstraint(name="ladder_one_default", fields=["committee"], nulls_distinct=False),
            models.CheckConstraint(
                name="ladder_hours",
                condition=Q(earliest__gte=time(6), latest__gt=F("earliest")),
                violation_error_message=_("Mails begin at 6 o'clock at the earliest and end after they begin."),
            ),
            models.CheckConstraint(
                name="ladder_longest_wait",
                condition=Q(longest_wait__lte=20),
                violation_error_message=_("A reminder may wait for twenty working days at most."),
            ),
        )

    def __str__(self) -> str:
        return str(self.committee) if self.committee else str(_("Default"))

    def get_absolute_url(self) -> str:
        """Return the page of this record."""
        return reverse("steering:ladder_detail", args=[self.pk])


class LadderStepQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "LadderStepQuerySet":
        """Return all, like the ladders they belong to."""
        return self

    def in_force(self) -> "LadderStepQuerySet":
        """Return the steps that count today."""
        return self.filter(retired_at__isnull=True)


class LadderStep(models.Model):
    """One step: counted from `trigger`, so many working days after it (before it when negative), to one audience.

    A step never changes: a changed one is a new step and the former is retired, so that what was sent can always be
    explained.
    """

    ladder = models.ForeignKey(Ladder, verbose_name=_("ladder"), on_delete=models.PROTECT, related_name="steps")
    trigger = models.CharField(_("counted from"), max_length=20, choices=Trigger, default=Trigger.DUE)
    working_days = models.SmallIntegerField(
        _("working days"), help_text=_("Negative: before the due date. 0: on the day. Positive: after it.")
    )
    audience = models.CharField(_("who hears it"), max_length=20, choices=Audience)
    channel = models.CharField(_("how"), max_length=10, choices=Channel, default=Channel.MAIL)
    is_escalation = models.BooleanField(
        _("escalation"), default=False, help_text=_("Goes out at once in office hours; nobody can switch it off.")
    )
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("entered"), db_default=AppNow(), editable=False)

    objects = LadderStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of the ladder")
        verbose_name_plural = _("steps of the ladder")
        ordering = ("ladder", "trigger", "working_days", "pk")
        constraints = (
            models.CheckConstraint(name="ladderstep_trigger", condition=Q(trigger__in=Trigger.values)),
            models.CheckConstraint(name="ladderstep_audience", condition=Q(audience__in=Audience.values)),
            models.CheckConstraint(name="ladderstep_channel", condition=Q(channel__in=Channel.values)),
            models.CheckConstraint(
                name="ladderstep_only_due_dates_have_a_before",
                condition=Q(trigger=Trigger.DUE) | Q(working_days__gte=0),
                violation_error_message=_("Only a due date has days before it."),
            ),
            models.CheckConstraint(
                name="ladderstep_silence_takes_a_day",
                condition=~Q(trigger__in=(Trigger.NOT_ACKNOWLEDGED, Trigger.STATUS_STALE)) | Q(working_days__gte=1),
                violation_error_message=_("Give the unit at least one working day."),
            ),
            models.CheckConstraint(
                name="ladderstep_within_a_year",
                condition=Q(working_days__range=(-250, 250)),
                violation_error_message=_("At most 250 working days."),
            ),
            models.CheckConstraint(
                name="ladderstep_agenda_is_no_mail",
                condition=~Q(audience=Audience.AGENDA) | Q(channel=Channel.ENTRY),
                violation_error_message=_("What goes onto the agenda needs no mail."),
            ),
            models.CheckConstraint(
                name="ladderstep_escalation_is_a_mail",
                condition=Q(is_escalation=False) | Q(channel=Channel.MAIL),
                violation_error_message=_("An escalation is a mail."),
            ),
            models.UniqueConstraint(
                name="ladderstep_once",
                fields=["ladder", "trigger", "working_days", "audience"],
                condition=Q(retired_at__isnull=True),
                violation_error_message=_("The ladder has this step already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_trigger_display()} {self.working_days:+d}: {self.get_audience_display()}"

    def get_absolute_url(self) -> str:
        """Return the page of its ladder."""
        return reverse("steering:ladder_detail", args=[self.ladder_id])
