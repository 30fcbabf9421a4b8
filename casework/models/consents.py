"""Consent: for one purpose, to one recipient, for named kinds of data, until a day, and withdrawn at any time."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.enums import ConsentForm, DataClass
from casework.models.base import CaseBoundQuerySet, Owned


class ConsentQuerySet(CaseBoundQuerySet):
    """Simple filters."""

    def holding(self, day: date) -> Self:
        """Return the consents that hold on this day."""
        return self.filter(withdrawn_at__isnull=True, given_on__lte=day, valid_until__gte=day)


class Consent(Owned):
    """Two legal acts in one form: consent to the transfer and release from professional secrecy.

    (Art. 6 (1) a, Art. 7 GDPR; § 203 StGB.) It belongs to a case and so to one person; a composite foreign key
    of the referral sees to it that a referral goes to exactly this recipient.
    """

    case = models.ForeignKey(
        "casework.Case", verbose_name=_("case"), on_delete=models.PROTECT, db_constraint=False, related_name="consents"
    )
    recipient = models.ForeignKey(
        "core.Organisation", verbose_name=_("recipient"), on_delete=models.PROTECT, related_name="+"
    )
    purpose = models.CharField(_("purpose"), max_length=200)
    data_classes = ArrayField(models.CharField(max_length=12, choices=DataClass), verbose_name=_("what may be told"))
    form = models.CharField(_("form"), max_length=7, choices=ConsentForm)
    given_on = models.DateField(_("given on"))
    valid_until = models.DateField(_("valid until"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    recorded_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("-given_on", "-id")
        constraints = (
            models.CheckConstraint(name="consent_has_purpose", condition=~Q(purpose="")),
            models.CheckConstraint(
                name="consent_names_known_data",
                condition=Q(data_classes__contained_by=DataClass.values, data_classes__len__gte=1),
                violation_error_message=_("Consent names at least one kind of data."),
            ),
            models.CheckConstraint(
                name="consent_valid_order",
                condition=Q(valid_until__gte=F("given_on")),
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                name="consent_recipient_is_another",
                condition=~Q(recipient=F("organisation")),
                violation_error_message=_("Consent is needed for other organisations, not for your own."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.recipient}"

    def holds_on(self, day: date) -> bool:
        """Tell whether the consent holds on this day."""
        return self.withdrawn_at is None and self.given_on <= day <= self.valid_until

    def get_data_classes_display(self) -> list[str]:
        """Return the kinds of data in words, in the order of the list."""
        return [str(label) for value, label in DataClass.choices if value in self.data_classes]
