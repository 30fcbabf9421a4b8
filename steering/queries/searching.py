"""Finding what the committee dealt with; only what the reader may see."""

from django.db.models import Q, QuerySet

from steering.models import AgendaItem, Decision, Measure, Meeting, Paper, PaperAttachment


def decision_words(text: str) -> Q:
    """Return the condition that a decision's number, wording or subject contains a text."""
    subject = Q(agenda_item__title__icontains=text) | Q(circular__title__icontains=text)
    return Q(number__icontains=text) | Q(wording__icontains=text) | subject


def search_decisions(user, text: str) -> QuerySet[Decision]:
    """Return the decisions whose number, wording or title contains a text, newest first."""
    rows = Decision.objects.visible_to(user).filter(decision_words(text))
    return rows.with_origin().order_by("-taken_on", "-pk")


def search_measures(user, text: str) -> QuerySet[Measure]:
    """Return the measures whose number or title contains a text, newest first."""
    found = Q(number__icontains=text) | Q(title__icontains=text)
    return Measure.objects.visible_to(user).filter(found).order_by("-ordered_at")


def search_meetings(user, text: str) -> QuerySet[Meeting]:
    """Return the meetings with an agenda item that the reader may see and that contains a text, newest first."""
    items = AgendaItem.objects.visible_to(user).filter(Q(title__icontains=text) | Q(minutes__icontains=text))
    return (
        Meeting.objects.visible_to(user)
        .filter(pk__in=items.values("meeting"))
        .select_related("committee")
        .order_by("-held_on")
    )


def search_papers(user, text: str) -> QuerySet[Paper]:
    """Return the papers whose title, text or visible file names contain a text, newest first."""
    files = PaperAttachment.objects.visible_to(user).filter(file__name__icontains=text)
    found = Q(title__icontains=text) | Q(text__icontains=text) | Q(pk__in=files.values("paper"))
    return Paper.objects.visible_to(user).filter(found).order_by("-created_at", "-pk")
