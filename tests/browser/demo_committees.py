"""Objects of the demo city for the pages of committees, topics and decisions by circular."""

from typing import Any

from core.demo import account
from steering.enums import CircularState, MeetingState, TopicState
from steering.models import AgendaItem, CircularDecision, Committee, SeatSubstitute, Topic


def committee_objects() -> dict[str, dict[str, Any]]:
    """Return the arguments of every address by URL name."""
    committee = Committee.objects.get(parent=None)
    seat = committee.seats.get(person=account("mitglied"))
    topic = Topic.objects.get(state=TopicState.PROPOSED, proposed_by=account("streetwork"))
    item = AgendaItem.objects.items().filter(meeting__state=MeetingState.RUNNING).latest("pk")
    draft = CircularDecision.objects.get(state=CircularState.DRAFT)
    running = CircularDecision.objects.get(state=CircularState.RUNNING)
    by_name = {
        "committee": (committee, ("detail", "update")),
        "seat": (seat, ("fill", "vacate", "end")),
        "topic": (topic, ("detail", "update", "accept", "return", "withdraw")),
        "circular": (draft, ("update", "send")),
    }
    return {f"steering:{name}_{act}": {"pk": obj.pk} for name, (obj, acts) in by_name.items() for act in acts} | {
        "steering:seat_create": {"pk": committee.pk},
        "steering:seatsubstitute_create": {"pk": seat.pk},
        "steering:seatsubstitute_end": {"pk": SeatSubstitute.objects.latest("pk").pk},
        "steering:agendaitem_raise": {"pk": item.pk},
        "steering:circular_detail": {"pk": running.pk},
        "steering:circular_withdraw": {"pk": running.pk},
        "steering:circular_reply": {"pk": running.recipients.get(person=account("vorsitz")).pk},
    }
