"""What stands in the open data interface: a copy of the public part, made anew by each publication."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from steering.enums_exchange import PublishedKind


class PublishedQuerySet(models.QuerySet):
    """Simple filters. Everything here is public, so there is no `visible_to`."""

    def alive(self) -> "PublishedQuerySet":
        """Return what has not been taken back."""
        return self.filter(deleted_at__isnull=True)


class PublishedObject(models.Model):
    """One object of the interface as it was last published.

    The interface reads from here alone, so nothing can leave that was not published. `content` is the object without
    `id`, `type`, `created`, `modified`; where it embeds another, it holds {"embed": [kind, key]}. `parents` are the
    references to what embeds it; they are shown only when it is fetched by itself. What is taken back keeps its row
    without content, because readers have to learn that it is gone.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=PublishedKind)
    key = models.CharField(_("key"), max_length=40)
    # The organisation whose lists it stands in: the committee of a meeting or of a consultation.
    owner_key = models.CharField(max_length=40, blank=True)
    content = models.JSONField(_("content"), default=dict)
    parents = models.JSONField(default=dict)
    # Of the content with everything embedded, so that a change below shows above.
    digest = models.CharField(_("checksum"), max_length=64)
    created = models.DateTimeField(_("created"))
    modified = models.DateTimeField(_("changed"))
    deleted_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("published object")
        verbose_name_plural = _("published objects")
        ordering = ("kind", "pk")
        indexes = (
            models.Index(fields=["kind", "owner_key", "id"], name="published_by_list"),
            models.Index(fields=["kind", "modified"], name="published_by_change"),
        )
        constraints = (
            models.UniqueConstraint(name="published_once", fields=["kind", "key"]),
            models.CheckConstraint(name="published_kind", condition=Q(kind__in=PublishedKind.values)),
            models.CheckConstraint(name="published_key_form", condition=Q(key__regex=r"^[0-9a-z-]+$")),
            models.CheckConstraint(name="published_in_order", condition=Q(created__lte=F("modified"))),
            models.CheckConstraint(
                name="published_deleted_is_empty",
                condition=Q(deleted_at__isnull=True) | Q(content={}, parents={}, deleted_at=F("modified")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
