"""Finding areas by name or key."""

from django.db.models import Q, QuerySet

from quarters.models import Area
from quarters.rules import may_read_statistics


def search_areas(user, text: str) -> QuerySet[Area]:
    """Return the areas whose name contains, or whose key is, a text."""
    rows = Area.objects.all() if may_read_statistics(user) else Area.objects.none()
    return rows.filter(Q(name__icontains=text) | Q(code=text)).order_by("level", "code")
