"""Measures that wait for the committee: to be confirmed, to be decided about, to be mended."""

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.enums import UNIT_ROLES, Role
from core.queries.waiting import Waiting
from steering.enums import MEASURE_CLOSED, MeasureState
from steering.models import ExtensionRequest, Measure


def measures_waiting(user) -> QuerySet:
    """Return the measures that wait for office or chair; nobody decides for the own unit except the office.

    Reported done, reported not executable, a later date requested (`request`), or, for the office, without any date.
    """
    if not user.has_role(Role.COMMITTEE_OFFICE, Role.CHAIR):
        return Measure.objects.none()
    is_office = user.has_role(Role.COMMITTEE_OFFICE)
    own = user.organisation_ids_for(*UNIT_ROLES)
    asked = ExtensionRequest.objects.open().filter(measure=OuterRef("pk")).order_by("requested_at")
    asked = asked if is_office else asked.exclude(unit__in=own)
    waits = Q(state=MeasureState.REPORTED_DONE) | Q(state=MeasureState.NOT_EXECUTABLE, settled_at__isnull=True)
    if is_office:
        waits |= Q(next_on__isnull=True) & ~Q(state__in=MEASURE_CLOSED)
    else:
        waits &= ~Q(lead_unit__in=own)
    rows = Measure.objects.visible_to(user).annotate(request=Subquery(asked.values("pk")[:1]))
    return rows.filter(waits | Q(request__isnull=False))


def measure_line(row: Measure) -> Waiting:
    """Return the line of one row of `measures_waiting`."""
    url = row.get_absolute_url()
    if row.state == MeasureState.REPORTED_DONE:
        return Waiting(str(row), url, _("Confirm completion"), since=timezone.localdate(row.reported_done_at))
    if row.state == MeasureState.NOT_EXECUTABLE:
        return Waiting(str(row), url, _("Not executable: decide"), since=timezone.localdate(row.ordered_at))
    if request := row.request:  # type: ignore[attr-defined]
        return Waiting(
            str(row), reverse("steering:extension_decide", args=[request]), _("Decide on a later date"), row.due_on
        )
    return Waiting(
        str(row),
        reverse("steering:measure_date", args=[row.pk]),
        _("Set a date"),
        since=timezone.localdate(row.ordered_at),
    )
