"""Committees: who sits where, the rules of each; the office keeps them."""

from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.views.base import DetailPage, FormPage, ListPage, ObjectFormPage
from steering import rules_committee as rules
from steering.domain.committees import (
    add_substitute,
    end_seat,
    end_substitute,
    fill_seat,
    give_seat,
    save_committee,
    vacate_seat,
)
from steering.forms.committees import (
    CommitteeFilter,
    CommitteeForm,
    LastDayForm,
    SeatFillForm,
    SeatForm,
    SubstituteForm,
)
from steering.models import Committee, Meeting, Seat, SeatSubstitute
from steering.queries.committees import committees_with_counts, former_seats, seats_of
from steering.resources.committees import CommitteeResource
from steering.tables.committees import CommitteeTable

TRAIL = ((_("Committees"), reverse_lazy("steering:committee_list")),)
LATEST_MEETINGS = 5


class CommitteeListPage(ListPage):
    """Looked up by whoever wonders which body meets, and where seats are vacant."""

    model = Committee
    table_class = CommitteeTable
    filterset_class = CommitteeFilter
    resource_class = CommitteeResource
    role_permission = rules.may_read_committees
    heading = _("Committees")
    export_name = "committees"
    empty_text = _(
        "The steering committee and the teams that report to it stand here. Begin with the steering committee."
    )

    def get_queryset(self) -> Any:
        """Load the counts with them."""
        return committees_with_counts(self.request.user, self.request.today)

    def get_create_action(self) -> tuple[Any, str] | None:
        """The office sets committees up."""
        may = rules.may_keep_committees(self.request.user)
        return (_("Set up committee"), reverse("steering:committee_create")) if may else None


class CommitteeDetailPage(DetailPage):
    """One committee: who sits there, who stands in, by which rules it meets."""

    model = Committee
    template_name = "steering/committee_detail.html"
    role_permission = rules.may_read_committees
    breadcrumbs = TRAIL

    def get_queryset(self) -> Any:
        """Load the parent with it."""
        return Committee.objects.select_related("parent")

    def get_heading(self) -> Any:
        """Say its full name."""
        return self.object.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the seats of today, the former ones, and the latest meetings."""
        user, today, committee = self.request.user, self.request.today, self.object
        meetings = Meeting.objects.visible_to(user).filter(committee=committee).order_by("-held_on", "-starts_at")
        seats = list(seats_of(committee, today))
        return super().get_context_data(
            seats=seats,
            vacant=sum(seat.is_vacant and seat.is_valid_on(today) for seat in seats),
            former=former_seats(committee, today),
            meetings=meetings[:LATEST_MEETINGS],
            children=committee.children.valid_on(today),
            may_keep=rules.may_keep_committees(user),
            **kwargs,
        )


class CommitteeCreatePage(FormPage):
    """The office sets up a committee."""

    form_class = CommitteeForm
    role_permission = rules.may_keep_committees
    heading = _("Set up committee")
    submit_label = _("Set up committee")
    success_message = _("The committee has been set up. Now give its seats.")
    breadcrumbs = TRAIL

    def perform(self, form: CommitteeForm) -> Committee:
        """Create it."""
        return save_committee(Committee(), fields=form.own_fields())


class CommitteePage(ObjectFormPage):
    """A form about one committee."""

    model = Committee
    role_permission = rules.may_read_committees
    permission = rules.may_keep

    def get_committee(self) -> Committee:
        """Return the committee it is about."""
        return self.object

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the committee."""
        committee = self.get_committee()
        return (*TRAIL, (committee.name, committee.get_absolute_url()))

    def get_success_url(self) -> str:
        """Return to the committee."""
        return self.get_committee().get_absolute_url()


