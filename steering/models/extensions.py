"""Requests of units for a later date."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from steering.enums import ExtensionState
from steering.models.measures import Measure, MeasureStep, PartQuerySet


class ExtensionRequestQuerySet(PartQuerySet):
    """Simple filters."""

    def open(self) -> "ExtensionRequestQuerySet":
        """Return the requests nobody has decided yet."""
        return self.filter(state=ExtensionState.REQUESTED)


class ExtensionRequest(models.Model):
    """A unit asks for more time, for the measure or for its step; office or chair decide. The old date is kept."""

    measure = models.ForeignKey(Measure, verbose_name=_("measure"), on_delete=models.PROTECT, related_name="extensions")
    step = models.ForeignKey(
        MeasureStep, verbose_name=_("step"), null=True, blank=True, on_delete=models.PROTECT, related_name="extensions"
    )
    unit = models.ForeignKey("core.Organisation", verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+")
    old_due_on = models.DateField(_("old date"), null=True, blank=True)
    new_due_on = models.DateField(_("new date"))
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(_("state"), max_length=20, choices=ExtensionState, default=ExtensionState.REQUESTED)
    answer = models.CharField(_("words on the decision"), max_length=300, blank=True)
    requested_at = models.DateTimeField(_("requested"), editable=False)
    requested_by = models.ForeignKey(
        "core.User", verbose_name=_("requested by"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        "core.User",
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = ExtensionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for extension")
        verbose_name_plural = _("requests for extension")
        ordering = ("-requested_at",)
        constraints = (
            models.CheckConstraint(name="extension_state", condition=Q(state__in=ExtensionState.values)),
            models.CheckConstraint(name="extension_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="extension_is_later",
                condition=Q(old_due_on__isnull=True) | Q(new_due_on__gt=F("old_due_on")),
                violation_error_message=_("The new date must be later than the old one."),
            ),
            models.CheckConstraint(
                name="extension_decided",
                condition=Q(state=ExtensionState.REQUESTED, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state=ExtensionState.REQUESTED) & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="extension_refused_with_reason", condition=~Q(state=ExtensionState.REFUSED) | ~Q(answer="")
            ),
            models.UniqueConstraint(
                name="extension_one_open_per_measure",
                fields=["measure"],
                condition=Q(step__isnull=True, state=ExtensionState.REQUESTED),
                violation_error_message=_("A request for a later date is waiting already."),
            ),
            models.UniqueConstraint(
                name="extension_one_open_per_step",
                fields=["step"],
                condition=Q(state=ExtensionState.REQUESTED),
                violation_error_message=_("A request for a later date is waiting already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure.number}: {self.unit}"

    def get_absolute_url(self) -> str:
        """Return the page of the measure, where it stands."""
        return self.measure.get_absolute_url()
