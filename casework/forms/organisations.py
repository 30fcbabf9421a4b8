"""For whom somebody works: asked only of people who do casework for more than one organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.enums import CASEWORK_ROLES
from core.models import Organisation, User


class OrganisationField(forms.ModelChoiceField):
    """The organisation that owns what is recorded."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Organisation.objects.none(), **{"label": _("Organisation"), **kwargs})


class OwnOrganisationMixin:
    """A form with the field `organisation`, which stays away where there is only one answer."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = user.organisation_ids_for(*CASEWORK_ROLES)
        if len(self.own) == 1:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=self.own)

    def organisation_id(self) -> int:
        """Return the organisation that owns what is recorded."""
        chosen = self.cleaned_data.get("organisation")
        return chosen.pk if chosen else min(self.own)
