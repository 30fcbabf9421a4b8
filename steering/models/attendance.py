"""Who is at a meeting, from when to when, in whose place; and when the meeting was interrupted."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from steering.enums_log import AttendanceState, AttendeeKind
from steering.models.committees import Seat, number_as_range
from steering.models.meetings import Meeting


def _times(begin: str, end: str) -> Func:
    return Func(F(begin), F(end), function="tstzrange", output_field=DateTimeRangeField())


class PartOfMeetingQuerySet(models.QuerySet):
    """Rows that belong to a meeting are visible with it."""

    def visible_to(self, user) -> "PartOfMeetingQuerySet":
        """Return the rows of the meetings this user may see."""
        return self.filter(meeting__in=Meeting.objects.visible_to(user))


class Attendance(models.Model):
    """One seat, or one guest or expert, at one meeting.

    For a seat `person` is who held it on that day. Somebody who stands in ("i. V. für") is `substitute`, or `name` where
    they have no account. Guests and experts have a `name` and the body or function they speak for.
    """

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="attendances"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=AttendeeKind, default=AttendeeKind.MEMBER)
    seat = models.ForeignKey(
        Seat, verbose_name=_("seat"), null=True, blank=True, on_delete=models.PROTECT, related_name="attendances"
    )
    person = models.ForeignKey(
        "core.User", verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    substitute = models.ForeignKey(
        "core.User", verbose_name=_("substitute"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    body = models.CharField(_("body or function"), max_length=120, blank=True)
    state = models.CharField(_("attendance"), max_length=10, choices=AttendanceState)

    objects = PartOfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ("meeting", "kind", "pk")
        constraints = (
            models.CheckConstraint(name="attendance_kind", condition=Q(kind__in=AttendeeKind.values)),
            models.CheckConstraint(name="attendance_state", condition=Q(state__in=AttendanceState.values)),
            models.UniqueConstraint(name="attendance_seat_once", fields=["meeting", "seat"]),
            # What a time of presence refers to.
            models.UniqueConstraint(name="attendance_with_state", fields=["id", "state"]),
            models.CheckConstraint(
                name="attendance_member_has_seat",
                condition=Q(kind=AttendeeKind.MEMBER, seat__isnull=False)
                | (~Q(kind=AttendeeKind.MEMBER) & Q(seat__isnull=True, person__isnull=True, substitute__isnull=True)),
            ),
            models.CheckConstraint(
                name="attendance_guest_has_name",
                condition=Q(kind=AttendeeKind.MEMBER) | ~Q(name=""),
                violation_error_message=_("Please give a name."),
            ),
            models.CheckConstraint(
                name="attendance_one_substitute",
                condition=Q(substitute__isnull=True) | Q(name=""),
                violation_error_message=_("Please choose a substitute or give a name, not both."),
            ),
            models.CheckConstraint(
                name="attendance_substitute_is_present",
                condition=Q(state=AttendanceState.PRESENT)
                | ~Q(kind=AttendeeKind.MEMBER)
                | Q(substitute__isnull=True, name=""),
            ),
            models.CheckConstraint(
                name="attendance_not_own_substitute",
                condition=Q(substitute__isnull=True) | Q(person__isnull=True) | ~Q(substitute=F("person")),
                violation_error_message=_("Nobody is their own substitute."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.seat or self.name}: {self.get_state_display()}"


class AttendanceSpan(models.Model):
    """A time of presence; an open begin means from the start, an open end until the end of the meeting.

    `state` is always "present": with it the row refers to an attendance that is "present", and to no other.
    """

    attendance = models.ForeignKey(
        Attendance, verbose_name=_("attendance"), on_delete=models.CASCADE, related_name="spans"
    )
    state = models.CharField(max_length=10, choices=AttendanceState, default=AttendanceState.PRESENT, editable=False)
    arrived_at = models.DateTimeField(_("arrived"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    class Meta:
        verbose_name = _("time of presence")
        verbose_name_plural = _("times of presence")
        ordering = (F("arrived_at").asc(nulls_first=True),)
        constraints = (
            models.CheckConstraint(name="attendancespan_only_of_present", condition=Q(state=AttendanceState.PRESENT)),
            models.CheckConstraint(
                name="attendancespan_leaves_after_arriving",
                condition=Q(arrived_at__isnull=True) | Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")),
                violation_error_message=_("Somebody leaves after arriving."),
            ),
            ExclusionConstraint(
                name="attendancespan_no_overlap",
                expressions=((number_as_range("attendance"), "&&"), (_times("arrived_at", "left_at"), "&&")),
                violation_error_message=_("These times overlap."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.arrived_at} - {self.left_at}"


class Interruption(models.Model):
    """A time in which the meeting was interrupted; an open end means it still is."""

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="interruptions"
    )
    began_at = models.DateTimeField(_("begin"))
    ended_at = models.DateTimeField(_("end"), null=True, blank=True)

    objects = PartOfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("interruption")
        verbose_name_plural = _("interruptions")
        ordering = ("meeting", "began_at")
        constraints = (
            models.CheckConstraint(
                name="interruption_ends_after_begin",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                violation_error_message=_("An interruption ends after it began."),
            ),
            ExclusionConstraint(
                name="interruption_no_overlap",
                expressions=((number_as_range("meeting"), "&&"), (_times("began_at", "ended_at"), "&&")),
                violation_error_message=_("The meeting was already interrupted at that time."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.began_at} - {self.ended_at}"
