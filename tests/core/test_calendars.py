"""Calendar entries, read back by a library: what every calendar program has to find in them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from core import calendars
from core.calendars import Entry, Party

STAMP = datetime(2026, 6, 8, 9, tzinfo=UTC)
DAY = date(2026, 6, 17)
SUMMER = Entry("a@b", "Sitzung", datetime.combine(DAY, time(14)), datetime.combine(DAY, time(16)), STAMP)


def read(content: bytes) -> Calendar:
    return Calendar.from_ical(content)


def event(entry: Entry, **options):
    return read(calendars.write([entry], **options)).events[0]


def test_the_method_stands_on_the_calendar_and_the_status_on_the_entry():
    cancelled = Entry(**{**SUMMER.__dict__, "status": calendars.CANCELLED, "sequence": 3})
    calendar = read(calendars.write([cancelled], method=calendars.CANCEL))
    assert (calendar["method"], calendar.events[0]["status"], calendar.events[0]["sequence"]) == (
        "CANCEL",
        "CANCELLED",
        3,
    )
    assert "method" not in calendar.events[0]


def test_a_feed_has_a_name_and_no_method():
    calendar = read(calendars.write([SUMMER], name="Lenkungskreis"))
    assert calendar["x-wr-calname"] == "Lenkungskreis"
    assert "method" not in calendar


@pytest.mark.parametrize(("month", "offset"), [(6, 2), (12, 1)])
def test_local_time_is_read_as_the_same_instant_in_summer_and_winter(month, offset):
    starts = datetime.combine(date(2026, month, 17), time(14))
    found = event(Entry("a@b", "Sitzung", starts, starts, STAMP)).start
    assert found == starts.replace(tzinfo=ZoneInfo("Europe/Berlin"))
    assert found.utcoffset().total_seconds() == offset * 3600


def test_the_time_zone_comes_along_with_both_its_rules():
    zone = read(calendars.write([SUMMER])).walk("VTIMEZONE")[0]
    parts = {part.name: part for part in zone.subcomponents}
    assert zone["tzid"] == "Europe/Berlin"
    assert parts["DAYLIGHT"]["rrule"].to_ical() == b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"
    assert parts["STANDARD"]["rrule"].to_ical() == b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"


def test_a_day_is_entered_as_a_whole_day_that_takes_no_time():
    found = event(Entry("a@b", "Frist", date(2026, 6, 17), date(2026, 6, 18), STAMP))
    assert (found.start, found.end, found["transp"]) == (date(2026, 6, 17), date(2026, 6, 18), "TRANSPARENT")


def test_the_invited_is_asked_for_an_answer():
    entry = Entry(
        **{
            **SUMMER.__dict__,
            "organiser": Party("Büro", "buero@example.org"),
            "attendee": Party("Ina, B", "i@example.org"),
        }
    )
    found = event(entry, method=calendars.REQUEST)
    assert found["organizer"] == "mailto:buero@example.org"
    assert (found["attendee"], found["attendee"].params["RSVP"]) == ("mailto:i@example.org", "TRUE")
    assert found["attendee"].params["CN"] == "Ina, B"


@pytest.mark.parametrize(
    "text", ["A\r\nATTENDEE:mailto:x@example.org", "A\nX-EVIL:1", 'A";X="', "A\ud800\0B", "ä" * 300]
)
def test_no_text_breaks_out_of_its_line(text):
    entry = Entry(**{**SUMMER.__dict__, "summary": text, "location": text, "attendee": Party(text, "i@example.org")})
    content = calendars.write([entry], method=calendars.REQUEST)
    found = read(content).events[0]
    assert {"ATTENDEE", "X-EVIL"} & set(found.keys()) == {"ATTENDEE"}
    assert found["attendee"] == "mailto:i@example.org"
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
