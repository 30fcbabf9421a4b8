"""The agenda of a meeting as a paper: for members as each may read it, and for the public."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from core.documents import Block, Bullets, Document, Facts, Heading, Paragraph, Style, file_name
from core.models import User
from steering.enums import Confidentiality
from steering.models import AgendaItem, Meeting, Paper
from steering.models.visibility import OPEN_LEVELS


def agenda_document(meeting: Meeting, user: User, *, made_at: datetime) -> Document:
    """Describe the agenda as this person may read it, with the papers they may read."""
    papers = Paper.objects.visible_to(user).order_by("pk")
    items = AgendaItem.objects.visible_to(user).prefetch_related(Prefetch("papers", papers))
    return _document(meeting, _in_order(items, meeting), made_at, is_public=False)


def public_agenda_document(meeting: Meeting, *, made_at: datetime) -> Document:
    """Describe the public items. Nothing else is loaded, and neither names nor proposed decisions are said."""
    items = AgendaItem.objects.filter(confidentiality=Confidentiality.PUBLIC)
    return _document(meeting, _in_order(items, meeting), made_at, is_public=True)


def agenda_document_for_mail(meeting: Meeting, *, made_at: datetime) -> Document:
    """Describe what may travel to the seats by mail: every item and paper that is not confidential, whoever receives it."""
    papers = Paper.objects.filter(confidentiality__in=OPEN_LEVELS).order_by("pk")
    items = AgendaItem.objects.filter(confidentiality__in=OPEN_LEVELS).prefetch_related(Prefetch("papers", papers))
    return _document(meeting, _in_order(items, meeting), made_at, is_public=False)


def agenda_file_name(meeting: Meeting) -> str:
    """Return the name of the file without its ending: "Tagesordnung_7-Sitzung-2026"."""
    with override(settings.LANGUAGE_CODE):
        return file_name(_("Agenda"), meeting)


def _in_order(items: QuerySet[AgendaItem], meeting: Meeting) -> list[AgendaItem]:
    return list(items.filter(meeting=meeting).select_related("lead_unit").order_by("position"))


def _document(meeting: Meeting, items: list[AgendaItem], made_at: datetime, *, is_public: bool) -> Document:
    with override(settings.LANGUAGE_CODE):
        left_out = meeting.agenda_items.items().count() - sum(not item.is_section for item in items)
        kind = _("Public agenda") if is_public else _("Agenda")
        return Document(
            _("Agenda for meeting %(number)s of %(year)s") % {"number": meeting.number, "year": meeting.year},
            [*_frame(meeting, is_public=is_public), *_items(items, is_public=is_public), *_rest(left_out)],
            made_at,
            subtitle=" · ".join((meeting.committee.name, _("public part"))) if is_public else meeting.committee.name,
            author=meeting.committee.name,
            footer=f"{meeting.committee} · {meeting} · {kind}",
            language=settings.LANGUAGE_CODE,
        )


def _frame(meeting: Meeting, *, is_public: bool) -> Iterator[Block]:
    begin = time_format(meeting.starts_at, "H:i")
    end = time_format(meeting.ends_at, "H:i") if meeting.ends_at else ""
    rows = [
        (_("Day"), date_format(meeting.held_on, "l, j. F Y")),
        (_("Time"), _("%(begin)s to %(end)s") % {"begin": begin, "end": end} if end else begin),
        (_("Place"), meeting.place),
        (_("Online"), "" if is_public else meeting.online_link),
    ]
    yield Facts([(label, text) for label, text in rows if text])


def _items(items: Iterable[AgendaItem], *, is_public: bool) -> Iterator[Block]:
    in_section = False
    for item in items:
        if item.is_section:
            in_section = True
            yield Heading(item.title)
            continue
        level = 2 if in_section and item.parent_id else 1
        yield Heading(_("Item %(item)s") % {"item": f"{item.label} {item.title}"}, level)
        if not is_public:
            yield from _details(item)


def _details(item: AgendaItem) -> Iterator[Block]:
    planned = item.minutes_planned
    rows = [
        (_("Lead unit"), str(item.lead_unit or "")),
        (_("Speaker"), item.speaker),
        (_("Time planned"), ngettext("%(n)s minute", "%(n)s minutes", planned) % {"n": planned} if planned else ""),
        (_("Confidentiality"), item.get_confidentiality_display() if item.is_confidential else ""),
    ]
    if filled := [(label, text) for label, text in rows if text]:
        yield Facts(filled)
    if item.proposed_text:
        yield Paragraph(_("Proposed decision"), Style.STRONG)
        yield Paragraph(item.proposed_text, Style.WORDING)
    if papers := [f"{paper.get_kind_display()}: {paper.title}" for paper in item.papers.all()]:
        yield Bullets(papers)


def _rest(left_out: int) -> Iterator[Block]:
    if left_out:
        text = ngettext(
            "%(count)s further item is not contained in this version.",
            "%(count)s further items are not contained in this version.",
            left_out,
        )
        yield Paragraph(text % {"count": left_out}, Style.SMALL)
