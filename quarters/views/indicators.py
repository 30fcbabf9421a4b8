"""The indicator catalogue."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.views.base import DetailPage, ListPage, ObjectFormPage
from quarters.domain.catalogue import change_indicator
from quarters.forms.catalogue import IndicatorFilter, IndicatorForm
from quarters.models import Indicator
from quarters.queries.catalogue import holdings
from quarters.resources.catalogue import IndicatorResource
from quarters.rules import may_import, may_read_statistics
from quarters.tables.indicators import IndicatorTable

TRAIL = ((_("Indicators"), reverse_lazy("quarters:indicator_list")),)


class IndicatorListPage(ListPage):
    """What is measured, and what each figure means."""

    model = Indicator
    role_permission = may_read_statistics
    table_class = IndicatorTable
    filterset_class = IndicatorFilter
    resource_class = IndicatorResource
    heading = _("Indicators")
    export_name = "indicators"
    empty_text = _("The indicators stand here with their definitions. They come in with the first import.")


class IndicatorDetailPage(DetailPage):
    """Definition, reading aid, caution, and what is there."""

    model = Indicator
    role_permission = may_read_statistics
    template_name = "quarters/indicator_detail.html"
    breadcrumbs = TRAIL

    def get_queryset(self) -> Any:
        """Load the indicator it is a share of."""
        return Indicator.objects.select_related("share_of")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is there by source, and whether the reader may change it."""
        return super().get_context_data(
            holdings=holdings(self.object), may_change=may_import(self.request.user), **kwargs
        )


class IndicatorUpdatePage(ObjectFormPage):
    """A data steward corrects a definition or the way an indicator is shown."""

    model = Indicator
    form_class = IndicatorForm
    role_permission = may_import
    heading = _("Change indicator")
    submit_label = _("Save changes")
    success_message = _("The changes have been saved.")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the indicator."""
        return (*TRAIL, (str(self.object), self.object.get_absolute_url()))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start from what is there."""
        return super().get_form_kwargs() | {"instance": Indicator.objects.get(pk=self.object.pk)}

    def perform(self, form: IndicatorForm) -> Indicator:
        """Change it."""
        fields = {name: form.cleaned_data[name] for name in IndicatorForm.Meta.fields}
        return change_indicator(self.object, fields=fields)
