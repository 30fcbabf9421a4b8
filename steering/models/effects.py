"""What a measure is meant to change, stated as a figure."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from steering.enums import EffectDirection
from steering.models.measures import Measure, PartQuerySet


class ExpectedEffect(models.Model):
    """Which figure, where, should go which way until when; the baseline is the figure at the time it was stated."""

    measure = models.ForeignKey(Measure, verbose_name=_("measure"), on_delete=models.PROTECT, related_name="effects")
    indicator = models.ForeignKey(
        "quarters.Indicator", verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="+"
    )
    area = models.ForeignKey("quarters.Area", verbose_name=_("area"), on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(_("direction"), max_length=10, choices=EffectDirection)
    baseline = models.DecimalField(_("baseline"), max_digits=24, decimal_places=8)
    baseline_on = models.DateField(_("day of the baseline"))
    expected_by = models.DateField(_("expected by"))
    stated_at = models.DateTimeField(_("stated"), editable=False)
    stated_by = models.ForeignKey(
        "core.User", verbose_name=_("stated by"), on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("expected effect")
        verbose_name_plural = _("expected effects")
        ordering = ("measure", "indicator", "area")
        constraints = (
            models.CheckConstraint(name="effect_direction", condition=Q(direction__in=EffectDirection.values)),
            models.CheckConstraint(
                name="effect_after_baseline",
                condition=Q(expected_by__gt=models.F("baseline_on")),
                violation_error_message=_("The effect is expected after the day of the baseline."),
            ),
            models.UniqueConstraint(
                name="effect_once",
                fields=["measure", "indicator", "area"],
                violation_error_message=_("An effect on this figure is stated already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure.number}: {self.indicator}"
