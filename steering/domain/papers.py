"""Papers for agenda items, and the files attached to them."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.files import discard, store
from core.models import Organisation, User
from steering.domain.agendas import CLOSED, raise_paper
from steering.domain.levels import strictest
from steering.models import AgendaItem, Meeting, Paper, PaperAttachment
from steering.models.meetings import NOT_BEGUN


@transaction.atomic
def add_paper(
    item: AgendaItem,
    *,
    kind: str,
    title: str,
    user: User,
    text: str = "",
    confidentiality: str = "",
    lead_unit: Organisation | None = None,
    files: Sequence[UploadedFile] = (),
) -> Paper:
    """Put a paper with its files before the committee; it is at least as confidential as the item.

    Raises ValidationError for a blank title, for a file that is not accepted (then nothing is kept), under a section, and
    once the meeting is closed.
    """
    row = _open_item(item)
    paper = Paper(
        item=row,
        kind=kind,
        title=title.strip(),
        text=text.strip(),
        confidentiality=strictest(confidentiality or row.confidentiality, row.confidentiality),
        lead_unit=lead_unit or row.lead_unit,
        created_at=clock.now(),
        created_by=user,
    )
    paper.full_clean()
    paper.save()
    for upload in files:
        _attach(paper, upload, paper.confidentiality, user)
    return paper


@transaction.atomic
def change_paper(
    paper: Paper, *, kind: str, title: str, text: str, confidentiality: str, lead_unit: Organisation | None
) -> Paper:
    """Change what a paper says; its attachments become at least as confidential. Raises ValidationError as `add_paper`."""
    item = _open_item(paper.item)
    row = Paper.objects.select_for_update(of=("self",), no_key=True).get(pk=paper.pk)
    row.kind, row.title, row.text, row.lead_unit = kind, title.strip(), text.strip(), lead_unit
    row.confidentiality = strictest(confidentiality, item.confidentiality)
    row.full_clean()
    row.save()
    raise_paper(row, row.confidentiality)
    return row


@transaction.atomic
def attach_files(
    paper: Paper, *, files: Sequence[UploadedFile], user: User, confidentiality: str = ""
) -> list[PaperAttachment]:
    """Add files to a paper, all or none; each is at least as confidential as the paper. Raises as `add_paper` does."""
    _open_item(paper.item)
    row = Paper.objects.select_for_update(of=("self",), no_key=True).get(pk=paper.pk)
    return [_attach(row, upload, confidentiality or row.confidentiality, user) for upload in files]


@transaction.atomic
def remove_attachment(attachment: PaperAttachment) -> None:
    """Delete a file for good. Raises ValidationError once the meeting has begun: what lay before it stays."""
    _check_removal(attachment.paper.item)
    _remove(attachment)


@transaction.atomic
def remove_paper(paper: Paper) -> None:
    """Delete a paper with its files. Raises ValidationError once the meeting has begun: what lay before it stays."""
    _check_removal(paper.item)
    for attachment in paper.attachments.select_related("file"):
        _remove(attachment)
    Paper.objects.filter(pk=paper.pk).delete()


def _open_item(item: AgendaItem) -> AgendaItem:
    """Return the item as it is now, its meeting locked, so that no level is lowered or sealed meanwhile."""
    meeting = Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=item.meeting_id)
    row = AgendaItem.objects.select_related("lead_unit").get(pk=item.pk)
    if meeting.state in CLOSED:
        raise ValidationError(_("The agenda of this meeting is closed. Nothing was kept."))
    if row.is_section:
        raise ValidationError(_("A paper belongs to an item, not to a section."))
    return row


def _check_removal(item: AgendaItem) -> None:
    meeting = Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=item.meeting_id)
    if meeting.state not in NOT_BEGUN:
        raise ValidationError(_("What lay before the committee stays. Nothing was removed."))


def _attach(paper: Paper, upload: UploadedFile, confidentiality: str, user: User) -> PaperAttachment:
    level = strictest(confidentiality, paper.confidentiality)
    return PaperAttachment.objects.create(paper=paper, file=store(upload, user=user), confidentiality=level)


def _remove(attachment: PaperAttachment) -> None:
    file = attachment.file
    attachment.delete()
    discard(file)
