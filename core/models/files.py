"""Files in the database, so that processes keep no state and a backup holds everything."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.enums import FileType, ScanState


class StoredFile(models.Model):
    """A file that was checked and stored; it never changes. Who may read it, the object it belongs to says."""

    name = models.CharField(_("file name"), max_length=150)
    content_type = models.CharField(_("type of file"), max_length=100, choices=FileType)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha512 = models.CharField(_("checksum (SHA-512)"), max_length=128)
    scan = models.CharField(_("malware scan"), max_length=20, choices=ScanState)
    created_at = models.DateTimeField(_("stored on"))
    created_by = models.ForeignKey(
        "core.User", verbose_name=_("stored by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        constraints = (
            models.CheckConstraint(name="storedfile_type", condition=Q(content_type__in=FileType.values)),
            models.CheckConstraint(name="storedfile_scan", condition=Q(scan__in=ScanState.values)),
            models.CheckConstraint(name="storedfile_not_empty", condition=Q(size__gt=0) & ~Q(name="")),
            models.CheckConstraint(name="storedfile_sha512_form", condition=Q(sha512__regex=r"^[0-9a-f]{128}$")),
        )

    def __str__(self) -> str:
        return self.name


class StoredFileContent(models.Model):
    """The bytes, in a table of their own so that lists never load them."""

    file = models.OneToOneField(StoredFile, primary_key=True, on_delete=models.CASCADE, related_name="content")
    data = models.BinaryField()

    class Meta:
        verbose_name = _("content of a stored file")
        verbose_name_plural = _("contents of stored files")

    def __str__(self) -> str:
        return str(self.file_id)
