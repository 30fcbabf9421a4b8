"""Measures: what is to be done, by whom, until when, and how it stands."""

from datetime import date

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Least
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models.indexes import any_part
from steering.enums import MEASURE_CLOSED, STEP_OPEN, Confidentiality, MeasureState, Side, StepState
from steering.models import visibility
from steering.models.decisions import Decision
from steering.models.meetings import Meeting


class MeasureQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "MeasureQuerySet":
        """Return what this user may see; see `steering.models.visibility`."""
        return self.filter(visibility.measures(user, MeasureStep.objects.exclude(state=StepState.DROPPED)))

    def open(self) -> "MeasureQuerySet":
        """Return the measures that are not closed."""
        return self.exclude(state__in=MEASURE_CLOSED)

    def owed(self) -> "MeasureQuerySet":
        """Return the measures for which the lead unit still owes something."""
        return self.exclude(state__in=(*MEASURE_CLOSED, MeasureState.REPORTED_DONE))

    def overdue(self, today: date) -> "MeasureQuerySet":
        """Return what is owed and late; a permanent measure is late when its report is."""
        return self.owed().filter(Q(due_on__lt=today) | Q(next_report_on__lt=today))

    def without_date(self) -> "MeasureQuerySet":
        """Return what is owed and has no next date, which is an error the office has to mend."""
        return self.owed().filter(next_on__isnull=True)

    def most_urgent_first(self) -> "MeasureQuerySet":
        """Put what lacks a date first, then what comes next, and what is closed last."""
        return self.annotate(
            is_over=Case(When(state__in=MEASURE_CLOSED, then=Value(1)), default=Value(0)),
        ).order_by("is_over", F("next_on").asc(nulls_first=True), "number")

    def public(self) -> "MeasureQuerySet":
        """Return what came of public decisions, the only measures that may be told outside."""
        return self.filter(decision__confidentiality=Confidentiality.PUBLIC)

    def refused(self) -> "MeasureQuerySet":
        """Return what was reported not executable and waits for the committee to deal with it."""
        return self.filter(state=MeasureState.NOT_EXECUTABLE, settled_at__isnull=True)


class Measure(models.Model):
    """One measure with one lead unit; contributing units have steps of their own.

    `original_due_on` keeps the first date, `due_on` the current one; `DueDateChange` says why they differ. A permanent
    measure has no end but a rhythm of reports. `next_on` is the one date on which somebody has to look at it.
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
    resubmit_reason = models.CharField(_("what to look at"), max_length=300, blank=True)
    report_every_months = models.PositiveSmallIntegerField(_("months between reports"), null=True, blank=True)
    next_report_on = models.DateField(_("next report"), null=True, blank=True)
    next_on = models.GeneratedField(
        verbose_name=_("next date"),
        expression=Least("due_on", "resubmit_on", "next_report_on"),
        output_field=models.DateField(),
        db_persist=True,
    )
    blocked_since = models.DateField(_("blocked since"), null=True, blank=True)
    blocked_reason = models.CharField(_("what blocks it"), max_length=300, blank=True)
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
    # The committee has taken note that it cannot be done.
    settled_at = models.DateTimeField(_("noted as not executable on"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        "core.User",
        verbose_name=_("noted by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ("next_on", "number")
        indexes = (
            models.Index(
                fields=["lead_unit", "next_on"], name="measure_open_by_unit", condition=~Q(state__in=MEASURE_CLOSED)
            ),
            any_part("number", "title", name="measure_by_any_part"),
            models.Index(fields=["next_on"], name="measure_open_by_date", condition=~Q(state__in=MEASURE_CLOSED)),
            models.Index(
                Coalesce("confirmed_at", "settled_at").desc(),
                name="measure_closed_lately",
                condition=Q(state__in=MEASURE_CLOSED),
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
                condition=~Q(reason="") | ~Q(state=MeasureState.NOT_EXECUTABLE),
                violation_error_message=_("Please give the reason."),
            ),
            models.CheckConstraint(
                name="measure_settled",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(state=MeasureState.NOT_EXECUTABLE, settled_at__isnull=False, settled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="measure_permanent_reports",
                condition=Q(report_every_months__isnull=True, next_report_on__isnull=True)
                | Q(report_every_months__range=(1, 60), next_report_on__isnull=False, due_on__isnull=True),
                violation_error_message=_("A permanent measure has a rhythm of reports and no due date."),
            ),
            models.CheckConstraint(
                name="measure_blocked_with_reason",
                condition=Q(blocked_since__isnull=True, blocked_reason="")
                | (Q(blocked_since__isnull=False) & ~Q(blocked_reason="")),
            ),
            models.CheckConstraint(
                name="measure_resubmission_says_what",
                condition=Q(resubmit_on__isnull=True, resubmit_reason="")
                | (Q(resubmit_on__isnull=False) & ~Q(resubmit_reason="")),
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

    @property
    def is_owed(self) -> bool:
        """Tell whether the lead unit still owes something."""
        return not self.is_closed and self.state != MeasureState.REPORTED_DONE

    @property
    def is_permanent(self) -> bool:
        """Tell whether it has no end but reports."""
        return self.report_every_months is not None

    @property
    def deadline(self) -> date | None:
        """The day the lead unit is asked for: the end, or the next report of a permanent measure."""
        return self.next_report_on if self.is_permanent else self.due_on


class PartQuerySet(models.QuerySet):
    """Rows that belong to a measure are visible with it."""

    def visible_to(self, user) -> "PartQuerySet":
        """Return the rows of the measures this user may see."""
        return self.filter(measure__in=Measure.objects.visible_to(user))


class StepQuerySet(PartQuerySet):
    """Simple filters."""

    def open(self) -> "StepQuerySet":
        """Return the steps somebody still owes."""
        return self.filter(state__in=STEP_OPEN)


class MeasureStep(models.Model):
    """What a contributing unit does for a measure, with its own date and state."""

    measure = models.ForeignKey(Measure, verbose_name=_("measure"), on_delete=models.PROTECT, related_name="steps")
    unit = models.ForeignKey(
        "core.Organisation", verbose_name=_("unit"), on_delete=models.PROTECT, related_name="measure_steps"
    )
    task = models.CharField(_("task"), max_length=200, blank=True)
    original_due_on = models.DateField(_("original due date"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("due date"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=StepState, default=StepState.ORDERED)
    acknowledged_at = models.DateTimeField(_("acknowledged on"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished on"), null=True, blank=True, editable=False)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = StepQuerySet.as_manager()

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
            models.CheckConstraint(
                name="measurestep_finished",
                condition=Q(state__in=STEP_OPEN, finished_at__isnull=True)
                | (~Q(state__in=STEP_OPEN) & Q(finished_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="measurestep_reason", condition=~Q(state=StepState.NOT_EXECUTABLE) | ~Q(note="")
            ),
            # The target of the foreign key that ties a follow-up's step to the follow-up's measure.
            models.UniqueConstraint(name="measurestep_with_measure", fields=["id", "measure"]),
        )

    def __str__(self) -> str:
        return f"{self.measure.number}: {self.unit}"

    @property
    def is_open(self) -> bool:
        """Tell whether the unit still owes something."""
        return self.state in STEP_OPEN
