"""Forms of the list of those present."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms.base import PageForm
from core.models import User
from steering.domain.attendance import Presence
from steering.domain.spoken_times import times_from
from steering.enums_log import AttendanceState, AttendeeKind
from steering.models import Attendance, Meeting, Seat
from steering.queries.attendance import Place, day_of, seats_of

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ActForm(forms.Form):
    """One tap on the list: what, and for whom."""

    ONE = (*AttendanceState.values, "arrive", "leave", "forget")
    ALL = ("answers", "rest", "interrupt", "resume")

    act = forms.ChoiceField(choices=[(name, name) for name in (*ONE, *ALL)])
    seat = forms.ModelChoiceField(queryset=Seat.objects.none(), required=False)
    row = forms.ModelChoiceField(queryset=Attendance.objects.none(), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = seats_of(meeting)
        self.fields["row"].queryset = Attendance.objects.filter(meeting=meeting).select_related("meeting")

    def clean(self) -> dict[str, Any]:
        """An act on one place needs the place: a seat for what can be said of a seat alone, otherwise its row."""
        cleaned = super().clean()
        act = cleaned.get("act")
        needed = "row" if act in ("leave", "forget") else "seat"
        if act in self.ONE and not cleaned.get(needed):
            raise ValidationError(_("This place is not on the list of this meeting."))
        return cleaned


class TimesField(forms.CharField):
    """Times as minutes write them; the clean value are pairs of begin and end."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs
        )
        self.day = None

    def clean(self, value: Any) -> Any:
        """Read the times."""
        return times_from(super().clean(value), self.day)


class PresenceForm(PageForm):
    """Everything about one seat: there or not, from when to when, in whose place."""

    state = forms.ChoiceField(label=_("Attendance"), choices=AttendanceState, widget=forms.RadioSelect)
    times = TimesField(
        label=_("Times"), help_text=_("Empty: the whole meeting. Otherwise: from 15:20, until 16:15, 14:10-15:00.")
    )
    substitute = forms.ModelChoiceField(
        label=_("Substitute"), queryset=User.objects.none(), required=False, empty_label=_("nobody")
    )
    name = forms.CharField(
        label=_("Other substitute"),
        max_length=120,
        required=False,
        help_text=_("Name and function, without an account."),
    )

    def __init__(self, *args: Any, place: Place, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = day_of(meeting)
        self.fields["times"].day = day
        standing = place.seat.substitutes.valid_on(day).values("person")
        chosen = [place.attendance.substitute_id] if place.attendance and place.attendance.substitute_id else []
        known = User.objects.filter(pk__in=standing) | User.objects.filter(pk__in=chosen)
        self.fields["substitute"].queryset = known.exclude(pk=place.seat.person_id).order_by("name")

    def clean(self) -> dict[str, Any]:
        """A substitute is there in somebody's place, so only with "present"; one, not two."""
        cleaned = super().clean()
        named = cleaned.get("substitute") or cleaned.get("name")
        if named and cleaned.get("state") != AttendanceState.PRESENT:
            self.add_error("state", _('With a substitute, the seat is "present".'))
        if cleaned.get("substitute") and cleaned.get("name"):
            self.add_error("name", _("Please choose a substitute or give a name, not both."))
        return cleaned

    def presence(self) -> Presence:
        """Return what the domain writes down."""
        cleaned = self.cleaned_data
        return Presence(cleaned["state"], cleaned["times"], cleaned["substitute"], cleaned["name"])


class GuestForm(PageForm):
    """A guest or an expert."""

    kind = forms.ChoiceField(
        label=_("Takes part as"),
        choices=[(AttendeeKind.GUEST, AttendeeKind.GUEST.label), (AttendeeKind.EXPERT, AttendeeKind.EXPERT.label)],
        initial=AttendeeKind.GUEST,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    body = forms.CharField(label=_("Body or function"), max_length=120, required=False)
    times = TimesField(
        label=_("Times"), help_text=_("Empty: the whole meeting. Otherwise: from 15:20, until 16:15, 14:10-15:00.")
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["times"].day = day_of(meeting)


class MeetingTimesForm(PageForm):
    """Begin, end and interruptions as they really were."""

    began = forms.TimeField(label=_("Begin"), widget=CLOCK)
    ended = forms.TimeField(label=_("End"), widget=CLOCK, required=False)
    breaks = TimesField(label=_("Interruptions"), help_text=_("For example: 15:00-15:10, 16:05-16:15."))

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.fields["breaks"].day = day_of(meeting)
        if meeting.ended_at is None:
            del self.fields["ended"]
        else:
            self.fields["ended"].required = True

    def clean_breaks(self) -> tuple[Any, ...]:
        """No text, no interruption."""
        return self.cleaned_data["breaks"] if self["breaks"].value() else ()
