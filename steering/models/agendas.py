"""What agenda items point to, and what was left off an agenda on purpose."""

from typing import Any

from django.db import models
from django.db.models import Func, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from steering.models.agenda_items import AgendaItem
from steering.models.circulars import CircularDecision
from steering.models.decisions import Decision
from steering.models.measures import Measure
from steering.models.meetings import Meeting

TARGETS = ("measure", "decision", "earlier_item", "past_meeting", "circular")


def _to(model: Any, label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        model, verbose_name=label, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_links"
    )


class AgendaLink(models.Model):
    """What an item is about: exactly one object. The object stays where it is, so that no old agenda ever changes."""

    item = models.ForeignKey(AgendaItem, verbose_name=_("agenda item"), on_delete=models.CASCADE, related_name="links")
    measure = _to(Measure, _("measure"))
    decision = _to(Decision, _("decision"))
    earlier_item = _to(AgendaItem, _("earlier item"))
    past_meeting = _to(Meeting, _("meeting"))
    circular = _to(CircularDecision, _("decision by circular"))

    class Meta:
        verbose_name = _("subject of an agenda item")
        verbose_name_plural = _("subjects of agenda items")
        ordering = ("item", "pk")
        constraints = (
            models.CheckConstraint(
                name="agendalink_exactly_one",
                condition=Exact(Func(*TARGETS, function="num_nonnulls", output_field=models.IntegerField()), 1),
            ),
            models.UniqueConstraint(name="agendalink_once", fields=["item", *TARGETS], nulls_distinct=False),
        )

    def __str__(self) -> str:
        return f"{self.item}: {self.target}"

    @property
    def target(self) -> Any:
        """The object itself, or None where it was left out in loading because the reader may not see it."""
        return next((found for name in TARGETS if (found := getattr(self, name)) is not None), None)


class DroppedProposal(models.Model):
    """A proposed line the office left off one agenda; it is not proposed for this meeting again."""

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="dropped_proposals"
    )
    key = models.CharField(_("proposed as"), max_length=40)
    dropped_at = models.DateTimeField(_("dropped on"))
    dropped_by = models.ForeignKey(
        "core.User", verbose_name=_("dropped by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("dropped proposal")
        verbose_name_plural = _("dropped proposals")
        ordering = ("meeting", "pk")
        constraints = (
            models.UniqueConstraint(name="droppedproposal_once", fields=["meeting", "key"]),
            models.CheckConstraint(name="droppedproposal_has_key", condition=~Q(key="")),
        )

    def __str__(self) -> str:
        return f"{self.meeting}: {self.key}"
