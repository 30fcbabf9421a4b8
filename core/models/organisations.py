"""Organisations: the city's units, its partners, other municipalities, Land and federal bodies."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.enums import OrganisationKind
from core.models.base import Validity, ValidityQuerySet, validity_constraint

INTERNAL_KINDS = (
    OrganisationKind.DEPARTMENT,
    OrganisationKind.STAFF_UNIT,
    OrganisationKind.MUNICIPAL_ENTERPRISE,
)


class OrganisationQuerySet(ValidityQuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "OrganisationQuerySet":
        """Return what this user may see: the directory of organisations is no secret inside."""
        return self

    def internal(self) -> "OrganisationQuerySet":
        """Return the city's own units."""
        return self.filter(kind__in=INTERNAL_KINDS)


class Organisation(Validity):
    """A unit or body that can be responsible: departments as well as partners without an account."""

    kind = models.CharField(_("kind"), max_length=30, choices=OrganisationKind)
    number = models.CharField(
        _("number"), max_length=20, blank=True, help_text=_("For example 51; partners have none.")
    )
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40)
    inbox_email = models.EmailField(
        _("unit inbox"), blank=True, help_text=_("Address that is read when a person is absent.")
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("belongs to"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    is_example = models.BooleanField(_("example"), default=False, help_text=_("Invented for the demonstration."))

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("number", "name")
        constraints = (
            validity_constraint("organisation"),
            models.CheckConstraint(
                name="organisation_not_its_own_parent",
                condition=~Q(parent=F("pk")),
                violation_error_message=_("An organisation cannot belong to itself."),
            ),
            models.UniqueConstraint(
                Lower("number"),
                name="organisation_number_unique",
                condition=~Q(number="") & Q(valid_to__isnull=True),
                violation_error_message=_("This number is already in use."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.short_name}".strip()

    def get_absolute_url(self) -> str:
        """Return the page of the organisation."""
        return reverse("core:organisation_detail", args=[self.pk])
