"""Calendar entries: one appointment or due date as iCalendar (RFC 5545), alone in a mail or many in a feed.

As an invitation (RFC 5546): the same `uid` for the life of the appointment, `sequence` raised with every change,
`method` REQUEST to invite or change and CANCEL to call off; the method stands on the calendar, the status on the entry.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

PRODUCT = "-//Lenkungskreis//Lenkungskreis//DE"
REQUEST, CANCEL = "REQUEST", "CANCEL"
CANCELLED, CONFIRMED = "CANCELLED", "CONFIRMED"
_WINTER, _SUMMER = timedelta(hours=1), timedelta(hours=2)


@dataclass(frozen=True)
class Party:
    """Somebody who invites or is invited."""

    name: str
    address: str


@dataclass(frozen=True)
class Entry:
    """One entry. `starts` and `ends` are local times without zone, or both days (`ends` is then the day after)."""

    uid: str
    summary: str
    starts: datetime | date
    ends: datetime | date
    stamp: datetime
    sequence: int = 0
    location: str = ""
    description: str = ""
    url: str = ""
    status: str = CONFIRMED
    organiser: Party | None = None
    attendee: Party | None = None


def uid(kind: str, key: object) -> str:
    """Return the name of an entry that no other calendar of the world uses."""
    return f"{kind}-{key}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}"


def write(entries: Iterable[Entry], *, method: str = "", name: str = "") -> bytes:
    """Return a calendar with these entries; `method` makes it an invitation, `name` is what a feed is called."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("name", _clean(name))
        calendar.add("x-wr-calname", _clean(name))
        # How often a program should look again; a wish, programs decide themselves.
        calendar.add("x-published-ttl", "PT4H")
    calendar.add_component(_zone())
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical(sorted=False)


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp)
    event.add("dtstart", _local(entry.starts))
    event.add("dtend", _local(entry.ends))
    event.add(
        "summary",
        " ".join(_clean(entry.summary).split()),
        parameters={"language": get_language() or settings.LANGUAGE_CODE},
    )
    event.add("status", entry.status)
    # A due date takes no time out of the day.
    event.add("transp", "OPAQUE" if isinstance(entry.starts, datetime) else "TRANSPARENT")
    for key in ("location", "description"):
        if text := getattr(entry, key):
            event.add(key, _clean(text))
    if entry.url:
        event.add("url", entry.url)
    if entry.organiser:
        event.add("organizer", _address(entry.organiser), encode=False)
    if entry.attendee:
        event.add("attendee", _invited(entry.attendee), encode=False)
    return event


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.address}")
    address.params["CN"] = " ".join(_clean(party.name).replace('"', "'").split())
    return address


def _invited(party: Party) -> vCalAddress:
    address = _address(party)
    address.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"})
    return address


def _local(value: datetime | date) -> datetime | date:
    return value.replace(tzinfo=ZoneInfo(settings.TIME_ZONE)) if isinstance(value, datetime) else value


def _clean(text: str) -> str:
    """Take out what is no text: control characters and halves of characters; line breaks stay and are escaped."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(char for char in whole if char == "\n" or unicodedata.category(char) != "Cc")


def _zone() -> Timezone:
    """Return the zone as a rule (directive 2000/84/EC), which every program understands and which never runs out."""
    zone = Timezone()
    zone.add("tzid", settings.TIME_ZONE)
    # The clocks change at one o'clock UTC on the last Sunday of the month.
    for part, first, before, after, name in (
        (TimezoneDaylight(), datetime(1996, 3, 31, 2), _WINTER, _SUMMER, "CEST"),  # noqa: DTZ001  (local by definition)
        (TimezoneStandard(), datetime(1996, 10, 27, 3), _SUMMER, _WINTER, "CET"),  # noqa: DTZ001
    ):
        part.add("dtstart", first)
        part.add("rrule", {"freq": "yearly", "bymonth": first.month, "byday": "-1su"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        zone.add_component(part)
    return zone