class CommitteeUpdatePage(CommitteePage):
    """The office changes names, rules or validity."""

    form_class = CommitteeForm
    heading = _("Change committee")
    submit_label = _("Save changes")
    success_message = _("The changes have been saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start from what is there."""
        return super().get_form_kwargs() | {"instance": Committee.objects.get(pk=self.object.pk)}

    def perform(self, form: CommitteeForm) -> Committee:
        """Change it."""
        return save_committee(self.object, fields=form.own_fields())


class SeatCreatePage(CommitteePage):
    """The office gives an organisation a seat."""

    form_class = SeatForm
    heading = _("Give seat")
    submit_label = _("Give seat")
    success_message = _("The seat has been given.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say which day it is."""
        return super().get_form_kwargs() | {"today": self.request.today}

    def perform(self, form: SeatForm) -> Seat:
        """Give it."""
        names = ("organisation", "person", "role", "is_advisory", "valid_from")
        return give_seat(self.object, **{name: form.cleaned_data[name] for name in names})


class SeatPage(CommitteePage):
    """A form about one seat."""

    model = Seat

    def get_queryset(self) -> Any:
        """Load committee, organisation and person with it."""
        return Seat.objects.select_related("committee", "organisation", "person")

    def get_committee(self) -> Committee:
        """Return the committee of the seat."""
        return self.object.committee

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say which day it is."""
        return super().get_form_kwargs() | {"today": self.request.today}


class SeatFillPage(SeatPage):
    """Somebody takes the seat, or follows in it."""

    form_class = SeatFillForm
    success_message = _("The seat is filled. Earlier meetings keep whoever sat there before.")

    def get_heading(self) -> Any:
        """Name the seat."""
        return _("Fill the seat of %(organisation)s") % {"organisation": self.object.organisation}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the act."""
        return super().get_context_data(**kwargs) | {"submit_label": _("Fill seat")}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say whose seat it is."""
        return super().get_form_kwargs() | {"organisation": self.object.organisation}

    def perform(self, form: SeatFillForm) -> Seat:
        """Fill it."""
        return fill_seat(self.object, person=form.cleaned_data["person"], valid_from=form.cleaned_data["valid_from"])


class SeatVacatePage(SeatPage):
    """Somebody leaves; the seat stays."""

    form_class = LastDayForm
    submit_label = _("Vacate seat")
    success_message = _("The seat is vacant after that day. It does not count in votes until it is filled.")

    def get_heading(self) -> Any:
        """Name the seat."""
        return _("Vacate the seat of %(organisation)s") % {"organisation": self.object.organisation}

    def perform(self, form: LastDayForm) -> Seat:
        """Vacate it."""
        return vacate_seat(self.object, last_day=form.cleaned_data["last_day"])


class SeatEndPage(SeatPage):
    """The organisation has no seat any more."""

    form_class = LastDayForm
    submit_label = _("End seat")
    success_message = _("The seat ends after that day, and with it whoever stands in.")

    def get_heading(self) -> Any:
        """Name the seat."""
        return _("End the seat of %(organisation)s") % {"organisation": self.object.organisation}

    def perform(self, form: LastDayForm) -> Seat:
        """End it."""
        return end_seat(self.object, last_day=form.cleaned_data["last_day"])


class SeatSubstituteCreatePage(SeatPage):
    """Somebody stands in when the person of the seat is away."""

    form_class = SubstituteForm
    submit_label = _("Name substitute")
    success_message = _("The substitute has been named.")

    def get_heading(self) -> Any:
        """Name the seat."""
        return _("Name a substitute for the seat of %(organisation)s") % {"organisation": self.object.organisation}

    def perform(self, form: SubstituteForm) -> SeatSubstitute:
        """Name the substitute."""
        names = ("person", "rank", "valid_from", "valid_to")
        return add_substitute(self.object, **{name: form.cleaned_data[name] for name in names})


class SeatSubstituteEndPage(SeatPage):
    """Somebody no longer stands in."""

    model = SeatSubstitute
    form_class = LastDayForm
    heading = _("End substitution")
    submit_label = _("End substitution")
    success_message = _("The substitution ends after that day.")

    def get_queryset(self) -> Any:
        """Load seat, committee and person with it."""
        return SeatSubstitute.objects.select_related("seat__committee", "person")

    def get_committee(self) -> Committee:
        """Return the committee of the seat."""
        return self.object.seat.committee

    def perform(self, form: LastDayForm) -> SeatSubstitute:
        """End it."""
        return end_substitute(self.object, last_day=form.cleaned_data["last_day"])
