"""Meetings."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from steering.enums import MeetingState
from steering.models import visibility
from steering.models.committees import Committee, number_as_range, seats_held_by

STARTED = (MeetingState.RUNNING, MeetingState.HELD, MeetingState.SEALED)
ENDED = (MeetingState.HELD, MeetingState.SEALED)
NOT_BEGUN = (MeetingState.PLANNED, MeetingState.INVITED)


def meeting_span() -> Func:
    """Return when a meeting takes place, as a range of local time; without a planned end, its first minute."""
    return Func(
        F("held_on"),
        F("starts_at"),
        F("ends_at"),
        function="steering_meeting_span",
        output_field=DateTimeRangeField(),
    )


class MeetingQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "MeetingQuerySet":
        """Return what this user may see; see `steering.models.visibility`."""
        return self.filter(visibility.meetings(user))

    def taking_place(self) -> "MeetingQuerySet":
        """Return the meetings that have not been cancelled."""
        return self.exclude(state=MeetingState.CANCELLED)

    def seated_for(self, user) -> "MeetingQuerySet":
        """Say with each meeting whether this person holds a seat in its committee today (`is_seated`)."""
        seats = seats_held_by(user).filter(committee=OuterRef("committee"))
        return self.annotate(is_seated=Exists(seats))


class Meeting(models.Model):
    """One meeting of a committee, numbered per year.

    A meeting of a series keeps the day the series gave it (`series_day`), wherever it is moved. A cancelled meeting keeps
    its number.
    """

    committee = models.ForeignKey(
        Committee, verbose_name=_("committee"), on_delete=models.PROTECT, related_name="meetings"
    )
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    held_on = models.DateField(_("date"))
    starts_at = models.TimeField(_("begin"))
    ends_at = models.TimeField(_("planned end"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    online_link = models.URLField(_("link for taking part online"), max_length=300, blank=True)
    series = models.ForeignKey(
        "steering.MeetingSeries",
        verbose_name=_("series"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="meetings",
    )
    series_day = models.DateField(_("day given by the series"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled on"), null=True, blank=True, editable=False)
    cancel_reason = models.CharField(_("reason of the cancellation"), max_length=300, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=MeetingState, default=MeetingState.PLANNED)
    started_at = models.DateTimeField(_("begun"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("-held_on", "-starts_at")
        indexes = (
            models.Index(
                F("committee"), F("ended_at").desc(), name="meeting_last_ended", condition=Q(ended_at__isnull=False)
            ),
        )
        constraints = (
            models.UniqueConstraint(name="meeting_number_unique", fields=["committee", "year", "number"]),
            ExclusionConstraint(
                name="meeting_no_overlap",
                expressions=((number_as_range("committee"), "&&"), (meeting_span(), "&&")),
                condition=~Q(state=MeetingState.CANCELLED),
                violation_error_message=_("The committee already meets at that time."),
            ),
            models.UniqueConstraint(name="meeting_once_per_series_day", fields=["series", "series_day"]),
            models.CheckConstraint(
                name="meeting_series_complete",
                condition=Q(series__isnull=True, series_day__isnull=True)
                | Q(series__isnull=False, series_day__isnull=False),
            ),
            models.CheckConstraint(
                name="meeting_planned_end",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The planned end lies before the beginning."),
            ),
            models.CheckConstraint(
                name="meeting_link_is_safe",
                condition=Q(online_link="") | Q(online_link__startswith="https://"),
                violation_error_message=_("The link must begin with https://."),
            ),
            models.CheckConstraint(
                name="meeting_cancelled",
                condition=(Q(state=MeetingState.CANCELLED, cancelled_at__isnull=False) & ~Q(cancel_reason=""))
                | (~Q(state=MeetingState.CANCELLED) & Q(cancelled_at__isnull=True, cancel_reason="")),
                violation_error_message=_("Please give the reason of the cancellation."),
            ),
            models.CheckConstraint(name="meeting_state", condition=Q(state__in=MeetingState.values)),
            models.CheckConstraint(name="meeting_number_positive", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="meeting_started", condition=Q(state__in=STARTED, started_at__isnull=False) | ~Q(state__in=STARTED)
            ),
            models.CheckConstraint(
                name="meeting_ended", condition=Q(state__in=ENDED, ended_at__isnull=False) | ~Q(state__in=ENDED)
            ),
            models.CheckConstraint(
                name="meeting_ends_after_begin", condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at"))
            ),
        )

    def __str__(self) -> str:
        return gettext("Meeting %(number)s of %(year)s") % {"number": self.number, "year": self.year}

    def get_absolute_url(self) -> str:
        """Return the page of this record."""
        return reverse("steering:meeting_detail", args=[self.pk])

    @property
    def name(self) -> str:
        """The meeting with its committee and day, for lists of choices."""
        return f"{self.committee}, {self} ({date_format(self.held_on, 'SHORT_DATE_FORMAT')})"
