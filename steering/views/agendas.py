"""The agenda while it is prepared: proposals, lines, order."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import View

from core.access import get_for, require
from core.views.base import ActionPage, DetailPage, ObjectFormPage
from steering import rules
from steering.domain.agendas import (
    add_agenda_item,
    add_section,
    arrange_agenda,
    change_agenda_item,
    move_agenda_item,
    remove_agenda_item,
)
from steering.domain.proposals import accept_proposals, drop_proposals, restore_proposals
from steering.forms.agendas import (
    AgendaItemChangeForm,
    AgendaItemForm,
    ProposalsForm,
    SectionForm,
    arrangement_from,
)
from steering.models import AgendaItem, Meeting
from steering.queries.agendas import items_to_change, lines_of, outline_of
from steering.queries.proposals import proposals_for
from steering.views.meetings import TRAIL, MeetingPage

ITEM_FACTS = ("title", "confidentiality", "lead_unit", "proposed_text", "speaker", "minutes_planned")


def agenda_url(meeting_id: int) -> str:
    """Return the page on which an agenda is prepared."""
    return reverse("steering:agenda_edit", args=[meeting_id])


def _meetings(user: Any) -> Any:
    return Meeting.objects.select_related("committee", "series").seated_for(user)


def _outline(meeting: Meeting, user: Any) -> dict[str, Any]:
    rows = outline_of(list(lines_of(meeting, user)), user)
    planned = sum(row.item.minutes_planned or 0 for row in rows)
    return {
        "meeting": meeting,
        "rows": rows,
        "planned": planned,
        "may_arrange": rules.may_arrange_agenda(user, meeting),
    }


class AgendaPage(DetailPage):
    """Office or chair build the agenda, days before the invitation: what is proposed, what stands on it, in which order."""

    model = Meeting
    template_name = "steering/agenda_edit.html"
    permission = rules.may_change_agenda
    heading = _("Prepare agenda")

    def get_queryset(self) -> Any:
        """Say whether this person has a seat in the committee."""
        return _meetings(self.request.user)

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the meeting."""
        return (*TRAIL, (str(self.object), self.object.get_absolute_url()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines and what is proposed."""
        user = self.request.user
        outline = _outline(self.object, user)
        sections = [row.item for row in outline["rows"] if row.item.is_section]
        proposals = proposals_for(self.object, user, self.request.today)
        return super().get_context_data(
            **outline,
            proposals=proposals,
            sections=sections,
            may_invite=rules.may_invite(user, self.object),
            **kwargs,
        )


class ProposalsPage(View):
    """Accepts, drops or proposes again what was ticked."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it and return to the agenda."""
        meeting = get_for(request.user, _meetings(request.user), pk=pk)
        require(rules.may_change_agenda(request.user, meeting))
        known = proposals_for(meeting, request.user, request.today)
        keys = [line.key for line in (*known.open, *known.dropped)]
        sections = lines_of(meeting, request.user).filter(kind="section")
        form = ProposalsForm(request.POST, keys=keys, sections=sections)
        if not form.is_valid():
            messages.warning(request, _("The proposals have changed in the meantime. Please choose again."))
        elif not form.cleaned_data["keys"]:
            messages.info(request, _("Please tick at least one line."))
        else:
            self._do(request, meeting, form)
        return HttpResponseRedirect(agenda_url(pk))

    def _do(self, request: HttpRequest, meeting: Meeting, form: ProposalsForm) -> None:
        keys, user = form.cleaned_data["keys"], request.user
        try:
            if "drop" in request.POST:
                number = drop_proposals(meeting, keys=keys, user=user, today=request.today)
                said = ngettext("%(n)s line is left off this agenda.", "%(n)s lines are left off this agenda.", number)
            elif "restore" in request.POST:
                number = restore_proposals(meeting, keys=keys)
                said = ngettext("%(n)s line is proposed again.", "%(n)s lines are proposed again.", number)
            else:
                section = form.cleaned_data["section"]
                number = len(accept_proposals(meeting, keys=keys, user=user, today=request.today, section=section))
                said = ngettext("%(n)s line now stands on the agenda.", "%(n)s lines now stand on the agenda.", number)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, said % {"n": number})


class LinesView(View):
    """Changes the order and returns the lines alone, or for a browser without JavaScript the page."""

    http_method_names = ("post",)

    def answer(self, request: HttpRequest, meeting: Meeting, act: Any) -> HttpResponse:
        """Act; a refusal is said above the lines, which show what now holds."""
        refusal = ""
        try:
            act()
        except ValidationError as error:
            refusal = " ".join(error.messages)
        if not request.htmx:
            if refusal:
                messages.error(request, refusal)
            return HttpResponseRedirect(agenda_url(meeting.pk))
        context = _outline(meeting, request.user) | {"refusal": refusal, "object": meeting}
        return render(request, "steering/parts/agenda_lines.html", context)


class AgendaArrangePage(LinesView):
    """The whole order in one request, as it was dragged."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Arrange."""
        meeting = get_for(request.user, _meetings(request.user), pk=pk)
        require(rules.may_arrange_agenda(request.user, meeting))
        try:
            wanted = arrangement_from(request.POST.get("order", ""))
        except ValueError:
            return HttpResponseBadRequest()
        return self.answer(request, meeting, lambda: arrange_agenda(meeting, wanted=wanted))


class AgendaItemMovePage(LinesView):
    """One line one place up or down, by button or key."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move."""
        item = get_for(request.user, items_to_change(request.user), pk=pk)
        require(rules.may_arrange_item(request.user, item))
        up = request.POST.get("direction") == "up"
        return self.answer(request, item.meeting, lambda: move_agenda_item(item, up=up))


class AgendaItemCreatePage(MeetingPage):
    """Office or chair put an item on the agenda."""

    form_class = AgendaItemForm
    permission = rules.may_change_agenda
    heading = _("Add item")
    submit_label = _("Add item")
    success_message = _("The item stands on the agenda.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units of today and the lines it may belong to."""
        parents = lines_of(self.object, self.request.user)
        return super().get_form_kwargs() | {"today": self.request.today, "parents": parents}

    def perform(self, form: AgendaItemForm) -> AgendaItem:
        """Add it."""
        values = {name: form.cleaned_data[name] for name in (*ITEM_FACTS, "parent")}
        return add_agenda_item(self.object, **values)

    def get_success_url(self) -> str:
        """Go on preparing the agenda."""
        return f"{agenda_url(self.object.pk)}#line-{self.done.pk}"


class SectionCreatePage(MeetingPage):
    """Office or chair put a heading over items."""

    form_class = SectionForm
    permission = rules.may_change_agenda
    heading = _("Add section")
    submit_label = _("Add section")
    success_message = _("The section stands on the agenda.")

    def perform(self, form: SectionForm) -> AgendaItem:
        """Add it."""
        values = form.cleaned_data
        return add_section(self.object, title=values["title"], confidentiality=values["confidentiality"])

    def get_success_url(self) -> str:
        """Go on preparing the agenda."""
        return f"{agenda_url(self.object.pk)}#line-{self.done.pk}"


class ItemPage(ObjectFormPage):
    """A form about one line of an agenda."""

    model = AgendaItem

    def get_queryset(self) -> Any:
        """Load the meeting with it, and whether the person has a seat there."""
        return items_to_change(self.request.user)

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the agenda."""
        meeting = self.object.meeting
        agenda = (_("Prepare agenda"), agenda_url(meeting.pk))
        return (*TRAIL, (str(meeting), meeting.get_absolute_url()), agenda)

    def get_success_url(self) -> str:
        """Go on preparing the agenda."""
        return f"{agenda_url(self.object.meeting_id)}#line-{self.object.pk}"


class AgendaItemUpdatePage(ItemPage):
    """Office or chair change what a line says."""

    form_class = AgendaItemChangeForm
    permission = rules.may_change_item
    heading = _("Change item")
    submit_label = _("Change item")
    success_message = _("The item has been changed.")

    def get_initial(self) -> dict[str, Any]:
        """Start from what stands there."""
        return {name: getattr(self.object, name) for name in (*ITEM_FACTS, "version")}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units of today."""
        return super().get_form_kwargs() | {"today": self.request.today, "item": self.object}

    def perform(self, form: AgendaItemChangeForm) -> AgendaItem:
        """Change it."""
        values = {name: form.cleaned_data[name] for name in (*ITEM_FACTS, "version") if name in form.cleaned_data}
        return change_agenda_item(self.object, **values)


class AgendaItemRemovePage(ItemPage, ActionPage):
    """Office or chair take a line off an agenda nobody was invited to yet."""

    permission = rules.may_arrange_item
    template_name = "steering/agendaitem_remove.html"
    heading = _("Remove from the agenda")
    success_message = _("The line no longer stands on the agenda.")
    extra_context = {"danger": True}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say how much goes with it."""
        return super().get_context_data(children=self.object.children.count(), **kwargs)

    def perform(self, form: Any) -> None:
        """Remove it."""
        remove_agenda_item(self.object, user=self.request.user)

    def get_success_url(self) -> str:
        """Go on preparing the agenda."""
        return agenda_url(self.object.meeting_id)
