"""Columns of the list of experiences of others."""

import django_tables2 as tables
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.tables.columns import DateColumn
from steering.models import Exchange


class ExchangeTable(tables.Table):
    """What was learned, from whom, at which occasion, when."""

    title = tables.Column(linkify=True)
    lessons = tables.Column(orderable=False)
    organisation = tables.Column(verbose_name=_("Learned from"), order_by=("organisation__name",), empty_values=())
    happened_on = DateColumn()

    class Meta:
        model = Exchange
        fields = ("title", "lessons", "organisation", "kind", "happened_on")
        order_by = ()

    def render_lessons(self, value: str) -> str:
        """Shorten; the page has all of it."""
        return Truncator(value).words(24)

    def render_organisation(self, record: Exchange) -> str:
        """Name whom it was learned from; an expert may have stood for nobody."""
        return str(record.organisation) if record.organisation_id else record.contact or "–"
