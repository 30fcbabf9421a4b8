"""Meetings and their agenda."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from steering.enums import Confidentiality, ItemResult, MeetingState
from steering.models import visibility
from steering.models.committees import Committee, seats_held_by

STARTED = (MeetingState.RUNNING, MeetingState.HELD, MeetingState.SEALED)
ENDED = (MeetingState.HELD, MeetingState.SEALED)


class MeetingQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "MeetingQuerySet":
        """Return what this user may see; see `steering.models.visibility`."""
        return self.filter(visibility.meetings(user))

    def seated_for(self, user) -> "MeetingQuerySet":
        """Say with each meeting whether this person holds a seat in its committee today (`is_seated`)."""
        seats = seats_held_by(user).filter(committee=OuterRef("committee"))
        return self.annotate(is_seated=Exists(seats))


class Meeting(models.Model):
    """One meeting of a committee, numbered per year."""

    committee = models.ForeignKey(
        Committee, verbose_name=_("committee"), on_delete=models.PROTECT, related_name="meetings"
    )
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    held_on = models.DateField(_("date"))
    starts_at = models.TimeField(_("begin"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=MeetingState, default=MeetingState.PLANNED)
    started_at = models.DateTimeField(_("begun"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("-held_on", "-starts_at")
        constraints = (
            models.UniqueConstraint(name="meeting_number_unique", fields=["committee", "year", "number"]),
            models.UniqueConstraint(
                name="meeting_not_twice",
                fields=["committee", "held_on", "starts_at"],
                violation_error_message=_("The committee already meets at that time."),
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


class AgendaItemQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "AgendaItemQuerySet":
        """Return what this user may see; see `steering.models.visibility`."""
        return self.filter(visibility.agenda_items(user))

    def open(self) -> "AgendaItemQuerySet":
        """Return the items without a result."""
        return self.filter(result="")


class AgendaItem(models.Model):
    """One item of an agenda with what became of it."""

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="agenda_items"
    )
    position = models.PositiveSmallIntegerField(_("position"), editable=False)
    label = models.CharField(_("number on the agenda"), max_length=12)
    title = models.CharField(_("title"), max_length=200)
    confidentiality = models.CharField(
        _("confidentiality"), max_length=20, choices=Confidentiality, default=Confidentiality.INTERNAL
    )
    lead_unit = models.ForeignKey(
        "core.Organisation",
        verbose_name=_("lead unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    proposed_text = models.TextField(_("proposed decision"), blank=True, max_length=4000)
    minutes = models.TextField(_("minutes"), blank=True, max_length=8000)
    result = models.CharField(_("result"), max_length=20, choices=ItemResult, blank=True)
    deferred_to = models.ForeignKey(
        Meeting,
        verbose_name=_("deferred to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deferred_items",
    )
    referred_to = models.ForeignKey(
        Committee,
        verbose_name=_("referred to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="referred_items",
    )
    recorded_at = models.DateTimeField(_("recorded"), null=True, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        "core.User",
        verbose_name=_("recorded by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Counts the changes, so that a second writer notices the first.
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ("meeting", "position")
        constraints = (
            models.UniqueConstraint(
                name="agendaitem_position_unique", fields=["meeting", "position"], deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                name="agendaitem_label_unique",
                fields=["meeting", "label"],
                violation_error_message=_("This number already stands on the agenda."),
            ),
            models.CheckConstraint(name="agendaitem_result", condition=Q(result__in=("", *ItemResult.values))),
            models.CheckConstraint(
                name="agendaitem_confidentiality", condition=Q(confidentiality__in=Confidentiality.values)
            ),
            models.CheckConstraint(name="agendaitem_has_title", condition=~Q(title="") & ~Q(label="")),
            models.CheckConstraint(
                name="agendaitem_recorded",
                condition=Q(result="", recorded_at__isnull=True, recorded_by__isnull=True)
                | (~Q(result="") & Q(recorded_at__isnull=False, recorded_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="agendaitem_deferred_to",
                condition=Q(deferred_to__isnull=True) | (Q(result=ItemResult.DEFERRED) & ~Q(deferred_to=F("meeting"))),
            ),
            models.CheckConstraint(
                name="agendaitem_referred_to", condition=Q(referred_to__isnull=True) | Q(result=ItemResult.REFERRED)
            ),
        )

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the page of this record."""
        return f"{reverse('steering:meeting_detail', args=[self.meeting_id])}#item-{self.pk}"

    @property
    def is_confidential(self) -> bool:
        """Tell whether only a few may read it."""
        return self.confidentiality == Confidentiality.CONFIDENTIAL
