"""Committees and the seats in them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from core.enums import COMMITTEE_ROLES, Role
from core.models.base import Validity, ValidityQuerySet, validity_constraint
from core.models.functions import AppToday
from steering.enums import SeatRole


def _number_as_range(name: str) -> Func:
    """Return a number as a range of one, so that an exclusion constraint needs no extension of the database."""
    return Func(F(name), F(name), Value("[]"), function="int8range")


def _validity() -> Func:
    return Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange", output_field=DateRangeField())


class CommitteeQuerySet(ValidityQuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "CommitteeQuerySet":
        """Return what this user may see: committee roles and heads all, others none."""
        return self if user.has_role(*COMMITTEE_ROLES, Role.DEPARTMENT_HEAD) else self.none()

    def seated(self, user) -> "CommitteeQuerySet":
        """Return the committees in which this person holds a seat today."""
        return self.filter(pk__in=seats_held_by(user).values("committee"))


class Committee(Validity):
    """A body that meets and decides; items are raised to its parent."""

    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40)
    number_prefix = models.CharField(
        _("prefix of numbers"),
        max_length=8,
        blank=True,
        unique=True,
        help_text=_("Stands before the numbers of its decisions; one committee may do without."),
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("reports to"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    notice_days = models.PositiveSmallIntegerField(
        _("notice period"), default=7, help_text=_("Full days between invitation and meeting.")
    )

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        ordering = ("name",)
        constraints = (
            validity_constraint("committee"),
            models.CheckConstraint(name="committee_has_name", condition=~Q(name="") & ~Q(short_name="")),
            models.CheckConstraint(
                name="committee_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message=_("A committee cannot report to itself."),
            ),
            models.CheckConstraint(
                name="committee_prefix_form", condition=Q(number_prefix="") | Q(number_prefix__regex=r"^[A-Z]{1,8}$")
            ),
        )

    def __str__(self) -> str:
        return self.short_name


class SeatQuerySet(ValidityQuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "SeatQuerySet":
        """Return what this user may see: committee roles all, others none."""
        return self if user.has_role(*COMMITTEE_ROLES) else self.none()


class Seat(Validity):
    """A place in a committee, held by an organisation and filled by a person, from/to."""

    committee = models.ForeignKey(
        Committee, verbose_name=_("committee"), on_delete=models.PROTECT, related_name="seats"
    )
    organisation = models.ForeignKey(
        "core.Organisation", verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="seats"
    )
    person = models.ForeignKey(
        "core.User", verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )
    role = models.CharField(_("role"), max_length=20, choices=SeatRole, default=SeatRole.MEMBER)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ("committee", "role", "organisation")
        constraints = (
            validity_constraint("seat"),
            models.CheckConstraint(name="seat_role", condition=Q(role__in=SeatRole.values)),
            ExclusionConstraint(
                name="seat_one_role_per_person",
                expressions=(
                    (_number_as_range("committee"), "&&"),
                    (_number_as_range("person"), "&&"),
                    (_validity(), "&&"),
                ),
                condition=Q(person__isnull=False),
                violation_error_message=_("This person already holds a seat in this committee at that time."),
            ),
            ExclusionConstraint(
                name="seat_one_chair_at_a_time",
                expressions=((_number_as_range("committee"), "&&"), (_validity(), "&&")),
                condition=Q(role=SeatRole.CHAIR),
                violation_error_message=_("The committee already has a chair at that time."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.committee}: {self.organisation}"


def seats_held_by(user) -> models.QuerySet[Seat]:
    """Return the seats this person holds today."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=AppToday())
    not_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=AppToday())
    return Seat.objects.filter(begun, not_ended, person=user.pk)
