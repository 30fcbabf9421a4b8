"""The consent form."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from casework.domain.consents import Agreed
from casework.enums import ConsentForm as HowGiven
from casework.enums import DataClass
from casework.forms.cases import DAY
from core.forms.base import PageForm
from core.models import Organisation

# A consent is asked for again after half a year; the longest is two years.
USUAL = timedelta(days=182)
LONGEST = timedelta(days=730)


class ConsentRecordForm(PageForm):
    """Who may be told what, for which purpose, until when."""

    fieldsets = (
        (_("What the person agrees to"), ("recipient", "purpose", "data_classes")),
        (_("How it was given"), ("form", "given_on", "valid_until")),
    )

    recipient = forms.ModelChoiceField(
        label=_("Recipient"),
        queryset=Organisation.objects.none(),
        widget=forms.Select(attrs={"data-search": ""}),
        help_text=_("Exactly one organisation. For another one, ask the person again."),
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=200,
        help_text=_("In the words in which you explained it to the person."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    data_classes = forms.MultipleChoiceField(
        label=_("What may be told"),
        choices=DataClass,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing of it is sent by this system. You tell it yourself, within these limits."),
    )
    form = forms.ChoiceField(label=_("Form"), choices=HowGiven, widget=forms.RadioSelect)
    given_on = forms.DateField(label=_("Given on"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    valid_until = forms.DateField(label=_("Valid until"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))

    def __init__(self, *args: Any, recipients: QuerySet, today: date, **kwargs: Any) -> None:
        """Offer the organisations a person can be referred to."""
        super().__init__(*args, **kwargs)
        self.fields["recipient"].queryset = recipients
        self.fields["given_on"].initial = today
        self.fields["valid_until"].initial = today + USUAL
        self.today = today

    def clean(self) -> dict[str, Any]:
        """The days follow each other and lie within reason."""
        given, until = self.cleaned_data.get("given_on"), self.cleaned_data.get("valid_until")
        if given and given > self.today:
            self.add_error("given_on", _("This day lies in the future. Please correct it."))
        if given and until and until < given:
            self.add_error(
                "valid_until", _("The end lies before the day on which consent was given. Please correct it.")
            )
        if given and until and until > given + LONGEST:
            self.add_error("valid_until", _("Consent holds for two years at most. Please choose an earlier day."))
        return super().clean()

    def agreed(self) -> Agreed:
        """Return what the person agreed to."""
        names = ("recipient", "purpose", "form", "given_on", "valid_until")
        return Agreed(
            data_classes=tuple(self.cleaned_data["data_classes"]), **{name: self.cleaned_data[name] for name in names}
        )
