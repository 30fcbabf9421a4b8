"""Committees and the seats in them."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.enums import COMMITTEE_ROLES, Role
from core.models.base import Validity, ValidityQuerySet, validity_constraint
from core.models.functions import AppToday
from steering.enums import VOTING_ROLES, QuorumRule, SeatRole


def number_as_range(name: str) -> Func:
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
    urgent_notice_hours = models.PositiveSmallIntegerField(
        _("notice in urgent cases"),
        default=48,
        help_text=_("Hours; the invitation then says why it is urgent."),
    )
    quorum_rule = models.CharField(_("quorum"), max_length=20, choices=QuorumRule, default=QuorumRule.MAJORITY)
    backlog_threshold = models.PositiveSmallIntegerField(
        _("threshold of the backlog"),
        default=5,
        help_text=_("From this number of topics on, the next agenda proposes to go through the backlog."),
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
                name="committee_prefix_form",
                condition=Q(number_prefix="") | Q(number_prefix__regex=r"^[A-Z]{1,8}$"),
                violation_error_message=_("The prefix consists of one to eight capital letters."),
            ),
            models.CheckConstraint(name="committee_quorum_rule", condition=Q(quorum_rule__in=QuorumRule.values)),
            models.CheckConstraint(
                name="committee_threshold_positive",
                condition=Q(backlog_threshold__gte=1),
                violation_error_message=_("The threshold of the backlog is at least one."),
            ),
        )

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        """Return the page of this record."""
        return reverse("steering:committee_detail", args=[self.pk])


class SeatQuerySet(ValidityQuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "SeatQuerySet":
        """Return what this user may see: whoever sees committees sees who sits in them."""
        return self if user.has_role(*COMMITTEE_ROLES, Role.DEPARTMENT_HEAD) else self.none()

    def filled(self) -> "SeatQuerySet":
        """Return the seats somebody sits in; a person whose account was closed leaves the seat empty."""
        return self.filter(person__isnull=False, person__is_active=True)

    def voting_on(self, day: date) -> ValidityQuerySet:
        """Return the seats that count when the committee votes on this day: with a vote, and with somebody in them."""
        return self.filled().filter(role__in=VOTING_ROLES, is_advisory=False).valid_on(day)


class SeatSubstituteQuerySet(ValidityQuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "SeatSubstituteQuerySet":
        """Return the substitutes in the seats this user may see."""
        return self.filter(seat__in=Seat.objects.visible_to(user))


class Seat(Validity):
    """A place in a committee, held by an organisation and filled by a person, from/to.

    Another person in the same place is another row, so that old meetings keep their members.
    """

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
    is_advisory = models.BooleanField(
        _("advisory"), default=False, help_text=_("Takes part without a vote, for example from outside the city.")
    )

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ("committee", "role", "organisation")
        constraints = (
            validity_constraint("seat"),
            models.CheckConstraint(name="seat_role", condition=Q(role__in=SeatRole.values)),
            models.CheckConstraint(
                name="seat_advisory_member",
                condition=Q(is_advisory=False) | Q(role=SeatRole.MEMBER),
                violation_error_message=_("Only members can be advisory."),
            ),
            ExclusionConstraint(
                name="seat_one_role_per_person",
                expressions=(
                    (number_as_range("committee"), "&&"),
                    (number_as_range("person"), "&&"),
                    (_validity(), "&&"),
                ),
                condition=Q(person__isnull=False),
                violation_error_message=_("This person already holds a seat in this committee at that time."),
            ),
            ExclusionConstraint(
                name="seat_one_chair_at_a_time",
                expressions=((number_as_range("committee"), "&&"), (_validity(), "&&")),
                condition=Q(role=SeatRole.CHAIR),
                violation_error_message=_("The committee already has a chair at that time."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.committee}: {self.organisation}"

    @property
    def is_vacant(self) -> bool:
        """Tell whether nobody sits there; a person whose account was closed does not."""
        return self.person is None or not self.person.is_active


class SeatSubstitute(Validity):
    """Who takes a seat when its person is away, in the order of the rank; minutes say "i. V. für"."""

    seat = models.ForeignKey(Seat, verbose_name=_("seat"), on_delete=models.PROTECT, related_name="substitutes")
    person = models.ForeignKey(
        "core.User", verbose_name=_("person"), on_delete=models.PROTECT, related_name="substitute_seats"
    )
    rank = models.PositiveSmallIntegerField(_("rank"), default=1)

    objects = SeatSubstituteQuerySet.as_manager()

    class Meta:
        verbose_name = _("substitute in a seat")
        verbose_name_plural = _("substitutes in seats")
        ordering = ("seat", "rank")
        constraints = (
            validity_constraint("seatsubstitute"),
            models.CheckConstraint(
                name="seatsubstitute_rank",
                condition=Q(rank__gte=1),
                violation_error_message=_("Ranks begin with one."),
            ),
            ExclusionConstraint(
                name="seatsubstitute_one_per_rank",
                expressions=(
                    (number_as_range("seat"), "&&"),
                    (number_as_range("rank"), "&&"),
                    (_validity(), "&&"),
                ),
                violation_error_message=_("This rank is already taken at that time."),
            ),
            ExclusionConstraint(
                name="seatsubstitute_once_per_person",
                expressions=(
                    (number_as_range("seat"), "&&"),
                    (number_as_range("person"), "&&"),
                    (_validity(), "&&"),
                ),
                violation_error_message=_("This person is already a substitute in this seat at that time."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.rank}. {self.person}"


def seats_held_by(user) -> models.QuerySet[Seat]:
    """Return the seats this person holds today."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=AppToday())
    not_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=AppToday())
    return Seat.objects.filter(begun, not_ended, person=user.pk)
