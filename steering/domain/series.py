"""Series of meetings: plan them at once, change or cancel one or all that follow."""

from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.models import User
from core.queries.calendar import city_calendar
from steering.domain.meetings import cancel_meeting, change_meeting, number_and_save
from steering.domain.recurrence import occurrences
from steering.models import Committee, Meeting, MeetingSeries
from steering.models.meetings import NOT_BEGUN


@transaction.atomic
def plan_series(
    committee: Committee,
    *,
    rule: str,
    starts_on: date,
    ends_on: date,
    starts_at: time,
    ends_at: time | None = None,
    place: str = "",
    online_link: str = "",
) -> MeetingSeries:
    """Plan every meeting of a series; days on which the offices are closed are left out.

    Raises ValidationError if no day is left, and names the day on which the committee meets already: then nothing is
    planned.
    """
    series = MeetingSeries(
        committee=committee,
        rule=rule,
        starts_on=starts_on,
        ends_on=ends_on,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place.strip(),
        online_link=online_link,
    )
    series.full_clean()
    days = occurrences(rule, starts_on=starts_on, ends_on=ends_on, calendar=city_calendar())
    open_days = [each.day for each in days if not each.skipped]
    if not open_days:
        raise ValidationError(_("In this time no day fits the rule. Nothing was planned."))
    series.save()
    for day in open_days:
        _plan(series, day)
    return series


@transaction.atomic
def change_following(
    meeting: Meeting, *, starts_at: time, ends_at: time | None, place: str, online_link: str, user: User
) -> int:
    """Change hours and place of this meeting and all that follow in its series; return how many.

    Each stays on its day. Raises ValidationError as `change_meeting` does; then none is changed.
    """
    rows = list(following(meeting))
    for row in rows:
        change_meeting(
            row,
            held_on=row.held_on,
            starts_at=starts_at,
            ends_at=ends_at,
            place=place,
            online_link=online_link,
            user=user,
        )
    return len(rows)


@transaction.atomic
def cancel_following(meeting: Meeting, *, reason: str, user: User) -> int:
    """Call off this meeting and all that follow in its series; return how many."""
    rows = list(following(meeting))
    for row in rows:
        cancel_meeting(row, reason=reason, user=user)
    return len(rows)


def following(meeting: Meeting) -> QuerySet[Meeting]:
    """Return this meeting and those after it in the series that have neither begun nor been cancelled."""
    rows = Meeting.objects.filter(series=meeting.series_id, series_day__gte=meeting.series_day, state__in=NOT_BEGUN)
    return rows.select_related("committee").order_by("series_day")


def _plan(series: MeetingSeries, day: date) -> Meeting:
    meeting = Meeting(
        committee=series.committee,
        series=series,
        series_day=day,
        held_on=day,
        starts_at=series.starts_at,
        ends_at=series.ends_at,
        place=series.place,
        online_link=series.online_link,
    )
    try:
        return number_and_save(meeting)
    except ValidationError as refusal:
        said = " ".join(refusal.messages)
        words = _("%(day)s: %(reason)s Nothing was planned.")
        raise ValidationError(words % {"day": date_format(day, "D, d.m.Y"), "reason": said}) from refusal
