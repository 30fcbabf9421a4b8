"""Form for a new address of the personal calendar."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.base import PageForm


class CalendarFeedForm(PageForm):
    """Says where it will be used, so that the right one can be withdrawn later."""

    label = forms.CharField(
        label=_("Where you will use it"), max_length=60, help_text=_("For example: Outlook in the office, my phone.")
    )
