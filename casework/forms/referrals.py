"""Forms for referring and for what came of it."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from casework.enums import Kept, ReferralMode
from casework.forms.cases import DAY
from casework.models import Consent
from casework.models.referrals import LONGEST_FEEDBACK
from core.dates import Calendar
from core.forms.base import PageForm


class ConsentChoiceField(forms.ModelChoiceField):
    """Consents by recipient and purpose."""

    def label_from_instance(self, consent: Consent) -> str:
        """Name recipient and purpose, so that two consents for one unit can be told apart."""
        return f"{consent.recipient} – {consent.purpose}"


class ReferralForm(PageForm):
    """To whom, how, until when. The unit sees the date and nothing else of it."""

    consent = ConsentChoiceField(
        label=_("To"),
        queryset=Consent.objects.none(),
        empty_label=None,
        help_text=_("Only recipients for whom a valid consent is recorded."),
    )
    mode = forms.ChoiceField(
        label=_("Way"),
        choices=ReferralMode,
        widget=forms.RadioSelect,
        help_text=_("Only for you and your colleagues; the unit does not see it."),
    )
    due_on = forms.DateField(
        label=_("Answer wanted until"),
        help_text=_("The unit sees this day and is reminded of it."),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, consents: QuerySet, today: date, calendar: Calendar, **kwargs: Any) -> None:
        """Offer the consents that hold today; preset a date two weeks from now, never a Sunday or a holiday."""
        super().__init__(*args, **kwargs)
        self.fields["consent"].queryset = consents
        self.fields["due_on"].initial = calendar.deadline(today, weeks=2).day
        self.today = today

    def clean_due_on(self) -> date:
        """A day to come."""
        day = self.cleaned_data["due_on"]
        if day < self.today:
            raise forms.ValidationError(_("This day has passed. Please choose a later one."))
        return day

    def chosen(self) -> dict[str, Any]:
        """Return consent, way and date."""
        return {name: self.cleaned_data[name] for name in ("consent", "mode", "due_on")}


class FeedbackForm(PageForm):
    """What came of it for the person."""

    kept = forms.ChoiceField(label=_("What came of it"), choices=Kept, widget=forms.RadioSelect)
    feedback = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_FEEDBACK,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only for the case. The unit does not see it."),
    )
