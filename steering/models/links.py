"""Ways in without signing in: one-time links to follow-ups, and calendar feeds."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from steering.models.followups import FollowUp


class FollowUpLinkQuerySet(models.QuerySet):
    """Simple filters."""

    def live(self) -> "FollowUpLinkQuerySet":
        """Return the links nobody has withdrawn or replaced."""
        return self.filter(ended_at__isnull=True)


class FollowUpLink(models.Model):
    """Lets a unit without accounts answer exactly one follow-up.

    The token in the mail is signed and names this row; no token is kept. The address says to whom it was given: once
    the inbox of the unit changes, the link is void.
    """

    follow_up = models.ForeignKey(FollowUp, verbose_name=_("follow-up"), on_delete=models.PROTECT, related_name="links")
    address = models.EmailField(_("given to"))
    issued_at = models.DateTimeField(_("issued"), editable=False)
    ended_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    # Empty where the product itself replaced it.
    ended_by = models.ForeignKey(
        "core.User",
        verbose_name=_("withdrawn by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = FollowUpLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("one-time link")
        verbose_name_plural = _("one-time links")
        ordering = ("-issued_at",)
        constraints = (
            models.UniqueConstraint(
                name="followuplink_one_live", fields=["follow_up"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="followuplink_ended", condition=Q(ended_by__isnull=True) | Q(ended_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.follow_up_id}: {self.address}"


class CalendarFeedQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "CalendarFeedQuerySet":
        """Return the person's own feeds; nobody else's, whatever the role."""
        return self.filter(owner=user)

    def live(self) -> "CalendarFeedQuerySet":
        """Return the feeds that still answer."""
        return self.filter(revoked_at__isnull=True)


class CalendarFeed(models.Model):
    """A standing address under which a calendar program reads one person's dates.

    Only the fingerprint of the address is kept, so nobody can look it up again, whoever reads the database.
    """

    owner = models.ForeignKey(
        "core.User", verbose_name=_("person"), on_delete=models.PROTECT, related_name="calendar_feeds"
    )
    label = models.CharField(_("device or program"), max_length=60)
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), editable=False)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(name="calendarfeed_fingerprint", condition=Q(fingerprint__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="calendarfeed_has_label", condition=~Q(label="")),
        )

    def __str__(self) -> str:
        return self.label
