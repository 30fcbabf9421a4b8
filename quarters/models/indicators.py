"""Sources of figures and the indicators that say what a figure means."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quarters.enums import Frequency, Measured
from quarters.rules import STATISTICS_ROLES


class Source(models.Model):
    """Who publishes figures. Two sources of the same matter are never joined into one series."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    publisher = models.CharField(_("publisher"), max_length=200)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    is_synthetic = models.BooleanField(_("invented for the demonstration"), default=False)
    symbols = models.JSONField(
        _("symbols"),
        default=dict,
        blank=True,
        help_text=_("What a character in place of a figure means; it differs between offices and years."),
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class IndicatorQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "IndicatorQuerySet":
        """Return what this user may see: whoever reads statistics sees every indicator."""
        return self if user.has_role(*STATISTICS_ROLES) else self.none()


class Indicator(models.Model):
    """What a figure means, how it is read and what it does not say."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    definition = models.TextField(_("definition"), blank=True)
    unit = models.CharField(_("unit of measurement"), max_length=60)
    measured = models.CharField(_("measured"), max_length=10, choices=Measured, default=Measured.STOCK)
    frequency = models.CharField(_("period"), max_length=10, choices=Frequency, default=Frequency.YEAR)
    is_additive = models.BooleanField(
        _("can be added up"), default=True, help_text=_("Whether the figures of the areas add up to the city's.")
    )
    decimals = models.PositiveSmallIntegerField(_("decimal places"), default=0)
    hidden_below = models.PositiveSmallIntegerField(
        _("hide numbers below"),
        default=3,
        help_text=_("Numbers from 1 up to this one are not shown to readers. 0 shows everything."),
    )
    share_of = models.ForeignKey(
        "self",
        verbose_name=_("share of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The indicator it is a part of, for example all inhabitants."),
    )
    is_headline = models.BooleanField(_("on the profile from the start"), default=False)
    caution = models.TextField(_("what it does not say"), blank=True)
    reading_aid = models.TextField(_("how to read it"), blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ("-is_headline", "name")
        constraints = (
            models.CheckConstraint(name="indicator_has_name_and_unit", condition=~Q(name="") & ~Q(unit="")),
            models.CheckConstraint(name="indicator_decimals", condition=Q(decimals__lte=4)),
            models.CheckConstraint(
                name="indicator_not_its_own_share", condition=Q(share_of__isnull=True) | ~Q(share_of=F("pk"))
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("quarters:indicator_detail", args=[self.pk])
