"""Minutes of a meeting, their versions and parts. Once sealed the database changes nothing of them any more."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.enums import COMMITTEE_ROLES, Role
from core.models.functions import AppToday
from steering.enums import Confidentiality, SeatRole
from steering.enums_minutes import MinutesState, PartKind, VersionCause
from steering.models.agenda_items import AgendaItem
from steering.models.committees import Seat, SeatSubstitute, seats_held_by
from steering.models.meetings import Meeting

TAKERS = (SeatRole.MINUTE_TAKER, SeatRole.OFFICE)


def part_in(user, committee: OuterRef) -> dict[str, Exists | Q]:
    """Return annotations for the part a person has in the minutes of a committee.

    `is_seated`, `is_chair`, `is_deputy_chair`, and `is_taker`: the office takes the minutes where no seat of a minute
    taker is filled.
    """
    own = seats_held_by(user).filter(committee=committee)
    appointed = Seat.objects.filled().valid_on(AppToday()).filter(committee=committee, role=SeatRole.MINUTE_TAKER)
    deputies = SeatSubstitute.objects.valid_on(AppToday()).filter(
        person=user.pk, seat__committee=committee, seat__role=SeatRole.CHAIR
    )
    return {
        "is_seated": Exists(own),
        "is_taker": Exists(own.filter(role=SeatRole.MINUTE_TAKER))
        | (Exists(own.filter(role=SeatRole.OFFICE)) & ~Exists(appointed)),
        "is_chair": Exists(own.filter(role=SeatRole.CHAIR)),
        "is_deputy_chair": Exists(deputies),
    }


class MinutesQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "MinutesQuerySet":
        """Return what this user may see: a draft is for those who write it, heads read what is sealed.

        What stands in them is filtered item by item: `MinutesPart.objects.visible_to`.
        """
        if user.has_role(Role.COMMITTEE_OFFICE):
            return self
        if user.has_role(*COMMITTEE_ROLES):
            own = seats_held_by(user).filter(role__in=TAKERS).values("committee")
            return self.filter(~Q(state=MinutesState.DRAFT) | Q(meeting__committee__in=own))
        return self.filter(state=MinutesState.SEALED) if user.has_role(Role.DEPARTMENT_HEAD) else self.none()

    def with_part_of(self, user) -> "MinutesQuerySet":
        """Say with each which part this person has in it; see `part_in`."""
        return self.annotate(**part_in(user, OuterRef("meeting__committee")))


class Minutes(models.Model):
    """The minutes of one meeting.

    `opening` and `closing` are the statements around the agenda: proper invitation, quorum, adoption of the agenda;
    requests and statements for the record. The text of an item stands with the item. A version is a copy of all this.
    """

    meeting = models.OneToOneField(Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField(_("state"), max_length=20, choices=MinutesState, default=MinutesState.DRAFT)
    opening = models.TextField(_("statements at the beginning"), blank=True, max_length=4000)
    closing = models.TextField(_("statements at the end"), blank=True, max_length=4000)
    sealed_at = models.DateTimeField(_("sealed on"), null=True, blank=True, editable=False)
    sealed_by = models.ForeignKey(
        "core.User",
        verbose_name=_("sealed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    content_hash = models.CharField(_("seal (SHA-256)"), max_length=64, blank=True, editable=False)
    file = models.OneToOneField(
        "core.StoredFile",
        verbose_name=_("sealed file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("document", "minutes")
        verbose_name_plural = pgettext_lazy("document", "minutes")
        ordering = ("-meeting__held_on",)
        constraints = (
            models.CheckConstraint(name="minutes_state", condition=Q(state__in=MinutesState.values)),
            models.CheckConstraint(
                name="minutes_seal_complete",
                condition=Q(
                    state=MinutesState.SEALED,
                    sealed_at__isnull=False,
                    sealed_by__isnull=False,
                    file__isnull=False,
                    content_hash__regex=r"^[0-9a-f]{64}$",
                )
                | (
                    ~Q(state=MinutesState.SEALED)
                    & Q(sealed_at__isnull=True, sealed_by__isnull=True, file__isnull=True, content_hash="")
                ),
            ),
        )

    def __str__(self) -> str:
        return gettext("Minutes of meeting %(number)s of %(year)s") % {
            "number": self.meeting.number,
            "year": self.meeting.year,
        }

    def get_absolute_url(self) -> str:
        """Return the page of this record."""
        return reverse("steering:minutes_detail", args=[self.pk])


class MinutesVersion(models.Model):
    """What the minutes said at one time; only ever added.

    `head` may be public; names and statements stand in `inside` alone.
    """

    minutes = models.ForeignKey(
        Minutes, verbose_name=pgettext_lazy("document", "minutes"), on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("version"))
    cause = models.CharField(_("reason"), max_length=20, choices=VersionCause)
    head = models.JSONField(_("frame"))
    inside = models.JSONField(_("names and statements"))
    made_at = models.DateTimeField(_("made on"))
    made_by = models.ForeignKey("core.User", verbose_name=_("made by"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("version of minutes")
        verbose_name_plural = _("versions of minutes")
        ordering = ("minutes", "number")
        constraints = (
            models.UniqueConstraint(name="minutesversion_number_unique", fields=["minutes", "number"]),
            models.CheckConstraint(name="minutesversion_number_positive", condition=Q(number__gte=1)),
            models.CheckConstraint(name="minutesversion_cause", condition=Q(cause__in=VersionCause.values)),
        )

    def __str__(self) -> str:
        return gettext("Version %(number)s") % {"number": self.number}


class MinutesPartQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "MinutesPartQuerySet":
        """Return the parts this user may read: those of items they may see, and what belongs to no item."""
        return self.filter(Q(agenda_item__isnull=True) | Q(agenda_item__in=AgendaItem.objects.visible_to(user)))

    def public(self) -> "MinutesPartQuerySet":
        """Return what everybody may read: the parts of public items, and nothing else is ever loaded."""
        return self.filter(agenda_item__confidentiality=Confidentiality.PUBLIC)

    def open(self) -> "MinutesPartQuerySet":
        """Return the parts of items that are not confidential."""
        return self.filter(agenda_item__confidentiality__in=(Confidentiality.PUBLIC, Confidentiality.INTERNAL))


class MinutesPart(models.Model):
    """One item, or one objection dealt with, in a version. The item says who may read it.

    `units` are the units that lead or contribute there; they get it as an excerpt.
    """

    version = models.ForeignKey(
        MinutesVersion, verbose_name=_("version"), on_delete=models.PROTECT, related_name="parts"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=20, choices=PartKind)
    agenda_item = models.ForeignKey(
        AgendaItem, verbose_name=_("agenda item"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    units = models.ManyToManyField("core.Organisation", verbose_name=_("units"), blank=True, related_name="+")
    content = models.JSONField(_("content"))

    objects = MinutesPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of minutes")
        verbose_name_plural = _("parts of minutes")
        ordering = ("version", "position")
        constraints = (
            models.UniqueConstraint(name="minutespart_position_unique", fields=["version", "position"]),
            models.CheckConstraint(name="minutespart_kind", condition=Q(kind__in=PartKind.values)),
            models.CheckConstraint(
                name="minutespart_of_item", condition=Q(kind=PartKind.OBJECTION) | Q(agenda_item__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.version_id}: {self.position}"
