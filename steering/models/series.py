"""Series of meetings by a recurrence rule, and the items that stand on every agenda."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from steering.enums import Confidentiality
from steering.enums_agenda import ItemKind
from steering.models import visibility
from steering.models.committees import Committee

# What the form can say and the domain can read: every n weeks on a weekday, or monthly on the n-th or last weekday.
RULE_FORM = (
    r"^FREQ=(WEEKLY;INTERVAL=[1-9][0-9]?;BYDAY=(MO|TU|WE|TH|FR|SA|SU)"
    r"|MONTHLY;INTERVAL=[1-9][0-9]?;BYDAY=([1-4]|-1)(MO|TU|WE|TH|FR|SA|SU))$"
)


class MeetingSeriesQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "MeetingSeriesQuerySet":
        """Return what this user may see: whoever sees the committee's planned meetings."""
        return self.filter(visibility.meeting_series(user))


class MeetingSeries(models.Model):
    """Meetings that come back by a rule (RRULE of RFC 5545) from one day to another, both included.

    The meetings are made when the series is; days on which the offices are closed are left out.
    """

    committee = models.ForeignKey(
        Committee, verbose_name=_("committee"), on_delete=models.PROTECT, related_name="series"
    )
    rule = models.CharField(_("recurrence rule"), max_length=60)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    starts_at = models.TimeField(_("begin"))
    ends_at = models.TimeField(_("planned end"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    online_link = models.URLField(_("link for taking part online"), max_length=300, blank=True)

    objects = MeetingSeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")
        ordering = ("-starts_on", "pk")
        constraints = (
            models.CheckConstraint(name="meetingseries_rule_form", condition=Q(rule__regex=RULE_FORM)),
            models.CheckConstraint(
                name="meetingseries_order",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The end of the series lies before its beginning."),
            ),
            models.CheckConstraint(
                name="meetingseries_planned_end",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The planned end lies before the beginning."),
            ),
            models.CheckConstraint(
                name="meetingseries_link_is_safe",
                condition=Q(online_link="") | Q(online_link__startswith="https://"),
                violation_error_message=_("The link must begin with https://."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.committee}: {self.rule}"

    def get_absolute_url(self) -> str:
        """Return the page of this record."""
        return reverse("steering:series_detail", args=[self.pk])


class StandingItemQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "StandingItemQuerySet":
        """Return what this user may see of the templates; see `steering.models.visibility`."""
        return self.filter(visibility.standing_items(user))


class StandingItem(models.Model):
    """A line that stands on every agenda of a committee, or of one series; an item belongs to the section before it."""

    committee = models.ForeignKey(
        Committee, verbose_name=_("committee"), on_delete=models.PROTECT, related_name="standing_items"
    )
    series = models.ForeignKey(
        MeetingSeries,
        verbose_name=_("only in the series"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="standing_items",
    )
    position = models.PositiveSmallIntegerField(_("position"), editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=ItemKind, default=ItemKind.ITEM)
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
    speaker = models.CharField(_("speaker"), max_length=120, blank=True)
    minutes_planned = models.PositiveSmallIntegerField(_("time planned, in minutes"), null=True, blank=True)
    stays_last = models.BooleanField(
        _("stays at the end"),
        default=False,
        help_text=_("New items are put before it, for example before any other business."),
    )

    objects = StandingItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing item")
        verbose_name_plural = _("standing items")
        ordering = ("committee", "position")
        constraints = (
            models.UniqueConstraint(
                name="standingitem_position_unique",
                fields=["committee", "position"],
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(name="standingitem_has_title", condition=~Q(title="")),
            models.CheckConstraint(name="standingitem_kind", condition=Q(kind__in=ItemKind.values)),
            models.CheckConstraint(
                name="standingitem_confidentiality", condition=Q(confidentiality__in=Confidentiality.values)
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_section(self) -> bool:
        """Tell whether it is a heading only."""
        return self.kind == ItemKind.SECTION
