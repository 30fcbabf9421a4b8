"""Forms of the acts on a measure."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms.base import PageForm
from core.models import Organisation
from quarters.models import Area
from steering.domain.spoken_dates import Moment
from steering.enums import Side
from steering.forms.orders import DueField
from steering.models import Measure, MeasureStep

DAY = {"type": "date"}
SEARCH = {"data-search": ""}
RHYTHMS = ((1, _("monthly")), (3, _("quarterly")), (6, _("every half-year")), (12, _("yearly")))


def reason_field(**kwargs: Any) -> forms.CharField:
    """Return the field for a reason in a sentence."""
    defaults = {"label": _("Reason"), "max_length": 300, "widget": forms.Textarea(attrs={"rows": 2})}
    return forms.CharField(**{**defaults, **kwargs})


class ReasonForm(PageForm):
    """Nothing but the reason."""

    reason = reason_field()


class DueForm(PageForm):
    """A form with a due date typed the way people speak."""

    due = DueField()

    def __init__(self, *args: Any, moment: Moment, committee: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moment = moment
        self.fields["due"].count_from(moment, committee)

    def units(self, name: str) -> None:
        """Offer the units that exist today."""
        self.fields[name].queryset = Organisation.objects.valid_on(self.moment.today)


class MeasureEditForm(PageForm):
    """What it is called, where it happens, which side it belongs to."""

    title = forms.CharField(label=_("Title"), max_length=200)
    side = forms.ChoiceField(label=_("Side of the work"), choices=Side, widget=forms.RadioSelect)
    areas = forms.ModelMultipleChoiceField(
        label=_("Areas"),
        queryset=Area.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs=SEARCH),
    )

    def __init__(self, *args: Any, areas: QuerySet[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = areas


class StepAddForm(DueForm):
    """A further unit contributes."""

    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Organisation.objects.none(), widget=forms.Select(attrs=SEARCH)
    )
    task = forms.CharField(label=_("Task"), max_length=200, required=False, help_text=_("What this unit does for it."))
    field_order = ("unit", "task", "due")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units("unit")


class StepForm(DueForm):
    """Task and date of a step; a new date needs a reason."""

    task = forms.CharField(label=_("Task"), max_length=200, required=False)
    reason = reason_field(required=False, help_text=_("Needed for a new date."))
    field_order = ("task", "due", "reason")


class ExtensionForm(DueForm):
    """A unit asks for a later date, for the measure it leads or for its own step."""

    part = forms.ChoiceField(label=_("For"), widget=forms.RadioSelect)
    reason = reason_field(help_text=_("Why the date cannot be kept. Until it is decided the old date counts."))
    field_order = ("part", "due", "reason")

    def __init__(self, *args: Any, measure: Measure, parts: list[MeasureStep | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = {str(step.pk) if step else "lead": step for step in parts}
        self.fields["part"].choices = [
            (key, _("the step of %(unit)s") % {"unit": step.unit} if step else _("the whole measure"))
            for key, step in self.parts.items()
        ]
        self.initial.setdefault("part", next(iter(self.parts), None))
        if len(self.parts) == 1:
            self.fields["part"].widget = forms.HiddenInput()

    @property
    def step(self) -> MeasureStep | None:
        """The step it is asked for; None for the measure itself."""
        return self.parts[self.cleaned_data["part"]]


class ExtensionDecisionForm(PageForm):
    """Grant or refuse; the unit reads the reason of a refusal."""

    GRANT, REFUSE = "grant", "refuse"
    decision = forms.ChoiceField(
        label=_("Answer to the request"),
        choices=((GRANT, _("grant: the new date counts")), (REFUSE, _("refuse: the old date stays"))),
        widget=forms.RadioSelect,
    )
    answer = reason_field(label=_("Reason"), required=False, help_text=_("Needed where it is refused."))


class HandOverForm(PageForm):
    """Who leads from now on, and why."""

    to = forms.ModelChoiceField(
        label=_("New lead unit"), queryset=Organisation.objects.none(), widget=forms.Select(attrs=SEARCH)
    )
    reason = reason_field()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Organisation.objects.valid_on(today)


class BlockForm(PageForm):
    """What keeps it from going on, and since when."""

    since = forms.DateField(label=_("Blocked since"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    reason = reason_field(label=_("What blocks it"))


class ResubmissionForm(PageForm):
    """When to look at it again, and at what."""

    on = forms.DateField(
        label=_("Resubmission on"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=_("Empty takes the resubmission off. The due date stays as it is."),
    )
    reason = reason_field(label=_("What to look at"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date | None:
        """A day to come."""
        day = self.cleaned_data["on"]
        if day and day < self.today:
            raise forms.ValidationError(_("This day has passed. Please choose a later one."))
        return day


class PermanentForm(DueForm):
    """A task without end: how often a report is due, and when the first one is."""

    months = forms.TypedChoiceField(label=_("Report"), choices=RHYTHMS, coerce=int, initial=3, widget=forms.RadioSelect)
    reason = reason_field()
    field_order = ("months", "due", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due"].label = _("First report until")


class SendBackForm(DueForm):
    """Why "done" is not accepted, and until when now."""

    reason = reason_field(help_text=_("The unit reads this."))
    field_order = ("reason", "due")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due"].label = _("New due date")


class OrderAgainForm(DueForm):
    """Who does it now, until when, and what has changed."""

    lead_unit = forms.ModelChoiceField(
        label=_("Lead unit"), queryset=Organisation.objects.none(), widget=forms.Select(attrs=SEARCH)
    )
    reason = reason_field(help_text=_("For example what the committee decided about it."))
    field_order = ("lead_unit", "due", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units("lead_unit")
