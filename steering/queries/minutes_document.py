"""Minutes as a paper: for members, for the public, and as an excerpt for a unit."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from core.documents import Block, Document, Facts, Heading, Paragraph, Style, Table, file_name
from steering.enums_log import AttendanceState
from steering.enums_minutes import MinutesState
from steering.models import Minutes, MinutesSignature, MinutesVersion
from steering.queries import minutes_words as words
from steering.queries.minutes import items_left_out, parts_of

Json = dict[str, Any]
# The headings of the list of those present, in this order.
STATES = (AttendanceState.PRESENT, AttendanceState.EXCUSED, AttendanceState.ABSENT)


def sealed_document(minutes: Minutes, version: MinutesVersion, *, seal: str, made_at: datetime) -> Document:
    """Describe the complete minutes with signatures and seal, for keeping."""
    said = [part.content for part in version.parts.order_by("position")]
    with override(settings.LANGUAGE_CODE):
        blocks = [*_frame(version.head, version.inside), *_items(said), *_end(version, seal)]
        return _document(minutes, version.head, blocks, made_at, note=_sealed_on(made_at))


def member_document(minutes: Minutes, version: MinutesVersion, user) -> Document:
    """Describe what this person may read of a version; items left out are counted, nothing more is said of them."""
    parts = list(parts_of(version, user))
    missing = items_left_out(version, parts)
    with override(settings.LANGUAGE_CODE):
        blocks = [
            *_frame(version.head, version.inside),
            *_items(part.content for part in parts),
            *_left_out(missing),
            *_end(version, minutes.content_hash),
        ]
        return _document(minutes, version.head, blocks, version.made_at, note=_standing(minutes, version))


def public_document(minutes: Minutes) -> Document:
    """Describe the public version. Names, statements and the items that are not public are never loaded."""
    version = minutes.versions.defer("inside").order_by("-number")[0]
    parts = list(version.parts.public().order_by("position"))
    missing = items_left_out(version, parts)
    with override(settings.LANGUAGE_CODE):
        blocks = [
            *_facts(version.head, None),
            Paragraph(_("Taking part: %(bodies)s") % {"bodies": ", ".join(version.head["bodies"]) or "–"}),
            *_items(part.content for part in parts),
            *_left_out(missing),
        ]
        return _document(minutes, version.head, blocks, version.made_at, note=_("Public version"))


def excerpt_document(minutes: Minutes, version: MinutesVersion, unit: str, said: Iterable[Json]) -> Document:
    """Describe what concerns one unit."""
    with override(settings.LANGUAGE_CODE):
        head = {**version.head, "interruptions": [], "quorum": None, "invited_on": ""}
        note = _("Excerpt for %(unit)s") % {"unit": unit}
        return _document(minutes, head, [*_facts(head, None), *_items(said)], version.made_at, note=note)


def minutes_file_name(minutes: Minutes, *more: object) -> str:
    """Return the name of the file without its ending: "Niederschrift_7-Sitzung-2026"."""
    with override(settings.LANGUAGE_CODE):
        return file_name(_("Minutes document"), minutes.meeting, *more)


def _document(minutes: Minutes, head: Json, blocks: list[Block], made_at: datetime, *, note: str) -> Document:
    title = _("Minutes of meeting %(number)s of %(year)s") % {"number": head["number"], "year": head["year"]}
    return Document(
        title,
        blocks,
        made_at,
        subtitle=f"{head['committee']} · {note}",
        author=head["committee"],
        footer=f"{minutes.meeting.committee} · {minutes.meeting} · {note}",
        language=settings.LANGUAGE_CODE,
    )


def _frame(head: Json, inside: Json) -> Iterator[Block]:
    yield from _facts(head, inside)
    for state in STATES:
        if people := words.people_in(inside, state):
            yield Heading(capfirst(str(state.label)))
            yield Table((_("Name"), _("Body"), _("Remark")), people, (3, 4, 3))
    if inside["opening"]:
        yield Heading(_("Statements at the beginning"))
        yield Paragraph(inside["opening"])


def _facts(head: Json, inside: Json | None) -> Iterator[Block]:
    yield Facts(words.facts_of(head, inside))


def _items(said: Iterable[Json]) -> Iterator[Block]:
    for each in words.without_empty_sections(said):
        yield Heading(words.heading_of(each))
        lines = [] if each.get("section") else words.lines_of(each)
        for line in lines:
            if line.is_wording:
                yield Paragraph(line.label, Style.STRONG)
                yield Paragraph(line.text, Style.WORDING)
            else:
                yield Facts([(line.label, line.text)])


def _left_out(missing: int) -> Iterator[Block]:
    if missing:
        text = ngettext(
            "%(count)s further item is not contained in this version.",
            "%(count)s further items are not contained in this version.",
            missing,
        )
        yield Paragraph(text % {"count": missing}, Style.SMALL)


def _end(version: MinutesVersion, seal: str) -> Iterator[Block]:
    if version.inside["closing"]:
        yield Heading(_("Statements at the end"))
        yield Paragraph(version.inside["closing"])
    if signatures := list(version.signatures.select_related("user").order_by("signed_at")):
        yield Heading(_("Signatures"))
        yield Facts([(capfirst(each.get_role_display()), _signature(each)) for each in signatures])
    if seal:
        yield Facts([(_("Seal (SHA-256)"), f"{seal[:32]}\n{seal[32:]}")])


def _signature(signature: MinutesSignature) -> str:
    name = signature.user.name
    if signature.is_deputy:
        name = _("%(name)s (as deputy)") % {"name": name}
    at = date_format(timezone.localtime(signature.signed_at), "d.m.Y H:i")
    if signature.is_refused:
        return _("%(name)s refused the signature on %(time)s: %(reason)s") % {
            "name": name,
            "time": at,
            "reason": signature.reason,
        }
    return _("signed electronically by %(name)s on %(time)s") % {"name": name, "time": at}


def _standing(minutes: Minutes, version: MinutesVersion) -> str:
    if minutes.state == MinutesState.SEALED and minutes.sealed_at:
        return _sealed_on(minutes.sealed_at)
    return _("Draft, version %(number)s") % {"number": version.number}


def _sealed_on(at: datetime) -> str:
    return _("sealed on %(day)s") % {"day": date_format(timezone.localtime(at), "d.m.Y")}
