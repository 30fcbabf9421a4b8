"""Agendas: add, change, arrange and remove lines.

Every act locks the meeting's row first, so two writers come one after the other. Until the invitation the numbers follow
the order; from then on a number stays, and what is added gets the next one.
"""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from core.models import Organisation, User
from steering.domain.levels import is_looser, strictest
from steering.domain.measure_rows import hide_subjects
from steering.domain.numbering import Line, next_label, numbered
from steering.domain.outline import MAX_DEPTH, arranged, moved
from steering.domain.topics import unschedule_topic
from steering.enums import Confidentiality, MeetingState
from steering.enums_agenda import ItemKind
from steering.models import AgendaItem, Meeting, Paper, PaperAttachment

CLOSED = (MeetingState.SEALED, MeetingState.CANCELLED)


def add_agenda_item(
    meeting: Meeting,
    *,
    title: str,
    confidentiality: str = Confidentiality.INTERNAL,
    lead_unit: Organisation | None = None,
    proposed_text: str = "",
    parent: AgendaItem | None = None,
    speaker: str = "",
    minutes_planned: int | None = None,
) -> AgendaItem:
    """Put an item at the end of the agenda, or of what it belongs to; a sub-item is at least as confidential as its item.

    Raises ValidationError for a blank title, too many levels, and an agenda that is closed.
    """
    item = AgendaItem(
        title=title.strip(),
        confidentiality=confidentiality,
        lead_unit=lead_unit,
        proposed_text=proposed_text.strip(),
        parent=parent,
        speaker=speaker.strip(),
        minutes_planned=minutes_planned,
    )
    return append(meeting, item)


def add_section(meeting: Meeting, *, title: str, confidentiality: str = Confidentiality.PUBLIC) -> AgendaItem:
    """Put a section, a heading over items, at the end of the agenda; its items are at least as confidential.

    Raises ValidationError for a blank title and an agenda that is closed.
    """
    return append(meeting, AgendaItem(title=title.strip(), kind=ItemKind.SECTION, confidentiality=confidentiality))


@transaction.atomic
def append(meeting: Meeting, item: AgendaItem) -> AgendaItem:
    """Give a new line its place and its number, and save it. Raises ValidationError as `add_agenda_item` does."""
    row = _locked(meeting)
    if row.state in CLOSED:
        raise ValidationError(_("The agenda of this meeting is closed. Nothing was added."), code="closed")
    rows = _rows(row)
    item.meeting, item.is_late = row, row.state != MeetingState.PLANNED
    parent = next((each for each in rows if each.pk == item.parent_id), None)
    if parent is not None:
        item.confidentiality = strictest(item.confidentiality, parent.confidentiality)
        _check_depth(rows, parent)
    place = _place_for(item, rows, parent)
    item.position = place + 1
    above = parent.label if parent is not None and not parent.is_section else ""
    item.label = next_label((each.label for each in rows), above=above, is_section=item.is_section)
    row.agenda_items.filter(position__gt=place).update(position=F("position") + 1)
    item.full_clean()
    item.save()
    if not item.is_late:
        rows.insert(next((n for n, each in enumerate(rows) if each.position > place), len(rows)), item)
        _number(rows)
    return item


@transaction.atomic
def change_agenda_item(
    item: AgendaItem,
    *,
    version: int,
    title: str,
    confidentiality: str = Confidentiality.INTERNAL,
    lead_unit: Organisation | None = None,
    proposed_text: str = "",
    speaker: str = "",
    minutes_planned: int | None = None,
) -> AgendaItem:
    """Change what stands on the agenda; what belongs to the item becomes at least as confidential.

    Raises ValidationError if somebody else changed the item since `version`, once a result is recorded, for a blank
    title, and for a level below that of the item it belongs to.
    """
    meeting = _locked(item.meeting)
    row = AgendaItem.objects.select_related("parent").get(pk=item.pk)
    _check_change(meeting, row, version)
    row.title, row.confidentiality, row.lead_unit = title.strip(), confidentiality, lead_unit
    row.proposed_text, row.speaker, row.minutes_planned = proposed_text.strip(), speaker.strip(), minutes_planned
    if row.parent is not None and is_looser(row.confidentiality, row.parent.confidentiality):
        refusal = _('It cannot be less confidential than "%(parent)s", to which it belongs.')
        raise ValidationError({"confidentiality": refusal % {"parent": row.parent.title}})
    row.version += 1
    row.full_clean()
    row.save()
    _raise_below(_rows(meeting))
    return row


@transaction.atomic
def arrange_agenda(meeting: Meeting, *, wanted: Sequence[tuple[int, int | None]]) -> None:
    """Put the whole agenda into an order: keys of lines, each with the key of the line it belongs to.

    Raises ValidationError once the invitation has gone out, if lines came or went in the meantime, and if the order is
    no tree.
    """
    row = _still_open(meeting)
    rows = {each.pk: each for each in _rows(row)}
    for place, line in enumerate(arranged(_lines(rows.values()), wanted), 1):
        rows[line.key].position, rows[line.key].parent_id = place, line.parent
    ordered = sorted(rows.values(), key=lambda each: each.position)
    AgendaItem.objects.bulk_update(ordered, ["position", "parent"])
    _raise_below(ordered)
    _number(ordered)


