"""Columns of the list of cases."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from casework.models import Case
from core.tables.columns import DateColumn


class CaseTable(tables.Table):
    """Handle, purpose, state with answers, responsible worker, day of opening."""

    handle = tables.Column(linkify=lambda record: record.get_absolute_url(), verbose_name=_("Handle"))
    state = tables.TemplateColumn(
        template_name="casework/case_state.html", verbose_name=_("State"), order_by="closed_on"
    )
    opened_on = DateColumn(verbose_name=_("Open since"))

    class Meta:
        model = Case
        fields = ("handle", "purpose", "state", "responsible", "opened_on")
