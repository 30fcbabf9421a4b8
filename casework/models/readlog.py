"""Who read what: one row per page that showed case data, and one per refusal."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.enums import ReadKind
from casework.models.base import OwnedQuerySet


class ReadLog(models.Model):
    """Written by the function `casework_log_read` alone, which takes user, time and request from the transaction.

    `subject` is the key that was asked for (no foreign key: a refused request may name what does not exist).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("core.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"))
    kind = models.CharField(_("page"), max_length=20, choices=ReadKind)
    subject = models.UUIDField(null=True)
    allowed = models.BooleanField()
    request_id = models.CharField(max_length=40)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the read log")
        verbose_name_plural = _("entries of the read log")
        ordering = ("-at",)
        indexes = (models.Index(fields=["organisation", "-at"], name="readlog_by_time"),)
        constraints = (models.CheckConstraint(name="readlog_known_page", condition=Q(kind__in=ReadKind.values)),)

    def __str__(self) -> str:
        return f"{self.at:%d.%m.%Y %H:%M} {self.get_kind_display()}"
