"""Observations: what a source said about an area and a period, in every revision."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quarters.enums import Status
from quarters.models.areas import Area
from quarters.models.indicators import Indicator, Source
from quarters.rules import STATISTICS_ROLES

KEY = ("indicator", "area", "period", "source")
VALUE_DIGITS, VALUE_DECIMALS = 24, 8


class FigureFields(models.Model):
    """A figure or the reason why there is none, and what the office added to it."""

    period = models.DateField(_("period"), help_text=_("Last day of the period; for a stock the reference day."))
    value = models.DecimalField(
        _("figure"), max_digits=VALUE_DIGITS, decimal_places=VALUE_DECIMALS, null=True, blank=True
    )
    status = models.CharField(_("status"), max_length=20, choices=Status)
    flags = models.CharField(_("remarks"), max_length=4, blank=True, help_text=_("Letters from p, r, s and l."))

    class Meta:
        abstract = True


class Observation(FigureFields):
    """One revision of one figure. Rows are only ever added: a trigger refuses to change or delete them.

    The key is made of the columns, because a surrogate key makes a large import several times slower.
    """

    pk = models.CompositePrimaryKey(*KEY, "revision")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", db_index=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    batch = models.ForeignKey("quarters.ImportBatch", on_delete=models.PROTECT, related_name="observations")

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        constraints = (
            models.CheckConstraint(
                name="observation_value_fits_status",
                condition=Q(status=Status.VALUE, value__isnull=False) & ~Q(value=0)
                | Q(status=Status.ZERO, value__isnull=False, value=0)
                | Q(status__in=[s for s in Status if s not in {Status.VALUE, Status.ZERO}], value__isnull=True),
            ),
            models.CheckConstraint(name="observation_flags", condition=Q(flags__regex=r"^p?r?s?l?$")),
            models.CheckConstraint(name="observation_revision", condition=Q(revision__gte=1)),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.area_id}/{self.period}/{self.revision}"


class FigureQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "FigureQuerySet":
        """Return what this user may see; small numbers are hidden later, by `quarters.queries.release`."""
        return self if user.has_role(*STATISTICS_ROLES) else self.none()


class Figure(FigureFields):
    """The current revision of each figure: a view over `Observation`, without what was taken back."""

    pk = models.CompositePrimaryKey(*KEY)
    indicator = models.ForeignKey(Indicator, on_delete=models.DO_NOTHING, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.DO_NOTHING, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.DO_NOTHING, related_name="+")
    revision = models.PositiveSmallIntegerField(_("revision"))
    batch = models.ForeignKey("quarters.ImportBatch", on_delete=models.DO_NOTHING, related_name="+")

    objects = FigureQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "quarters_figure"
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.area_id}/{self.period}"
