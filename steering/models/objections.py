"""Objections to sealed minutes: objects of their own, dealt with in a later meeting."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from steering.enums_minutes import ObjectionKind, Ruling
from steering.models.agenda_items import AgendaItem
from steering.models.meetings import Meeting
from steering.models.minutes import Minutes


class MinutesObjectionQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "MinutesObjectionQuerySet":
        """Return the objections this user may read: those to items they may see, and those to the whole."""
        return self.filter(
            Q(agenda_item__isnull=True) | Q(agenda_item__in=AgendaItem.objects.visible_to(user)),
            minutes__in=Minutes.objects.visible_to(user),
        )

    def open(self) -> "MinutesObjectionQuerySet":
        """Return what nobody has dealt with yet."""
        return self.filter(ruling="")


class MinutesObjection(models.Model):
    """What somebody holds against sealed minutes, and what a later meeting said to it.

    The sealed text stays as it is. The ruling stands in the minutes of `decided_in` and on the page of the old ones.
    """

    minutes = models.ForeignKey(
        Minutes, verbose_name=pgettext_lazy("document", "minutes"), on_delete=models.PROTECT, related_name="objections"
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("agenda item"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="objections",
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ObjectionKind)
    text = models.TextField(_("what is held against it"), max_length=4000)
    raised_at = models.DateTimeField(_("raised on"), editable=False)
    raised_by = models.ForeignKey(
        "core.User", verbose_name=_("raised by"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    ruling = models.CharField(_("ruling"), max_length=20, choices=Ruling, blank=True)
    ruling_text = models.TextField(_("what is recorded"), blank=True, max_length=4000)
    decided_in = models.ForeignKey(
        Meeting,
        verbose_name=_("dealt with in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="ruled_objections",
    )
    decided_at = models.DateTimeField(_("recorded on"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        "core.User",
        verbose_name=_("recorded by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = MinutesObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection to minutes")
        verbose_name_plural = _("objections to minutes")
        ordering = ("raised_at", "pk")
        constraints = (
            models.CheckConstraint(name="objection_kind", condition=Q(kind__in=ObjectionKind.values)),
            models.CheckConstraint(name="objection_ruling", condition=Q(ruling__in=("", *Ruling.values))),
            models.CheckConstraint(
                name="objection_has_text",
                condition=~Q(text=""),
                violation_error_message=_("Please say what is held against the minutes."),
            ),
            models.CheckConstraint(
                name="objection_ruled",
                condition=Q(
                    ruling="",
                    ruling_text="",
                    decided_in__isnull=True,
                    decided_at__isnull=True,
                    decided_by__isnull=True,
                )
                | Q(
                    ruling=Ruling.WITHDRAWN,
                    decided_in__isnull=True,
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                )
                | (
                    Q(
                        ruling__in=(Ruling.UPHELD, Ruling.REJECTED),
                        decided_in__isnull=False,
                        decided_at__isnull=False,
                        decided_by__isnull=False,
                    )
                    & ~Q(ruling_text="")
                ),
                violation_error_message=_("Please say in which meeting and with which words it was dealt with."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.minutes}"

    def get_absolute_url(self) -> str:
        """Return the place where it stands."""
        return f"{self.minutes.get_absolute_url()}#objection-{self.pk}"
