"""Follow-ups: what one unit is asked to do until a date, and its answer.

A follow-up never says for whom: its subject is neutral and its code random, so that it may travel by mail.
"""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from steering.enums import FOLLOW_UP_OPEN, FollowUpState, Outcome
from steering.models import visibility
from steering.models.measures import Measure, MeasureStep

POSITIVE = (Outcome.DONE, Outcome.ACCEPTED)
NEGATIVE = (Outcome.REFUSED, Outcome.NOT_POSSIBLE)
# A unit that has not acknowledged for a week is called silent.
SILENT_AFTER = timedelta(days=7)


def is_silent(today: date) -> Q:
    """Return the condition for follow-ups that wait too long to be acknowledged."""
    return Q(state=FollowUpState.OPEN, opened_at__date__lte=today - SILENT_AFTER)


class FollowUpQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "FollowUpQuerySet":
        """Return what this user may see; see `steering.models.visibility`."""
        return self.filter(visibility.follow_ups(user))

    def open(self) -> "FollowUpQuerySet":
        """Return the follow-ups still without an answer."""
        return self.filter(state__in=FOLLOW_UP_OPEN)

    def overdue(self, today: date) -> "FollowUpQuerySet":
        """Return the open follow-ups whose date has passed."""
        return self.open().filter(due_on__lt=today)


class FollowUp(models.Model):
    """One unit is asked for one thing until a date. Committee and casework use the same."""

    code = models.CharField(_("code"), max_length=10, unique=True, editable=False)
    subject = models.CharField(_("subject"), max_length=200)
    unit = models.ForeignKey(
        "core.Organisation", verbose_name=_("unit"), on_delete=models.PROTECT, related_name="follow_ups"
    )
    measure = models.ForeignKey(
        Measure, verbose_name=_("measure"), null=True, blank=True, on_delete=models.PROTECT, related_name="follow_ups"
    )
    step = models.ForeignKey(
        MeasureStep, verbose_name=_("step"), null=True, blank=True, on_delete=models.PROTECT, related_name="follow_ups"
    )
    due_on = models.DateField(_("due date"))
    # A new date is a new version: the reminders of the old one are void.
    date_version = models.PositiveSmallIntegerField(_("version of the date"), default=1, editable=False)
    planned_version = models.PositiveSmallIntegerField(_("reminders planned for version"), default=0, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=FollowUpState, default=FollowUpState.OPEN)
    outcome = models.CharField(_("answer"), max_length=20, choices=Outcome, blank=True)
    answer_text = models.CharField(_("words on the answer"), max_length=500, blank=True)
    opened_at = models.DateTimeField(_("opened"), editable=False)
    opened_by = models.ForeignKey(
        "core.User", verbose_name=_("opened by"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    acknowledged_at = models.DateTimeField(_("acknowledged on"), null=True, blank=True, editable=False)
    acknowledged_by = models.ForeignKey(
        "core.User",
        verbose_name=_("acknowledged by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        "core.User",
        verbose_name=_("answered by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        "core.User",
        verbose_name=_("closed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ("due_on", "pk")
        indexes = (
            models.Index(
                fields=["unit", "due_on"], name="followup_open_by_unit", condition=Q(state__in=FOLLOW_UP_OPEN)
            ),
            models.Index(
                fields=["id"],
                name="followup_not_planned",
                condition=Q(state__in=FOLLOW_UP_OPEN) & ~Q(planned_version=F("date_version")),
            ),
        )
        constraints = (
            models.CheckConstraint(name="followup_code_form", condition=Q(code__regex=r"^[A-HJ-NP-Z2-9]{10}$")),
            models.CheckConstraint(name="followup_state", condition=Q(state__in=FollowUpState.values)),
            models.CheckConstraint(name="followup_has_subject", condition=~Q(subject="")),
            models.CheckConstraint(
                name="followup_versions", condition=Q(date_version__gte=1, planned_version__lte=F("date_version"))
            ),
            models.CheckConstraint(
                name="followup_step_of_measure", condition=Q(step__isnull=True) | Q(measure__isnull=False)
            ),
            models.CheckConstraint(
                name="followup_acknowledged",
                condition=Q(acknowledged_at__isnull=False) | ~Q(state=FollowUpState.ACKNOWLEDGED),
            ),
            models.CheckConstraint(
                name="followup_answer",
                condition=Q(state__in=FOLLOW_UP_OPEN, outcome="", answered_at__isnull=True)
                | Q(state=FollowUpState.REPORTED_DONE, outcome__in=POSITIVE, answered_at__isnull=False)
                | Q(state=FollowUpState.DECLINED, outcome__in=NEGATIVE, answered_at__isnull=False)
                | Q(state=FollowUpState.CLOSED, outcome="", answered_at__isnull=True)
                | (Q(state=FollowUpState.CLOSED, answered_at__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="followup_closed",
                condition=Q(state=FollowUpState.CLOSED, closed_at__isnull=False)
                | (~Q(state=FollowUpState.CLOSED) & Q(closed_at__isnull=True)),
            ),
            models.UniqueConstraint(
                name="followup_one_open_per_measure",
                fields=["measure"],
                condition=Q(step__isnull=True, state__in=FOLLOW_UP_OPEN),
                violation_error_message=_("The lead unit already has an open follow-up for this measure."),
            ),
            models.UniqueConstraint(
                name="followup_one_open_per_step",
                fields=["step"],
                condition=Q(state__in=FOLLOW_UP_OPEN),
                violation_error_message=_("The unit already has an open follow-up for this step."),
            ),
        )

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """Return the page of this record."""
        return reverse("steering:followup_detail", args=[self.code])

    @property
    def is_open(self) -> bool:
        """Tell whether an answer is still owed."""
        return self.state in FOLLOW_UP_OPEN

    @property
    def is_referral(self) -> bool:
        """Tell whether casework opened it, for somebody the unit does not learn from here."""
        return self.measure_id is None
