"""Measures: what is to be done, by whom, until when, and how it stands."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from steering.enums import MEASURE_CLOSED, MeasureState, Side, StepState
from steering.models import visibility
from steering.models.decisions import Decision
from steering.models.meetings import Meeting


class MeasureQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "MeasureQuerySet":
        """Return what this user may see; see `steering.models.visibility`."""
        return self.filter(visibility.measures(user, MeasureStep.objects.all()))

    def open(self) -> "MeasureQuerySet":
        """Return the measures that are not closed."""
        return self.exclude(state__in=MEASURE_CLOSED)


class Measure(models.Model):
    """One measure with one lead unit; contributing units have steps of their own.

    `original_due_on` keeps the first date, `due_on` the current one; `DueDateChange` says why they differ.
    """

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    decision = models.ForeignKey(
        Decision, verbose_name=_("decision"), null=True, blank=True, on_delete=models.PROTECT, related_name="measures"
    )
    lead_unit = models.ForeignKey(
        "core.Organisation", verbose_name=_("lead unit"), on_delete=models.PROTECT, related_name="led_measures"
    )
    side = models.CharField(_("side of the work"), max_length=10, choices=Side)
    areas = models.ManyToManyField("quarters.Area", verbose_name=_("areas"), blank=True, related_name="measures")
    original_due_on = models.DateField(_("original due date"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("due date"), null=True, blank=True)
    resubmit_on = models.DateField(_("resubmission"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=MeasureState, default=MeasureState.ORDERED)
    completion_note = models.TextField(_("note on completion"), blank=True, max_length=500)
    reason = models.TextField(_("reason"), blank=True, max_length=500)
    ordered_at = models.DateTimeField(_("ordered"), editable=False)
    ordered_by = models.ForeignKey(
        "core.User", verbose_name=_("ordered by"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    acknowledged_at = models.DateTimeField(_("acknowledged on"), null=True, blank=True, editable=False)
    reported_done_at = models.DateTimeField(_("reported done on"), null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        "core.User",
        verbose_name=_("confirmed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    confirmed_in = models.ForeignKey(
        Meeting,
        verbose_name=_("confirmed in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="confirmed_measures",
    )

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ("due_on", "number")
        indexes = (
            models.Index(
                fields=["lead_unit", "due_on"], name="measure_open_by_unit", condition=~Q(state__in=MEASURE_CLOSED)
            ),
        )
        constraints = (
            models.CheckConstraint(name="measure_number_form", condition=Q(number__regex=r"^M-[0-9]{4}-[0-9]{3,}$")),
            models.CheckConstraint(name="measure_state", condition=Q(state__in=MeasureState.values)),
            models.CheckConstraint(name="measure_side", condition=Q(side__in=Side.values)),
            models.CheckConstraint(name="measure_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="measure_original_date",
                condition=Q(due_on__isnull=True) | Q(original_due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="measure_acknowledged",
                condition=Q(acknowledged_at__isnull=False)
                | ~Q(state__in=(MeasureState.ACKNOWLEDGED, MeasureState.IN_PROGRESS)),
            ),
            models.CheckConstraint(
                name="measure_reported_done",
                condition=Q(reported_done_at__isnull=False)
                | ~Q(state__in=(MeasureState.REPORTED_DONE, MeasureState.CONFIRMED)),
            ),
            models.CheckConstraint(
                name="measure_confirmed",
                condition=Q(state=MeasureState.CONFIRMED, confirmed_at__isnull=False, confirmed_by__isnull=False)
                | (~Q(state=MeasureState.CONFIRMED) & Q(confirmed_at__isnull=True, confirmed_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="measure_reason",
                condition=~Q(reason="") | ~Q(state__in=(MeasureState.NOT_EXECUTABLE, MeasureState.HANDED_OVER)),
                violation_error_message=_("Please give the reason."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the page of this record."""
        return reverse("steering:measure_detail", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        """Tell whether nothing more is expected."""
        return self.state in MEASURE_CLOSED


class PartQuerySet(models.QuerySet):
    """Rows that belong to a measure are visible with it."""

    def visible_to(self, user) -> "PartQuerySet":
        """Return the rows of the measures this user may see."""
        return self.filter(measure__in=Measure.objects.visible_to(user))


class MeasureStep(models.Model):
    """What a contributing unit does for a measure, with its own date and state."""

    measure = models.ForeignKey(Measure, verbose_name=_("measure"), on_delete=models.PROTECT, related_name="steps")
    unit = models.ForeignKey(
        "core.Organisation", verbose_name=_("unit"), on_delete=models.PROTECT, related_name="measure_steps"
    )
    task = models.CharField(_("task"), max_length=200, blank=True)
    due_on = models.DateField(_("due date"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=StepState, default=StepState.ORDERED)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ("measure", "unit")
        constraints = (
            models.UniqueConstraint(
                name="measurestep_once_per_unit",
                fields=["measure", "unit"],
                violation_error_message=_("This unit already contributes to the measure."),
            ),
            models.CheckConstraint(name="measurestep_state", condition=Q(state__in=StepState.values)),
            # The target of the foreign key that ties a follow-up's step to the follow-up's measure.
            models.UniqueConstraint(name="measurestep_with_measure", fields=["id", "measure"]),
        )

    def __str__(self) -> str:
        return f"{self.measure.number}: {self.unit}"

    @property
    def is_open(self) -> bool:
        """Tell whether the unit still owes something."""
        return self.state in (StepState.ORDERED, StepState.ACKNOWLEDGED)


class DueDateChange(models.Model):
    """Why a date was moved; the original date stays on the measure."""

    measure = models.ForeignKey(
        Measure, verbose_name=_("measure"), on_delete=models.PROTECT, related_name="due_date_changes"
    )
    old = models.DateField(_("old date"), null=True, blank=True)
    new = models.DateField(_("new date"))
    reason = models.CharField(_("reason"), max_length=300)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(
        "core.User", verbose_name=_("changed by"), on_delete=models.PROTECT, related_name="+"
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of the due date")
        verbose_name_plural = _("changes of the due date")
        ordering = ("-changed_at",)
        constraints = (
            models.CheckConstraint(name="duedatechange_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="duedatechange_moves", condition=Q(old__isnull=True) | ~Q(old=F("new"))),
        )

    def __str__(self) -> str:
        return f"{self.old} - {self.new}"


class StatusReport(models.Model):
    """How a measure stands: dated, by unit, three sentences at most."""

    measure = models.ForeignKey(
        Measure, verbose_name=_("measure"), on_delete=models.PROTECT, related_name="status_reports"
    )
    unit = models.ForeignKey("core.Organisation", verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+")
    reported_on = models.DateField(_("date"))
    text = models.TextField(_("status"), max_length=500, help_text=_("Three sentences at most."))
    reported_by = models.ForeignKey(
        "core.User", verbose_name=_("reported by"), on_delete=models.PROTECT, related_name="+"
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("status report")
        verbose_name_plural = _("status reports")
        ordering = ("-reported_on", "-pk")
        constraints = (models.CheckConstraint(name="statusreport_has_text", condition=~Q(text="")),)

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.reported_on}"
