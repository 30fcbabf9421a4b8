"""Columns of the list of papers."""

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from steering.models import Paper
from steering.templatetags.steering import badge


class PaperTable(tables.Table):
    """What, for which item of which meeting, from whom."""

    title = tables.Column(linkify=True)
    meeting = tables.Column(
        verbose_name=_("Meeting"), accessor="item__meeting__name", order_by=("item__meeting__held_on", "pk")
    )
    item = tables.Column(verbose_name=_("Agenda item"), order_by=("item__position",))
    file_count = tables.Column(
        verbose_name=_("Files"), attrs={"td": {"class": "lk-number"}, "th": {"class": "lk-number"}}
    )

    class Meta:
        model = Paper
        fields = ("title", "kind", "meeting", "item", "lead_unit", "confidentiality", "file_count")

    def render_confidentiality(self, record: Paper) -> SafeString:
        """Show the level as a badge."""
        return badge(record.confidentiality, record.get_confidentiality_display())
