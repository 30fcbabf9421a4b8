"""Reading organisations."""

from django.db.models import QuerySet

from core.enums import UNIT_ROLES
from core.models import Organisation


def organisations_of(user) -> QuerySet[Organisation]:
    """Return the units for which this person answers today."""
    return Organisation.objects.filter(pk__in=user.organisation_ids_for(*UNIT_ROLES))


def search_organisations(user, text: str) -> QuerySet[Organisation]:
    """Return the organisations whose number begins with, or whose name contains, a text."""
    rows = Organisation.objects.visible_to(user)
    found = rows.filter(number__istartswith=text) | rows.filter(name__icontains=text)
    return (found | rows.filter(short_name__icontains=text)).order_by("name")
