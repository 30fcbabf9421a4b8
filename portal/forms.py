"""Small forms of the portal's pages; all of them read, none writes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quarters.enums import AreaLevel
from quarters.models import Area


class DashboardForm(forms.Form):
    """Which area the figures of the dashboard speak of."""

    area = forms.ModelChoiceField(label=_("Area"), queryset=Area.objects.none(), required=False, empty_label=None)

    def __init__(self, *args: Any, municipality: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = (AreaLevel.CITY, AreaLevel.DISTRICT, AreaLevel.QUARTER)
        self.areas = list(Area.objects.of(municipality).filter(level__in=levels).order_by("level", "name"))
        self.fields["area"].choices = [(area.pk, area.name) for area in self._city_first()]

    def chosen(self) -> Area | None:
        """Return the area asked for; otherwise the city, or None where no areas are known."""
        wanted = self.data.get("area", "")
        areas = self._city_first()
        return next((area for area in areas if str(area.pk) == wanted), areas[0] if areas else None)

    def _city_first(self) -> list[Area]:
        return sorted(self.areas, key=lambda area: area.level != AreaLevel.CITY)


class SearchForm(forms.Form):
    """What to look for, at least two characters."""

    q = forms.CharField(label=_("Search for"), min_length=2, max_length=100, required=False, strip=True)
