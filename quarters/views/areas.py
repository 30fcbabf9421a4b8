"""The division of the city."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.views.base import ListPage
from quarters.forms.catalogue import AreaFilter
from quarters.models import Area
from quarters.resources.catalogue import AreaResource
from quarters.rules import may_read_statistics
from quarters.tables.areas import AreaTable


class AreaListPage(ListPage):
    """The way to the profile of a Stadtteil. Shows the city of this installation; others are loaded beside it."""

    model = Area
    role_permission = may_read_statistics
    table_class = AreaTable
    filterset_class = AreaFilter
    resource_class = AreaResource
    heading = _("Areas")
    export_name = "areas"
    paginate_by = 50
    empty_text = _("The districts and Stadtteile of the city stand here once a file with their keys was imported.")

    def get_queryset(self) -> QuerySet:
        """Load the parents; where the installation names its city, only that one."""
        areas = super().get_queryset().select_related("parent")
        key = self.request.GET.get("municipality") or self.request.installation.municipality_key
        return areas.of(key) if key else areas
