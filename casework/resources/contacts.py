"""Columns of contacts that may leave: no note, no key, nobody's name."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from casework.enums import DoneAction
from casework.models import FieldContact
from core.export import ExportResource


class ContactResource(ExportResource):
    """When, where, in which language, about what, and what was done."""

    happened_at = Field(column_name=_("Time"))
    area = Field("area__name", column_name=_("Quarter"))
    language = Field("get_language_display", column_name=_("Language"))
    depth = Field("get_depth_display", column_name=_("Kind of contact"))
    group_size = Field("group_size", column_name=_("Persons in the group"))
    sequence = Field("get_sequence_display", column_name=_("First contact?"))
    topics = Field(column_name=_("Topics"))
    done = Field(column_name=_("What was done"))

    class Meta:
        model = FieldContact
        fields = ("happened_at", "area", "language", "depth", "group_size", "sequence", "topics", "done")
        export_order = fields

    def dehydrate_happened_at(self, contact: FieldContact) -> datetime:
        """Give the city's time, without a zone: spreadsheets know none."""
        return timezone.localtime(contact.happened_at).replace(tzinfo=None, second=0, microsecond=0)

    def dehydrate_topics(self, contact: FieldContact) -> str:
        """Join the topics; they come loaded with the rows."""
        return ", ".join(str(topic) for topic in contact.topics.all())

    def dehydrate_done(self, contact: FieldContact) -> str:
        """Join what was done, in words."""
        return ", ".join(str(DoneAction(value).label) for value in contact.done)
