"""The prepared agenda of the demo city, its papers and its series, for the pages that need them."""

from typing import Any

from steering.enums import MeetingState
from steering.models import AgendaItem, Committee, Meeting, MeetingSeries, PaperAttachment, StandingItem

OF_MEETING = ("agenda_edit", "section_create", "meeting_update", "meeting_cancel", "meeting_begin")
OF_ITEM = ("agendaitem_update", "agendaitem_remove", "paper_create")
OF_PAPER = ("paper_detail", "paper_update", "paper_remove", "attachment_create")
OF_FILE = ("attachment_remove",)


def agenda_objects() -> dict[str, dict[str, Any]]:
    """Return the arguments of every address about agendas, papers and series, by URL name."""
    committee = Committee.objects.get(parent=None)
    meeting = Meeting.objects.get(committee=committee, state=MeetingState.PLANNED)
    file = PaperAttachment.objects.filter(paper__item__meeting=meeting).earliest("pk")
    item = AgendaItem.objects.items().filter(meeting=meeting).earliest("position")
    standing = StandingItem.objects.earliest("pk")
    found = dict.fromkeys(OF_MEETING, meeting) | dict.fromkeys(OF_ITEM, item)
    found |= dict.fromkeys(OF_PAPER, file.paper) | dict.fromkeys(OF_FILE, file)
    found |= {"series_detail": MeetingSeries.objects.earliest("pk")}
    found |= {"standingitem_list": committee, "standingitem_create": committee}
    found |= {"standingitem_update": standing, "standingitem_remove": standing}
    return {f"steering:{name}": {"pk": obj.pk} for name, obj in found.items()}
