"""Columns of the list of contacts."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from casework.enums import DoneAction
from casework.models import FieldContact


class ContactTable(tables.Table):
    """Time, quarter, language, kind, topics, what was done, note, who."""

    happened_at = tables.DateTimeColumn(format="D d.m. H:i", verbose_name=_("Time"))
    depth = tables.TemplateColumn(
        template_name="casework/contact_kind.html", verbose_name=_("Kind of contact"), order_by="depth"
    )
    topics = tables.Column(verbose_name=_("Topics"), orderable=False, empty_values=())
    done = tables.Column(verbose_name=_("What was done"), orderable=False)
    note = tables.Column(verbose_name=_("Note"), orderable=False)

    class Meta:
        model = FieldContact
        fields = ("happened_at", "area", "language", "depth", "topics", "done", "note", "recorded_by")

    def render_topics(self, record: FieldContact) -> str:
        """Join the topics; they come loaded with the rows."""
        return ", ".join(str(topic) for topic in record.topics.all()) or "–"

    def render_done(self, value: list[str]) -> str:
        """Join what was done, in words."""
        return ", ".join(str(DoneAction(each).label) for each in value)
