"""What a reader chooses on the profile of an area."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from quarters.models import Area
from quarters.queries.profiles import Profile


class ProfileChoice(forms.Form):
    """Area and indicator, as plain GET parameters. Whatever is not understood falls back to what is shown."""

    area = forms.IntegerField(label=_("Area"), required=False)
    indicator = forms.IntegerField(label=_("Indicator"), required=False)

    def __init__(self, data: Any = None, *, area: Area, shown: Profile | None = None) -> None:
        super().__init__(data)
        self.current = area
        self.is_valid()
        if shown:
            self._offer(shown)

    def _offer(self, shown: Profile) -> None:
        city, *quarters = shown.areas
        others = {area.pk: area.name for area in (*quarters, self.current) if area != city}
        series = [(each.indicator.pk, each.indicator.name) for each in shown.choices]
        self.fields["area"].widget = forms.Select(
            choices=[(city.pk, city.name), *sorted(others.items(), key=lambda each: each[1])]
        )
        self.fields["indicator"].widget = forms.Select(choices=series)
        self.initial = {"area": self.current.pk, "indicator": shown.series.indicator.pk if shown.series else None}

    def other_area(self) -> int | None:
        """Return the area to go to, where another one was chosen."""
        chosen = self.cleaned_data.get("area")
        return chosen if chosen and 0 < chosen < 2**63 and chosen != self.current.pk else None

    def chosen_indicator(self) -> int | None:
        """Return the chosen indicator."""
        return self.cleaned_data.get("indicator")

    def query(self) -> str:
        """Return the query string that keeps the chosen indicator."""
        return urlencode({"indicator": self.chosen_indicator()} if self.chosen_indicator() else {})
