"""The catalogue of topics: reference data, the only casework table without an owner."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class TopicQuerySet(models.QuerySet):
    """Simple filters."""

    def tiles(self) -> Self:
        """Return the topics of the first level, at most fifteen."""
        return self.filter(parent__isnull=True, is_active=True)

    def second_level(self) -> Self:
        """Return the finer topics."""
        return self.filter(parent__isnull=False, is_active=True)


class Topic(models.Model):
    """What a contact was about. A topic that is no longer offered stays for the contacts that have it."""

    code = models.CharField(_("key"), max_length=30, primary_key=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("belongs to"), null=True, blank=True, on_delete=models.PROTECT, related_name="finer"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    name_de = models.CharField(_("name in German"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60)
    is_active = models.BooleanField(_("on offer"), default=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(name="topic_position_unique", fields=["position"]),
            models.CheckConstraint(
                name="topic_not_its_own_parent", condition=Q(parent__isnull=True) | ~Q(parent=F("pk"))
            ),
        )

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_de
