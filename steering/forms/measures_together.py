"""Forms for what is done with several measures at once."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.forms.base import PageForm
from core.models import Organisation
from steering.forms.measure_acts import SEARCH, reason_field


class TogetherAct(TextChoices):
    """What can be done with several measures."""

    CONFIRM = "confirm", _("Confirm completion")
    ASK = "ask", _("Ask for the status")
    HAND_OVER = "hand_over", _("Hand over to another unit")


class TogetherForm(PageForm):
    """Nothing more to be said than yes."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today


class HandOverTogetherForm(TogetherForm):
    """Who leads them from now on, and why."""

    to = forms.ModelChoiceField(
        label=_("New lead unit"), queryset=Organisation.objects.none(), widget=forms.Select(attrs=SEARCH)
    )
    reason = reason_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Organisation.objects.valid_on(self.today)
