"""Papers for an agenda item, and the files attached to them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import StoredFile
from steering.enums import Confidentiality
from steering.enums_agenda import PaperKind
from steering.models import visibility
from steering.models.agenda_items import AgendaItem


class PaperQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "PaperQuerySet":
        """Return what this user may see; see `steering.models.visibility`."""
        return self.filter(visibility.papers(user))


class Paper(models.Model):
    """What is put before the committee for one item; never less confidential than the item."""

    item = models.ForeignKey(AgendaItem, verbose_name=_("agenda item"), on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=20, choices=PaperKind)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True, max_length=20_000)
    confidentiality = models.CharField(_("confidentiality"), max_length=20, choices=Confidentiality)
    lead_unit = models.ForeignKey(
        "core.Organisation",
        verbose_name=_("lead unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(_("handed in on"), editable=False)
    created_by = models.ForeignKey(
        "core.User", verbose_name=_("handed in by"), on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ("item", "pk")
        constraints = (
            models.CheckConstraint(name="paper_has_title", condition=~Q(title="")),
            models.CheckConstraint(name="paper_kind", condition=Q(kind__in=PaperKind.values)),
            models.CheckConstraint(
                name="paper_confidentiality", condition=Q(confidentiality__in=Confidentiality.values)
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the page of this record."""
        return reverse("steering:paper_detail", args=[self.pk])

    @property
    def is_confidential(self) -> bool:
        """Tell whether only a few may read it."""
        return self.confidentiality == Confidentiality.CONFIDENTIAL


class PaperAttachmentQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "PaperAttachmentQuerySet":
        """Return what this user may see; see `steering.models.visibility`."""
        return self.filter(visibility.attachments(user))


class PaperAttachment(models.Model):
    """A file of a paper; never less confidential than the paper."""

    paper = models.ForeignKey(Paper, verbose_name=_("paper"), on_delete=models.PROTECT, related_name="attachments")
    file = models.OneToOneField(
        StoredFile, verbose_name=_("file"), on_delete=models.PROTECT, related_name="paper_attachment"
    )
    confidentiality = models.CharField(_("confidentiality"), max_length=20, choices=Confidentiality)

    objects = PaperAttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("paper", "pk")
        constraints = (
            models.CheckConstraint(
                name="paperattachment_confidentiality", condition=Q(confidentiality__in=Confidentiality.values)
            ),
        )

    def __str__(self) -> str:
        return str(self.file)

    def get_absolute_url(self) -> str:
        """Return the address from which the file is downloaded."""
        return reverse("steering:attachment_download", args=[self.pk])

    @property
    def is_confidential(self) -> bool:
        """Tell whether only a few may read it."""
        return self.confidentiality == Confidentiality.CONFIDENTIAL
