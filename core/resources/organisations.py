"""Columns that may leave with an export of organisations: no addresses."""

from core.export import ExportResource
from core.models import OfficeClosure, Organisation


class OrganisationResource(ExportResource):
    """The directory without e-mail addresses."""

    class Meta:
        model = Organisation
        fields = ("number", "name", "short_name", "kind", "valid_from", "valid_to")
        export_order = fields


class ClosureResource(ExportResource):
    """Day and reason."""

    class Meta:
        model = OfficeClosure
        fields = ("day", "name")
        export_order = fields
