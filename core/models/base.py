"""Small bases shared by the models of all apps."""

from datetime import date

from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _


class ValidityQuerySet(models.QuerySet):
    """Rows that hold for a span of days, both ends included."""

    def valid_on(self, day: date | Func) -> "ValidityQuerySet":
        """Return the rows valid on this day, or on the day a database function returns."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        )


class Validity(models.Model):
    """Valid from/to, both days included; an open end holds for ever."""

    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        abstract = True

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the row holds on this day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def validity_constraint(model: str) -> models.CheckConstraint:
    """Return the constraint that the end does not lie before the beginning."""
    return models.CheckConstraint(
        name=f"{model}_valid_order",
        condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
        violation_error_message=_("The end lies before the beginning."),
    )
