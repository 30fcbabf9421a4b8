"""Decision control on paper: the lines of the page, for the agenda and for the file."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.documents import Document, Heading, PageBreak, Paragraph, Style, Table
from core.documents.model import Block as Part
from steering.queries.control import Block, Line, blocks_of

_WIDTHS = (2.6, 3.2, 2, 1.6, 1.8, 3.6, 2.2)


def control_document(lines: Sequence[Line], *, city: str, today: date, made_at: datetime) -> Document:
    """Return the paper: parts of different confidentiality on pages of their own, units in the order of the page."""
    return Document(
        title=_("Decision control"),
        subtitle=_("%(city)s, as of %(day)s") % {"city": city, "day": _day(today)},
        blocks=tuple(_parts(lines)),
        made_at=made_at,
        author=city,
        footer=_("Decision control, %(day)s") % {"day": _day(today)},
        language=(get_language() or "de")[:2],
        landscape=True,
    )


def _parts(lines: Sequence[Line]) -> Iterator[Part]:
    if not lines:
        yield Paragraph(_("No measure is open."))
    groups = groupby(blocks_of(list(lines)), key=lambda block: (block.part, block.part_name))
    for number, ((_level, name), blocks) in enumerate(groups):
        if number:
            yield PageBreak()
        yield Heading(str(name))
        for block in blocks:
            yield from _unit(block)


def _unit(block: Block) -> Iterator[Part]:
    unit = f"{block.unit.number} {block.unit.name}".strip()
    yield Heading(f"{block.body}: {unit}" if block.body else unit, level=2)
    header = (
        _("Measure"),
        _("Decision"),
        _("Units"),
        _("Due date"),
        _("Traffic light"),
        _("Status"),
        _("Next step"),
    )
    yield Table(header, [_row(line) for line in block.lines], _WIDTHS)
    if any(line.changes for line in block.lines):
        yield Paragraph(_("Since the last meeting"), Style.STRONG)
        for line in block.lines:
            if line.changes:
                yield Paragraph(f"{line.measure.number}: {', '.join(map(str, line.changes))}", Style.SMALL)


def _row(line: Line) -> tuple[str, ...]:
    measure = line.measure
    return (
        f"{measure.number}\n{measure.title}",
        _decision(line),
        _units(line),
        _dates(line),
        _lines(line.signal.text, measure.get_state_display(), *line.signal.reasons),
        _lines(
            f"{line.status} ({_day(line.status_on)})" if line.status and line.status_on else line.status,
            _("Reason: %(reason)s") % {"reason": line.late_reason} if line.late_reason else "",
            _("Completed on %(day)s") % {"day": _day(line.completed_on)} if line.completed_on else "",
        ),
        _lines(line.next_step.text, _day(line.next_step.on)),
    )


def _decision(line: Line) -> str:
    decision = line.measure.decision
    if decision is None:
        return "–"
    number = _("%(number)s of %(day)s") % {"number": decision.number, "day": _day(decision.taken_on)}
    proposer = _("Proposed by %(unit)s") % {"unit": line.proposer} if line.proposer else ""
    return _lines(number, decision.wording, proposer)


def _units(line: Line) -> str:
    return _lines(line.measure.lead_unit, *(f"{step.unit}: {step.get_state_display()}" for step in line.steps))


def _dates(line: Line) -> str:
    measure = line.measure
    now = _day(measure.deadline) or _("no date")
    if measure.is_permanent:
        now = _("permanent, report on %(day)s") % {"day": now}
    was = measure.original_due_on
    return _lines(now, _("originally %(day)s") % {"day": _day(was)} if was and was != measure.due_on else "")


def _lines(*texts: object) -> str:
    return "\n".join(str(text) for text in texts if text)


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
