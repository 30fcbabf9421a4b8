"""The log while it is being written: one draft per item, texts that gave way, and who is writing where."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from steering.enums_log import KeptBecause, LogField
from steering.models.agenda_items import AgendaItem
from steering.models.meetings import Meeting


class PartOfItemQuerySet(models.QuerySet):
    """Rows that belong to an agenda item are visible with it."""

    def visible_to(self, user) -> "PartOfItemQuerySet":
        """Return the rows of the items this user may see."""
        return self.filter(item__in=AgendaItem.objects.visible_to(user))


class LogDraft(models.Model):
    """What has been typed for an item and is not recorded yet; every writer of the item works on this one document.

    `fields` maps the name of a field to `{"value": text, "by": user id, "at": time}`. `version` counts the changes.
    """

    item = models.OneToOneField(
        AgendaItem, verbose_name=_("agenda item"), primary_key=True, on_delete=models.PROTECT, related_name="draft"
    )
    fields = models.JSONField(_("fields"), default=dict)
    version = models.PositiveIntegerField(_("version"), default=0)
    # The texts that gave way and that somebody has looked at since; their own rows never change.
    settled = ArrayField(models.BigIntegerField(), verbose_name=_("settled"), default=list, blank=True)
    saved_at = models.DateTimeField(_("saved"))
    saved_by = models.ForeignKey("core.User", verbose_name=_("saved by"), on_delete=models.PROTECT, related_name="+")

    objects = PartOfItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of the log")
        verbose_name_plural = _("drafts of the log")
        constraints = (
            models.CheckConstraint(
                name="logdraft_fields_are_an_object",
                condition=Q(
                    Exact(Func(F("fields"), function="jsonb_typeof", output_field=models.TextField()), "object")
                ),
            ),
        )

    def __str__(self) -> str:
        return str(self.item)

    @property
    def values(self) -> dict[str, str]:
        """What has been typed, by the name of the field."""
        return {name: entry["value"] for name, entry in self.fields.items()}


class LogRevision(models.Model):
    """A text that gave way to another writer's; these rows only grow."""

    item = models.ForeignKey(
        AgendaItem, verbose_name=_("agenda item"), on_delete=models.PROTECT, related_name="revisions"
    )
    field = models.CharField(_("field"), max_length=40, choices=LogField)
    text = models.TextField(_("text"), max_length=8000)
    because = models.CharField(_("kept because"), max_length=10, choices=KeptBecause)
    written_by = models.ForeignKey(
        "core.User", verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    kept_at = models.DateTimeField(_("kept"))

    objects = PartOfItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("version that gave way")
        verbose_name_plural = _("versions that gave way")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(name="logrevision_because", condition=Q(because__in=KeptBecause.values)),
            models.CheckConstraint(name="logrevision_field", condition=Q(field__in=LogField.values)),
            models.CheckConstraint(name="logrevision_has_text", condition=~Q(text="")),
        )

    def __str__(self) -> str:
        return f"{self.item}: {self.field}"


class LogPresence(models.Model):
    """Where a writer of the log is at the moment; a sign of life every few seconds."""

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey("core.User", verbose_name=_("person"), on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(AgendaItem, verbose_name=_("agenda item"), on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(_("seen"))

    class Meta:
        verbose_name = _("writer of the log")
        verbose_name_plural = _("writers of the log")
        constraints = (models.UniqueConstraint(name="logpresence_unique", fields=["meeting", "user"]),)

    def __str__(self) -> str:
        return f"{self.user}: {self.item}"
