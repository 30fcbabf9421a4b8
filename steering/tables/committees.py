"""Columns of the lists of committees, topics and circulars."""

import django_tables2 as tables
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.tables.columns import DateColumn, NumberColumn
from steering.enums import Urgency
from steering.models import CircularDecision, Committee, Topic
from steering.templatetags.steering import badge


class CommitteeTable(tables.Table):
    """Which committee, to which it reports, how its seats are filled."""

    name = tables.Column(linkify=True)
    seat_count = NumberColumn(verbose_name=_("Seats"))
    vacant_count = NumberColumn(verbose_name=_("Vacant"))
    topic_count = NumberColumn(verbose_name=_("Topics in the backlog"))

    class Meta:
        model = Committee
        fields = ("name", "short_name", "parent", "seat_count", "vacant_count", "topic_count")


class TopicTable(tables.Table):
    """What, where it stands, how soon, which side, from whom and since when."""

    title = tables.Column(linkify=True)
    unit = tables.Column(verbose_name=_("Unit"))
    proposed_at = DateColumn(verbose_name=_("Proposed"))

    class Meta:
        model = Topic
        fields = ("title", "state", "urgency", "side", "unit", "committee", "proposed_at")

    def render_state(self, record: Topic) -> SafeString:
        """Show the state as a badge."""
        return badge(record.state, record.get_state_display())

    def render_urgency(self, record: Topic) -> SafeString | str:
        """Show as a badge what cannot wait."""
        words = record.get_urgency_display()
        return words if record.urgency == Urgency.NORMAL else badge(record.urgency, words)


class CircularTable(tables.Table):
    """What, how far, until when, how many have replied, which decision came of it."""

    title = tables.Column(linkify=True)
    deadline_at = tables.Column(verbose_name=_("Replies until"))
    replies = tables.Column(verbose_name=_("Replies"), accessor="reply_count", attrs={"td": {"class": "lk-number"}})
    decision = tables.Column(verbose_name=_("Decision"), accessor="decision__number", linkify=False, orderable=False)

    class Meta:
        model = CircularDecision
        fields = ("title", "state", "committee", "deadline_at", "replies", "decision")

    def render_state(self, record: CircularDecision) -> SafeString:
        """Show the state as a badge."""
        return badge(record.state, record.get_state_display())

    def render_deadline_at(self, record: CircularDecision) -> str:
        """Write day and time."""
        return date_format(timezone.localtime(record.deadline_at), "SHORT_DATETIME_FORMAT")

    def render_replies(self, record: CircularDecision) -> str:
        """Say how many of how many; nobody was asked for a draft."""
        if not record.asked_count:
            return "–"
        return gettext("%(n)s of %(all)s") % {"n": record.reply_count, "all": record.asked_count}
