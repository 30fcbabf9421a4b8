"""The agenda of a meeting: sections, items and what became of them."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models.indexes import any_part
from steering.enums import Confidentiality, ItemResult
from steering.enums_agenda import ItemKind
from steering.models import visibility
from steering.models.committees import Committee
from steering.models.meetings import Meeting


class AgendaItemQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "AgendaItemQuerySet":
        """Return what this user may see; see `steering.models.visibility`."""
        return self.filter(visibility.agenda_items(user))

    def open(self) -> "AgendaItemQuerySet":
        """Return the items without a result."""
        return self.items().filter(result="")

    def items(self) -> "AgendaItemQuerySet":
        """Return what is dealt with: everything but the headings of sections."""
        return self.filter(kind=ItemKind.ITEM)


class AgendaItem(models.Model):
    """One line of an agenda: the heading of a section, or an item with what became of it.

    `position` counts through the whole agenda, parents before their children. `label` is the public number, fixed by the
    invitation. A child is never less confidential than its parent. `proposal_key` says from which proposal it came.
    """

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="agenda_items"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ItemKind, default=ItemKind.ITEM, editable=False)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="children",
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
    speaker = models.CharField(_("speaker"), max_length=120, blank=True)
    minutes_planned = models.PositiveSmallIntegerField(_("time planned, in minutes"), null=True, blank=True)
    topic = models.ForeignKey(
        "steering.Topic",
        verbose_name=_("topic"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="agenda_items",
    )
    proposal_key = models.CharField(_("proposed as"), max_length=40, blank=True, editable=False)
    stays_last = models.BooleanField(_("stays at the end"), default=False, editable=False)
    is_late = models.BooleanField(_("added after the invitation"), default=False, editable=False)
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
        indexes = (any_part("title", "minutes", name="agendaitem_by_any_part"),)
        constraints = (
            models.UniqueConstraint(
                name="agendaitem_position_unique", fields=["meeting", "position"], deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(name="agendaitem_with_meeting", fields=["id", "meeting"]),
            models.UniqueConstraint(
                name="agendaitem_proposed_once", fields=["meeting", "proposal_key"], condition=~Q(proposal_key="")
            ),
            models.CheckConstraint(name="agendaitem_kind", condition=Q(kind__in=ItemKind.values)),
            models.CheckConstraint(
                name="agendaitem_section_on_top",
                condition=~Q(kind=ItemKind.SECTION) | Q(parent__isnull=True, result="", minutes="", proposed_text=""),
            ),
            models.UniqueConstraint(
                name="agendaitem_label_unique",
                fields=["meeting", "label"],
                deferrable=models.Deferrable.DEFERRED,
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
            # The target of the foreign key that keeps a decision's confidentiality equal to its item's.
            models.UniqueConstraint(name="agendaitem_with_confidentiality", fields=["id", "confidentiality"]),
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

    @property
    def is_section(self) -> bool:
        """Tell whether it is a heading only."""
        return self.kind == ItemKind.SECTION
