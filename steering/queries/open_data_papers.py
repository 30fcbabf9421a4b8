"""Public papers and their attachments as OParl 1.1 objects."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from quarters.models import Area
from steering.enums_agenda import PaperKind
from steering.enums_exchange import PublishedKind as Kind
from steering.models import AgendaItem, Decision, PaperAttachment
from steering.queries.open_data_names import ONLY, Draft, address, committee_address, embed, filled, unit_address

ROLES = {PaperKind.DECISION: "Entscheidung", PaperKind.INFORMATION: "Kenntnisnahme", PaperKind.TABLE: "Beratung"}


def of_paper(paper: Any, item: AgendaItem, decisions: list[Decision], areas: list[Area]) -> Iterator[Draft]:
    """Yield a public paper of an item with its consultation and its public attachments (`public_files`)."""
    key = str(paper.pk)
    here = address(Kind.PAPER, key)
    yield _paper(paper, decisions, areas)
    consultation = {
        "agendaItem": address(Kind.AGENDA_ITEM, str(item.pk)),
        "meeting": address(Kind.MEETING, str(item.meeting_id)),
        "organization": [committee_address(item.meeting.committee_id)],
        "authoritative": paper.kind == PaperKind.DECISION,
        "role": ROLES[PaperKind(paper.kind)],
    }
    owner = f"committee-{item.meeting.committee_id}"
    yield Draft(Kind.CONSULTATION, key, consultation, {"paper": here}, owner_key=owner)
    for attachment in paper.public_files:
        yield _file(attachment, here)


def _paper(paper: Any, decisions: list[Decision], areas: list[Area]) -> Draft:
    content = {
        "body": address(Kind.BODY, ONLY),
        "name": paper.title,
        "reference": ", ".join(decision.number for decision in decisions),
        "date": timezone.localdate(paper.created_at).isoformat(),
        "paperType": str(paper.get_kind_display()),
        "underDirectionOf": [unit_address(paper.lead_unit_id)] if paper.lead_unit_id else [],
        "auxiliaryFile": [embed(Kind.FILE, str(attachment.pk)) for attachment in paper.public_files],
        "location": [embed(Kind.LOCATION, f"area-{area.pk}") for area in areas],
        "consultation": [embed(Kind.CONSULTATION, str(paper.pk))],
    }
    return Draft(Kind.PAPER, str(paper.pk), filled(content))


def _file(attachment: PaperAttachment, paper: str) -> Draft:
    key, file = str(attachment.pk), attachment.file
    content = {
        "name": file.name,
        "fileName": file.name,
        "mimeType": file.content_type,
        "date": timezone.localdate(file.created_at).isoformat(),
        "size": file.size,
        "sha512Checksum": file.sha512,
        "accessUrl": settings.BASE_URL + reverse("steering:oparl_file", args=[key, "access"]),
        "downloadUrl": settings.BASE_URL + reverse("steering:oparl_file", args=[key, "download"]),
    }
    return Draft(Kind.FILE, key, content, {"paper": [paper]})
