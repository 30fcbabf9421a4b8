"""Imports of measures lists that cities keep in spreadsheets: the file's rows, what each would do, what came of it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.enums import Role
from steering.enums import Side
from steering.enums_exchange import ListImportState, RowChange
from steering.models.committees import Committee
from steering.models.measures import Measure

DONE = (ListImportState.CONFIRMED, ListImportState.UNDONE)


class MeasureImportQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "MeasureImportQuerySet":
        """Return everything for the committee office, which alone imports; nothing for others."""
        return self if user.has_role(Role.COMMITTEE_OFFICE) else self.none()


class MeasureImport(models.Model):
    """One measures list: from the checked file over the confirmation to, if nothing happened since, its undoing.

    `columns` says which heading of the file was read as which column of ours.
    """

    committee = models.ForeignKey(
        Committee, verbose_name=_("committee"), on_delete=models.PROTECT, related_name="measure_imports"
    )
    file_name = models.CharField(_("file"), max_length=150)
    sha256 = models.CharField(_("checksum"), max_length=64)
    side = models.CharField(_("side of the work where the row names none"), max_length=10, choices=Side, blank=True)
    columns = models.JSONField(_("columns"), default=dict)
    ignored = models.JSONField(_("columns that are not taken over"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ListImportState, default=ListImportState.CHECKED)
    new = models.PositiveIntegerField(_("new"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    conflict = models.PositiveIntegerField(_("in conflict"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)
    uploaded_at = models.DateTimeField(_("uploaded"), editable=False)
    uploaded_by = models.ForeignKey(
        "core.User", verbose_name=_("uploaded by"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        "core.User",
        verbose_name=_("confirmed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = MeasureImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of measures")
        verbose_name_plural = _("imports of measures")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(name="measureimport_state", condition=Q(state__in=ListImportState.values)),
            models.CheckConstraint(name="measureimport_side", condition=Q(side__in=("", *Side.values))),
            models.CheckConstraint(name="measureimport_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="measureimport_confirmed",
                condition=Q(state__in=DONE, confirmed_at__isnull=False, confirmed_by__isnull=False)
                | (~Q(state__in=DONE) & Q(confirmed_at__isnull=True, confirmed_by__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """Return the page of this record."""
        return reverse("steering:measureimport_detail", args=[self.pk])


class MeasureImportRow(models.Model):
    """One row of a list before it becomes a measure.

    `cells` holds the text of the file by our column names, `values` what was understood, `problems` a list of
    {column, cell, problem} with values of `RowProblem`.
    """

    batch = models.ForeignKey(MeasureImport, on_delete=models.CASCADE, related_name="rows", db_index=False)
    row = models.PositiveIntegerField(_("row"))
    key = models.CharField(max_length=300, blank=True)
    cells = models.JSONField(_("in the file"))
    values = models.JSONField(_("understood as"))
    problems = models.JSONField(_("problems"), default=list, blank=True)
    change = models.CharField(_("kind of change"), max_length=10, choices=RowChange)
    measure = models.ForeignKey(
        Measure, verbose_name=_("measure"), null=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("row of an import of measures")
        verbose_name_plural = _("rows of imports of measures")
        ordering = ("row",)
        constraints = (
            models.UniqueConstraint(name="measureimportrow_once", fields=["batch", "row"]),
            models.CheckConstraint(name="measureimportrow_change", condition=Q(change__in=RowChange.values)),
        )

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.row}"


class MeasureOrigin(models.Model):
    """From which row of which list a measure came; the key finds it again, so that nothing is imported twice."""

    measure = models.OneToOneField(
        Measure, verbose_name=_("measure"), primary_key=True, on_delete=models.PROTECT, related_name="origin"
    )
    batch = models.ForeignKey(
        MeasureImport, verbose_name=_("import of measures"), on_delete=models.PROTECT, related_name="origins"
    )
    committee = models.ForeignKey(Committee, verbose_name=_("committee"), on_delete=models.PROTECT, related_name="+")
    key = models.CharField(_("number in the list"), max_length=300)
    values = models.JSONField(_("understood as"))

    class Meta:
        verbose_name = _("origin of a measure")
        verbose_name_plural = _("origins of measures")
        constraints = (
            models.UniqueConstraint(name="measureorigin_once", fields=["committee", "key"]),
            models.CheckConstraint(name="measureorigin_has_key", condition=~Q(key="")),
        )

    def __str__(self) -> str:
        return self.key
