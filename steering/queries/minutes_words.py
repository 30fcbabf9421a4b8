"""The words in which minutes are written down: for the page, for PDF and DOCX, and for comparing versions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from steering.enums import ItemResult, Link
from steering.enums_log import AttendanceState, VoteKind
from steering.enums_minutes import ObjectionKind, Ruling

Json = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One line of an item: what it is, what it says."""

    label: str
    text: str
    is_wording: bool = False


def day(iso: str) -> str:
    """Return a day as people write it; nothing for none."""
    return date_format(date.fromisoformat(iso), "d.m.Y") if iso else ""


def long_day(iso: str) -> str:
    """Return a day with its weekday."""
    return date_format(date.fromisoformat(iso), "l, j. F Y")


def facts_of(head: Json, inside: Json | None = None) -> list[tuple[str, str]]:
    """Return the frame of the minutes as pairs of label and text; names only with `inside`."""
    rows = [
        (_("Committee"), head["committee"]),
        (_("Day"), long_day(head["held_on"])),
        (_("Place"), head["place"]),
        (_("Time"), _("%(begin)s to %(end)s") % {"begin": head["began"], "end": head["ended"] or "…"}),
        (_("Interruptions"), ", ".join(_span(*each) for each in head["interruptions"])),
        (_("Invitation"), _invitation(head)),
        (_("Quorum"), _quorum(head["quorum"])),
    ]
    if inside is not None:
        rows += [(_("In the chair"), inside["chair"]), (_("Minutes taken by"), inside["minute_taker"])]
    return [(label, text) for label, text in rows if text]


def people_in(inside: Json, state: str) -> list[tuple[str, str, str]]:
    """Return name, body and note of everybody with this state, in the order of the list."""
    return [(each["name"], each["body"], _note(each)) for each in inside["people"] if each["state"] == state]


def heading_of(said: Json) -> str:
    """Return the heading of a part."""
    if "ruling" in said:
        meeting = _("meeting %(number)s of %(year)s") % {"number": said["number"], "year": said["year"]}
        kind = ObjectionKind(said["kind"]).label
        about = capfirst(f"{kind} ({meeting})")
        item = _("Item %(item)s") % {"item": said["item"]}
        return f"{about}: {item}" if said["item"] else about
    return said["title"] if said["section"] else _("Item %(item)s") % {"item": f"{said['label']} {said['title']}"}


def lines_of(said: Json) -> list[Line]:
    """Return what a part says, line by line."""
    return list(_objection_lines(said) if "ruling" in said else _item_lines(said))


def text_of(said: Json) -> str:
    """Return a part as plain text, for comparing."""
    return "\n".join((heading_of(said), *(f"{line.label}: {line.text}" for line in lines_of(said))))


def _item_lines(said: Json) -> Iterator[Line]:
    if said["lead"]:
        yield Line(_("Lead unit"), said["lead"])
    if said["minutes"]:
        yield Line(pgettext("minutes", "Record"), said["minutes"])
    if said["result"]:
        yield Line(_("Result"), _result(said))
    if said["vote"]:
        yield Line(_("Vote"), _vote(said["vote"]))
    for decision in said["decisions"]:
        yield from _decision_lines(decision)


def _decision_lines(decision: Json) -> Iterator[Line]:
    yield Line(_("Decision %(number)s") % {"number": decision["number"]}, decision["wording"], is_wording=True)
    if decision["earlier"]:
        yield Line(_("Earlier decision"), f"{Link(decision['link']).label} {decision['earlier']}")
    if decision["vote"]:
        yield Line(_("Vote"), _vote(decision["vote"]))
    for measure in decision["measures"]:
        yield Line(_("Measure %(number)s") % {"number": measure["number"]}, _measure(measure))


def _measure(measure: Json) -> str:
    parts = [measure["title"], _("lead: %(unit)s") % {"unit": measure["lead"]}]
    if measure["contributing"]:
        parts.append(_("contributing: %(units)s") % {"units": ", ".join(measure["contributing"])})
    if measure["due_on"]:
        parts.append(_("due on %(day)s") % {"day": day(measure["due_on"])})
    if measure["resubmit_on"]:
        parts.append(_("resubmission on %(day)s") % {"day": day(measure["resubmit_on"])})
    return "; ".join(parts)


def _objection_lines(said: Json) -> Iterator[Line]:
    yield Line(_("Held against the minutes"), said["text"])
    yield Line(_("Result"), str(Ruling(said["ruling"]).label))
    yield Line(_("Recorded"), said["ruling_text"], is_wording=True)


def _result(said: Json) -> str:
    result = str(ItemResult(said["result"]).label)
    target = said["deferred_to"] or said["referred_to"]
    return _("%(result)s to %(target)s") % {"result": result, "target": target} if target else result


def _vote(vote: Json) -> str:
    if vote["kind"] == VoteKind.CONSENSUS:
        return str(VoteKind.CONSENSUS.label)
    counted = _("%(yes)s yes, %(no)s no, %(abstain)s abstentions") % vote
    biased = _("%(biased)s biased") % vote
    return f"{counted}, {biased}" if vote["biased"] else counted


def _invitation(head: Json) -> str:
    if not head["invited_on"]:
        return ""
    sent = _("sent on %(day)s") % {"day": day(head["invited_on"])}
    urgent = _("at short notice for urgency")
    return f"{sent}, {urgent}" if head["urgency"] else sent


def _quorum(quorum: Json | None) -> str:
    if not quorum:
        return ""
    there = ngettext(
        "%(present)s of %(voting)s voting member present",
        "%(present)s of %(voting)s voting members present",
        quorum["voting"],
    ) % {"present": quorum["present"], "voting": quorum["voting"]}
    finding = _("the committee can decide") if quorum["reached"] else _("the committee cannot decide")
    return f"{there}; {finding}"


def _note(person: Json) -> str:
    notes: list[str] = []
    if person["for"]:
        notes.append(pgettext("minutes", "for %(person)s") % {"person": person["for"]})
    if person["state"] == AttendanceState.PRESENT:
        notes += [_span(*each) for each in person["times"] if any(each)]
    return ", ".join(notes)


def _span(begin: str, end: str) -> str:
    if begin and end:
        return _("%(begin)s to %(end)s") % {"begin": begin, "end": end}
    return _("from %(time)s") % {"time": begin} if begin else _("until %(time)s") % {"time": end}


def without_empty_sections(said: Iterable[Json]) -> list[Json]:
    """Leave out headings of sections under which the reader sees nothing."""
    kept: list[Json] = []
    for each in said:
        if each.get("section") and kept and kept[-1].get("section"):
            kept.pop()
        kept.append(each)
    return kept[:-1] if kept and kept[-1].get("section") else kept
