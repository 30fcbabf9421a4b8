"""Imports: how a source lays out its files, the files, and the rows before they become figures."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quarters.enums import (
    BatchState,
    Change,
    Delimiter,
    Encoding,
    Frequency,
    NumberFormat,
    Orientation,
    Problem,
    Refusal,
    Status,
)
from quarters.models.areas import Area
from quarters.models.indicators import Indicator, Source
from quarters.models.observations import VALUE_DECIMALS, VALUE_DIGITS
from quarters.rules import may_import


class ImportProfile(models.Model):
    """How one source lays out one kind of file. All knowledge about a file stands here, none in the code.

    `columns` names the headings: `area`, `area_name`, `period`, `indicator` (list), `indicator_name` (list), `value`.
    `indicators` translates keys or headings of the file into codes of our indicators.
    `levels` is a list of {level, pattern, parent}: what the key of an area says about its level and its parent.
    `absent_is_zero` lists beginnings of indicator keys for which a missing row is an exact zero.
    """

    slug = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="profiles")
    municipality = models.CharField(_("municipality key (AGS)"), max_length=8)
    encoding = models.CharField(_("encoding"), max_length=12, choices=Encoding, default=Encoding.DETECT)
    delimiter = models.CharField(_("delimiter"), max_length=1, choices=Delimiter, default=Delimiter.SEMICOLON)
    header_row = models.PositiveSmallIntegerField(_("row of the headings"), default=1)
    orientation = models.CharField(_("layout"), max_length=12, choices=Orientation, default=Orientation.LONG)
    number_format = models.CharField(
        _("number format"), max_length=15, choices=NumberFormat, default=NumberFormat.GERMAN
    )
    frequency = models.CharField(_("period"), max_length=10, choices=Frequency, default=Frequency.YEAR)
    columns = models.JSONField(_("columns"), default=dict)
    indicators = models.JSONField(_("indicators"), default=dict, blank=True)
    levels = models.JSONField(_("keys of areas"), default=list, blank=True)
    absent_is_zero = models.JSONField(_("missing rows that mean zero"), default=list, blank=True)
    new_indicators = models.JSONField(
        _("properties of new indicators"),
        default=dict,
        blank=True,
        help_text=_("Unit, decimal places and so on of indicators that are created from a file."),
    )

    class Meta:
        verbose_name = _("import profile")
        verbose_name_plural = _("import profiles")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(name="profile_municipality", condition=Q(municipality__regex=r"^[0-9]{8}$")),
            models.CheckConstraint(name="profile_header_row", condition=Q(header_row__range=(1, 50))),
        )

    def __str__(self) -> str:
        return self.name


class ImportBatchQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "ImportBatchQuerySet":
        """Return what this user may see: files hold unsuppressed figures, so data stewards only."""
        return self if may_import(user) else self.none()

    def waiting(self) -> "ImportBatchQuerySet":
        """Return the batches that nobody has begun to read."""
        return self.filter(state=BatchState.UPLOADED)


class ImportBatch(models.Model):
    """One import: from the uploaded file over the preview to the confirmed figures; or the undoing of another."""

    profile = models.ForeignKey(
        ImportProfile, verbose_name=_("import profile"), on_delete=models.PROTECT, related_name="batches"
    )
    undoes = models.OneToOneField(
        "self", verbose_name=_("undoes"), null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )
    file_name = models.CharField(_("file"), max_length=150, blank=True)
    sha256 = models.CharField(_("checksum"), max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=BatchState, default=BatchState.UPLOADED)
    refusal = models.CharField(_("why it was not readable"), max_length=20, choices=Refusal, blank=True)
    refusal_detail = models.CharField(max_length=200, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    encoding_found = models.CharField(_("encoding found"), max_length=12, choices=Encoding, blank=True)
    sample = models.CharField(_("words with umlauts"), max_length=200, blank=True)
    cells_read = models.PositiveIntegerField(_("cells read"), default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    removed = models.PositiveIntegerField(_("no longer in the file"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)
    notes = models.TextField(_("notes"), blank=True)
    uploaded_at = models.DateTimeField(_("uploaded"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="batch_confirmed_has_time",
                condition=Q(state__in=[BatchState.CONFIRMED, BatchState.UNDONE], confirmed_at__isnull=False)
                | ~Q(state__in=[BatchState.CONFIRMED, BatchState.UNDONE]) & Q(confirmed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="batch_refused_has_reason",
                condition=Q(state=BatchState.REFUSED) & ~Q(refusal="") | ~Q(state=BatchState.REFUSED) & Q(refusal=""),
            ),
            models.CheckConstraint(
                name="batch_has_file_or_undoes",
                condition=Q(undoes__isnull=True, sha256__regex=r"^[0-9a-f]{64}$") | Q(undoes__isnull=False, sha256=""),
            ),
        )

    def __str__(self) -> str:
        return str(_("Undoing of import %(number)s") % {"number": self.undoes_id}) if self.undoes_id else self.file_name

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("quarters:importbatch_detail", args=[self.pk])

    @property
    def refusal_words(self) -> str:
        """Why the file was refused, with the place where it is known."""
        reason = str(self.get_refusal_display())
        if not self.refusal_detail:
            return reason
        place = _("Row %(place)s.") if self.refusal_detail.isdigit() else _("Column “%(place)s”.")
        return f"{reason} {place % {'place': self.refusal_detail}}"

    @property
    def title(self) -> str:
        """What a list calls it."""
        return str(self)


class ImportFile(models.Model):
    """The bytes of an uploaded file, kept until the import is confirmed or discarded."""

    batch = models.OneToOneField(ImportBatch, primary_key=True, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")

    def __str__(self) -> str:
        return self.batch.file_name


class ImportRow(models.Model):
    """One cell of a file before it becomes a figure, with its place in the file and what it would change."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows", db_index=False)
    row = models.PositiveIntegerField(_("row"), null=True)
    column = models.CharField(_("column"), max_length=200, blank=True)
    area_key = models.CharField(_("key of the area"), max_length=100, blank=True)
    area_name = models.CharField(_("name of the area"), max_length=100, blank=True)
    area_level = models.CharField(max_length=20, blank=True)
    parent_code = models.CharField(max_length=20, blank=True)
    area = models.ForeignKey(Area, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    indicator_key = models.CharField(_("key of the indicator"), max_length=200, blank=True)
    indicator_name = models.CharField(max_length=200, blank=True)
    indicator = models.ForeignKey(Indicator, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    period = models.DateField(_("period"), null=True)
    raw = models.CharField(_("in the file"), max_length=200, blank=True)
    value = models.DecimalField(_("figure"), max_digits=VALUE_DIGITS, decimal_places=VALUE_DECIMALS, null=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, blank=True)
    flags = models.CharField(_("remarks"), max_length=4, blank=True)
    problem = models.CharField(_("problem"), max_length=20, choices=Problem, blank=True)
    change = models.CharField(_("kind of change"), max_length=10, choices=Change, blank=True)
    former_value = models.DecimalField(_("so far"), max_digits=VALUE_DIGITS, decimal_places=VALUE_DECIMALS, null=True)
    former_status = models.CharField(max_length=20, choices=Status, blank=True)
    former_revision = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        indexes = (models.Index(fields=["batch", "change"], name="importrow_by_change"),)

    def __str__(self) -> str:
        return f"{self.row} {self.column}"
