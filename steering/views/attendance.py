"""Who is there: one list, one tap per person."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access import get_for
from core.views.base import DetailPage
from steering import rules
from steering.domain import attendance as acts
from steering.enums_log import AttendanceState
from steering.forms.attendance import ActForm, GuestForm, MeetingTimesForm, PresenceForm
from steering.models import Attendance, Meeting
from steering.queries.attendance import Place, attendance_list, day_of, instant_of, seats_of
from steering.queries.times_in_words import times_in_words
from steering.views.meetings import TRAIL, MeetingPage


class AttendancePage(DetailPage):
    """The minute taker calls the roll, and later notes who comes and goes."""

    model = Meeting
    permission = rules.may_log
    template_name = "steering/attendance.html"

    def get_queryset(self) -> Any:
        """Say whether this person has a seat in the committee."""
        return Meeting.objects.select_related("committee").seated_for(self.request.user)

    def get_heading(self) -> Any:
        """Name the page."""
        return _("Attendance")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the meeting."""
        return (*TRAIL, (str(self.object), self.object.get_absolute_url()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add everybody, and the item the writer came from."""
        return super().get_context_data(back=self._back(), **self._list(), **kwargs)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Do one act; a script gets the list anew, everybody else the page."""
        self.object = self.get_object()
        form, refusal = ActForm(request.POST, meeting=self.object), ""
        try:
            if form.is_valid():
                self._act(form.cleaned_data)
            else:
                refusal = next(iter(form.errors.values()))[0]
        except ValidationError as error:
            refusal = " ".join(error.messages)
        if request.headers.get("HX-Request"):
            self.object.refresh_from_db()
            context = self._list() | {"refusal": refusal, "back": self._back()}
            return render(request, "steering/parts/attendance_list.html", context)
        if refusal:
            messages.error(request, refusal)
        return HttpResponseRedirect(request.get_full_path())

    def _act(self, chosen: dict[str, Any]) -> None:
        meeting, seat, row = self.object, chosen["seat"], chosen["row"]
        match chosen["act"]:
            case "arrive":
                acts.note_arrival(meeting, seat)
            case "leave":
                acts.note_departure(row)
            case "forget":
                acts.forget_attendance(row)
            case "answers":
                acts.take_over_answers(meeting)
            case "rest":
                acts.mark_the_rest(meeting, state="present")
            case "interrupt":
                acts.interrupt(meeting)
            case "resume":
                acts.resume(meeting)
            case state:
                acts.mark_attendance(meeting, seat, state=state)

    def _list(self) -> dict[str, Any]:
        people, now = attendance_list(self.object), self.request.now
        return {
            "meeting": self.object,
            "people": people,
            "present": people.present(instant_of(self.object, now)),
            "quorum": people.quorum(instant_of(self.object, now)),
            "interruptions": list(self.object.interruptions.all()),
            "states": AttendanceState.choices,
            "has_answers": any(place.answer and place.answer.response for place in people.members),
        }

    def _back(self) -> str:
        item = self.request.GET.get("item", "")
        named = (
            self.object.agenda_items.visible_to(self.request.user).items().filter(pk=item) if item.isdecimal() else ()
        )
        for found in named:
            return reverse("steering:outcome_log", args=[found.pk])
        return reverse("steering:outcome_next", args=[self.object.pk])


class AttendanceFormPage(MeetingPage):
    """A form about somebody at a meeting."""

    permission = rules.may_log

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the list."""
        return (*super().get_breadcrumbs(), (_("Attendance"), self.get_success_url()))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the meeting, whose day times are read for."""
        return super().get_form_kwargs() | {"meeting": self.object}

    def get_success_url(self) -> str:
        """Return to the list."""
        return reverse("steering:attendance", args=[self.object.pk])


class AttendanceSeatPage(AttendanceFormPage):
    """Times and substitute of one seat."""

    form_class = PresenceForm
    submit_label = _("Save attendance")

    @property
    def place(self) -> Place:
        """The seat with what is known about it."""
        if not hasattr(self, "_place"):
            seat = get_for(self.request.user, seats_of(self.object), pk=self.kwargs["seat"])
            row = Attendance.objects.filter(meeting=self.object, seat=seat).prefetch_related("spans").first()
            self._place = Place(seat, row, spans=tuple(row.spans.all()) if row else ())
        return self._place

    def get_heading(self) -> str:
        """Name the seat."""
        return f"{self.place.holder or _('vacant')}, {self.place.body}"

    def get_initial(self) -> dict[str, Any]:
        """Start from what is known."""
        row = self.place.attendance
        return {
            "state": row.state if row else "present",
            "times": times_in_words((span.arrived_at, span.left_at) for span in self.place.spans),
            "substitute": row.substitute_id if row else None,
            "name": row.name if row else "",
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the seat, whose substitutes can be chosen."""
        return super().get_form_kwargs() | {"place": self.place}

    def perform(self, form: PresenceForm) -> Attendance:
        """Write it down."""
        return acts.set_presence(self.object, self.place.seat, presence=form.presence())


class GuestCreatePage(AttendanceFormPage):
    """A guest or an expert comes in."""

    form_class = GuestForm
    heading = _("Add guest or expert")
    submit_label = _("Add guest or expert")

    def perform(self, form: GuestForm) -> Attendance:
        """Write it down."""
        names = ("name", "body", "kind", "times")
        return acts.welcome(self.object, **{name: form.cleaned_data[name] for name in names})


class MeetingTimesPage(AttendanceFormPage):
    """Begin, end and interruptions as they really were."""

    form_class = MeetingTimesForm
    heading = _("Times of the meeting")
    submit_label = _("Save times")
    success_message = _("The times have been saved.")

    def get_initial(self) -> dict[str, Any]:
        """Start from the clock's times."""
        meeting = self.object
        return {
            "began": timezone.localtime(meeting.started_at).time(),
            "ended": timezone.localtime(meeting.ended_at).time() if meeting.ended_at else None,
            "breaks": times_in_words((each.began_at, each.ended_at) for each in meeting.interruptions.all()),
        }

    def perform(self, form: MeetingTimesForm) -> Meeting:
        """Correct them."""
        ended = form.cleaned_data.get("ended")
        return acts.correct_times(
            self.object,
            started_at=self._at(form.cleaned_data["began"]),
            ended_at=self._at(ended) if ended else None,
            breaks=form.cleaned_data["breaks"],
        )

    def _at(self, clock: time) -> datetime:
        return timezone.make_aware(datetime.combine(day_of(self.object), clock))