@transaction.atomic
def move_agenda_item(item: AgendaItem, *, up: bool) -> None:
    """Move a line, with all below it, one place up or down; at the end of the agenda nothing happens."""
    row = _still_open(item.meeting)
    arrange_agenda(row, wanted=moved(_lines(_rows(row)), item.pk, up=up))


@transaction.atomic
def remove_agenda_item(item: AgendaItem, *, user: User) -> None:
    """Take a line off an agenda nobody has been invited to yet: sub-items go with it, items of a section stay.

    A topic goes back to the backlog. Raises ValidationError once the invitation has gone out, and while papers or other
    records belong to it.
    """
    meeting = _still_open(item.meeting)
    rows = _rows(meeting)
    row = next(each for each in rows if each.pk == item.pk)
    if row.is_section:
        row.children.update(parent=None)
    doomed = [row] if row.is_section else _branch(rows, row)
    if Paper.objects.filter(item__in=doomed).exists():
        refusal = _("Papers belong to this item. Please remove them first; nothing was removed.")
        raise ValidationError(refusal, code="papers")
    for each in reversed(doomed):
        if each.topic is not None:
            unschedule_topic(each.topic, item=each, user=user)
        _delete(each)
    _number(_rows(meeting))


# --- Inside -------------------------------------------------------------------------------------------


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)


def _still_open(meeting: Meeting) -> Meeting:
    row = _locked(meeting)
    if row.state != MeetingState.PLANNED:
        raise ValidationError(
            _("The invitation has gone out; from then on numbers and order stay as they are."), code="fixed"
        )
    return row


def _rows(meeting: Meeting) -> list[AgendaItem]:
    return list(meeting.agenda_items.select_related("topic").order_by("position"))


def _lines(rows: Iterable[AgendaItem]) -> list[Line]:
    return [Line(row.pk, row.parent_id, row.is_section) for row in rows]


def _branch(rows: Sequence[AgendaItem], top: AgendaItem) -> list[AgendaItem]:
    """Return a line and all below it; children stand behind their parents."""
    keys = {top.pk}
    for row in rows:
        if row.parent_id in keys:
            keys.add(row.pk)
    return [row for row in rows if row.pk in keys]


def _place_for(item: AgendaItem, rows: Sequence[AgendaItem], parent: AgendaItem | None) -> int:
    """Return the position behind which the new line stands: of its branch, of the agenda, or before what stays last."""
    if parent is not None:
        return _branch(rows, parent)[-1].position
    if not (item.stays_last or item.is_late):
        last = next((row.position for row in rows if row.stays_last and row.parent_id is None), None)
        if last is not None:
            return last - 1
    return rows[-1].position if rows else 0


def _check_depth(rows: Sequence[AgendaItem], parent: AgendaItem) -> None:
    by_key: dict[int | None, AgendaItem] = {row.pk: row for row in rows}
    depth = 0
    above: AgendaItem | None = parent
    while above is not None and not above.is_section:
        depth, above = depth + 1, by_key.get(above.parent_id)
    if depth >= MAX_DEPTH:
        raise ValidationError(
            _("An agenda has at most three levels of items. Please choose another place."), code="place"
        )


def _check_change(meeting: Meeting, row: AgendaItem, version: int) -> None:
    if meeting.state in CLOSED or row.result:
        refusal = _("A result is recorded or the agenda is closed; the item can no longer be changed.")
        raise ValidationError(refusal, code="closed")
    if row.version != version:
        raise ValidationError(
            _('Somebody else has changed this item in the meantime; it is now called "%(title)s". Please look again.')
            % {"title": row.title},
            code="changed",
        )


def _raise_below(rows: Sequence[AgendaItem]) -> None:
    """Hand confidentiality down: to sub-items, papers and their attachments, and to the subjects of follow-ups."""
    levels: dict[int, str] = {}
    raised = []
    for row in rows:
        level = strictest(row.confidentiality, *([levels[row.parent_id]] if row.parent_id else []))
        levels[row.pk] = level
        if level != row.confidentiality:
            row.confidentiality = level
            row.save(update_fields=["confidentiality"])
            raised.append(row.pk)
    if raised:
        hide_subjects(raised)
    for paper in Paper.objects.filter(item__in=levels):
        if is_looser(paper.confidentiality, levels[paper.item_id]):
            raise_paper(paper, levels[paper.item_id])


def raise_paper(paper: Paper, level: str) -> None:
    """Make a paper and its attachments at least as confidential as this level."""
    paper.confidentiality = strictest(paper.confidentiality, level)
    paper.save(update_fields=["confidentiality"])
    for attachment in PaperAttachment.objects.filter(paper=paper):
        if is_looser(attachment.confidentiality, paper.confidentiality):
            attachment.confidentiality = paper.confidentiality
            attachment.save(update_fields=["confidentiality"])


def _number(rows: Sequence[AgendaItem]) -> None:
    """Let the numbers follow the order."""
    labels = numbered(_lines(rows))
    changed = [row for row in rows if row.label != labels[row.pk]]
    for row in changed:
        row.label = labels[row.pk]
    AgendaItem.objects.bulk_update(changed, ["label"])


def _delete(row: AgendaItem) -> None:
    try:
        row.delete()
    except ProtectedError as error:
        refusal = _("Other records refer to this item; it can no longer be removed. Nothing was removed.")
        raise ValidationError(refusal) from error
