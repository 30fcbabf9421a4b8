"""What is written down about a measure as time goes by: moved dates, status reports, notes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from steering.enums import NoteKind
from steering.models.measures import Measure, MeasureStep, PartQuerySet


class DueDateChange(models.Model):
    """Why a date was moved; the original date stays on the measure."""

    measure = models.ForeignKey(
        Measure, verbose_name=_("measure"), on_delete=models.PROTECT, related_name="due_date_changes"
    )
    step = models.ForeignKey(
        MeasureStep,
        verbose_name=_("step"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="due_date_changes",
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
    reported_at = models.DateTimeField(_("reported"), editable=False)
    text = models.TextField(_("status"), max_length=500, help_text=_("Three sentences at most."))
    # Empty where a unit without accounts reported through its one-time link.
    reported_by = models.ForeignKey(
        "core.User", verbose_name=_("reported by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("status report")
        verbose_name_plural = _("status reports")
        ordering = ("-reported_on", "-pk")
        constraints = (models.CheckConstraint(name="statusreport_has_text", condition=~Q(text="")),)

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.reported_on}"


class MeasureNote(models.Model):
    """One act on a measure with its reason, for the history; a handover names the unit before and the one after."""

    measure = models.ForeignKey(Measure, verbose_name=_("measure"), on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("kind"), max_length=20, choices=NoteKind)
    text = models.CharField(_("note"), max_length=500, blank=True)
    from_unit = models.ForeignKey(
        "core.Organisation",
        verbose_name=_("from the unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    to_unit = models.ForeignKey(
        "core.Organisation",
        verbose_name=_("to the unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    made_at = models.DateTimeField(_("written"), editable=False)
    # Nobody by name where a unit answered through the link in a mail.
    made_by = models.ForeignKey(
        "core.User", verbose_name=_("written by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("note on a measure")
        verbose_name_plural = _("notes on measures")
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(name="measurenote_kind", condition=Q(kind__in=NoteKind.values)),
            models.CheckConstraint(
                name="measurenote_handover",
                condition=Q(kind=NoteKind.HANDED_OVER, from_unit__isnull=False, to_unit__isnull=False)
                | (~Q(kind=NoteKind.HANDED_OVER) & Q(from_unit__isnull=True, to_unit__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
