"""The log for reading: what each item holds, what was kept aside, who is writing where."""

from datetime import datetime, timedelta

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from core.models import User
from steering.enums import Link
from steering.enums_log import TYPED, KeptBecause, OpenMeasures
from steering.models import AgendaItem, LogDraft, LogPresence, LogRevision, Meeting

# A writer who has not been heard of for this long is no longer shown.
SILENT_AFTER = timedelta(seconds=20)


def recorded_values(item: AgendaItem, *, decided: bool) -> dict[str, str]:
    """Return what the fields of an item hold as long as nobody has typed anything, as texts."""
    return {
        "minutes": one_newline(item.minutes),
        "result": item.result,
        "wording": "" if decided else one_newline(item.proposed_text),
        "lead_unit": _key(item.lead_unit_id),
        "deferred_to": _key(item.deferred_to_id),
        "referred_to": _key(item.referred_to_id),
        "link": Link.REPLACES,
        "open_measures": OpenMeasures.KEEP,
    }


def one_newline(text: str) -> str:
    """Return a text with the ends of lines a page shows; what a form sends has two characters for each."""
    return text.replace("\r\n", "\n")


def current_values(item: AgendaItem, draft: LogDraft | None) -> dict[str, str]:
    """Return what the fields hold now: what is recorded, and over it what has been typed since."""
    recorded = recorded_values(item, decided=item.decisions.exists())
    return recorded | (draft.values if draft else {})


def draft_of(item: AgendaItem) -> LogDraft | None:
    """Return what has been typed for an item."""
    return LogDraft.objects.filter(pk=item.pk).select_related("saved_by").first()


def author_of(item: AgendaItem, draft: LogDraft, name: str) -> str:
    """Return who wrote what stands in a field."""
    entry = draft.fields.get(name)
    user = User.objects.filter(pk=entry["by"]).first() if entry else item.recorded_by
    return user.name if user else ""


def open_revisions(item: AgendaItem, draft: LogDraft | None) -> QuerySet[LogRevision]:
    """Return the texts kept aside that nobody has come to terms with."""
    rows = LogRevision.objects.filter(item=item, because=KeptBecause.CONFLICT, field__in=TYPED).select_related(
        "written_by"
    )
    return rows.exclude(pk__in=draft.settled if draft else [])


def unrecorded_items(meeting: Meeting, user) -> QuerySet[AgendaItem]:
    """Return the items for which something has been typed that is not recorded yet."""
    rows = AgendaItem.objects.visible_to(user).filter(meeting=meeting, draft__isnull=False)
    return rows.exclude(draft__fields={}).order_by("position")


def lines_of(meeting: Meeting, user) -> QuerySet:
    """Return the agenda for the list beside the form: little per line, so that long ones stay quick."""
    rows = AgendaItem.objects.visible_to(user).filter(meeting=meeting).order_by("position")
    typed = ExpressionWrapper(~Q(draft__fields={}) & Q(draft__isnull=False), output_field=BooleanField())
    return rows.only("pk", "kind", "label", "title", "result", "parent_id", "meeting_id").annotate(is_typed=typed)


def writers_of(meeting: Meeting, user, now: datetime) -> QuerySet[LogPresence]:
    """Return the other writers and where they are; only where the reader may look."""
    rows = LogPresence.objects.filter(meeting=meeting, seen_at__gte=now - SILENT_AFTER).exclude(user=user)
    visible = AgendaItem.objects.visible_to(user).filter(meeting=meeting)
    return rows.filter(item__in=visible).select_related("user").order_by("user__name")


def _key(value: int | None) -> str:
    return "" if value is None else str(value)
