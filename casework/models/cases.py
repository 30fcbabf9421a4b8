"""Cases: why and by whom a person is accompanied, and with whom the case is shared."""

from typing import Self

from django.db import models
from django.db.models import F, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.enums import ClosingReason
from casework.models.base import Owned, led, mine
from core.models.functions import AppToday


class CaseShareQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> Self:
        """Return the shares this user gave, received, or oversees."""
        return self.filter(mine(user), Q(responsible=user) | Q(shared_with=user) | led(user))

    def holding(self) -> Self:
        """Return the shares that hold today."""
        today = AppToday()
        not_over = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
        return self.filter(not_over, valid_from__lte=today, ended_at__isnull=True)


class CaseQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> Self:
        """Return the cases this user is responsible for, shares today, or oversees as lead."""
        shared = CaseShare.objects.filter(shared_with=user).holding().values("case_id")
        return self.filter(mine(user), Q(responsible=user) | led(user) | Q(pk__in=Subquery(shared)))

    def open(self) -> Self:
        """Return the cases that are not closed."""
        return self.filter(closed_on__isnull=True)


class Case(Owned):
    """A person is accompanied for a purpose, by one responsible worker."""

    person = models.ForeignKey(
        "casework.Person", verbose_name=_("person"), on_delete=models.PROTECT, db_constraint=False, related_name="cases"
    )
    purpose = models.CharField(_("purpose"), max_length=200)
    responsible = models.ForeignKey(
        "core.User", verbose_name=_("responsible"), on_delete=models.PROTECT, related_name="+"
    )
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closing_reason = models.CharField(_("reason of closing"), max_length=10, choices=ClosingReason, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ("-opened_on", "-id")
        indexes = (
            models.Index(fields=["responsible", "-opened_on"], name="case_by_responsible"),
            models.Index(fields=["organisation", "-opened_on"], name="case_by_organisation"),
        )
        constraints = (
            models.CheckConstraint(name="case_has_purpose", condition=~Q(purpose="")),
            models.CheckConstraint(
                name="case_closed_with_reason",
                condition=Q(closed_on__isnull=True, closing_reason="")
                | (Q(closed_on__isnull=False) & ~Q(closing_reason="")),
                violation_error_message=_("A closed case has a day and a reason."),
            ),
            models.CheckConstraint(
                name="case_closed_after_opened",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                violation_error_message=_("The case was closed before it was opened."),
            ),
        )

    def __str__(self) -> str:
        return self.person.handle

    def get_absolute_url(self) -> str:
        """Return the page of the case."""
        return reverse("casework:case_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Tell whether the case is still being worked on."""
        return self.closed_on is None


class CaseShare(Owned):
    """A colleague of the same organisation may see a case, from/to, until it is ended.

    `responsible` repeats the case's own; a composite foreign key keeps it true (also when the case is handed over), so
    that the database can tell who may share without looking into the case.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_constraint=False, related_name="shares")
    responsible = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    shared_with = models.ForeignKey(
        "core.User", verbose_name=_("colleague"), on_delete=models.PROTECT, related_name="+"
    )
    shared_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = CaseShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share of a case")
        verbose_name_plural = _("shares of cases")
        ordering = ("valid_from",)
        constraints = (
            models.CheckConstraint(
                name="case_share_valid_order",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                name="case_share_with_somebody_else",
                condition=~Q(shared_with=F("shared_by")),
                violation_error_message=_("A case is shared with somebody else."),
            ),
            models.UniqueConstraint(
                name="case_share_open_once",
                fields=["case", "shared_with"],
                condition=Q(ended_at__isnull=True),
                violation_error_message=_("The case is already shared with this colleague."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.shared_with}"
