"""Series of meetings and the template of standing items."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from core.access import get_for, require
from core.queries.calendar import city_calendar
from core.views.base import ActionPage, DetailPage, FormPage, ObjectFormPage
from steering import rules, rules_committee
from steering.domain.recurrence import occurrences, rule_in_words
from steering.domain.series import plan_series
from steering.domain.standing_items import move_standing_item, remove_standing_item, save_standing_item
from steering.forms.agendas import StandingItemForm
from steering.forms.series import SeriesForm
from steering.models import Committee, MeetingSeries, StandingItem
from steering.queries.agendas import committees_to_keep, standing_items_of, standing_items_to_change
from steering.views.meetings import TRAIL

PLAN = ("rule", "starts_on", "ends_on", "starts_at", "ends_at", "place", "online_link")
STANDING = (
    "kind",
    "title",
    "confidentiality",
    "lead_unit",
    "speaker",
    "minutes_planned",
    "stays_last",
    "series",
)


class SeriesCreatePage(FormPage):
    """Office or chair plan the meetings of a year at once, and see every date before."""

    form_class = SeriesForm
    template_name = "steering/series_form.html"
    role_permission = rules.may_plan_meetings
    heading = _("Plan series")
    submit_label = _("Show dates")
    success_message = _("The meetings of the series have been planned.")
    breadcrumbs = TRAIL

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the committees this person may see."""
        return super().get_form_kwargs() | {"user": self.request.user, "today": self.request.today}

    def form_valid(self, form: SeriesForm) -> HttpResponse:
        """Show the dates first; plan them once exactly these were seen."""
        values = form.cleaned_data
        seen = "|".join(str(values[name]) for name in ("rule", "starts_on", "ends_on"))
        if "plan" in self.request.POST and self.request.POST.get("seen") == seen:
            return super().form_valid(form)
        days = occurrences(
            values["rule"], starts_on=values["starts_on"], ends_on=values["ends_on"], calendar=city_calendar()
        )
        context = {"form": form, "days": days, "rule": rule_in_words(values["rule"]), "seen": seen}
        open_days = sum(not day.skipped for day in days)
        return self.render_to_response(self.get_context_data(**context, open_days=open_days))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Once dates are shown, planning them is the main act."""
        return super().get_context_data(submit_tone="kern-btn--secondary" if kwargs.get("days") else "", **kwargs)

    def perform(self, form: SeriesForm) -> MeetingSeries:
        """Plan them all."""
        return plan_series(form.cleaned_data["committee"], **{name: form.cleaned_data[name] for name in PLAN})


class SeriesDetailPage(DetailPage):
    """A series: its rule in words and its meetings."""

    model = MeetingSeries
    template_name = "steering/series_detail.html"
    role_permission = rules.is_committee
    breadcrumbs = TRAIL

    def get_queryset(self) -> Any:
        """Load the committee with it."""
        return MeetingSeries.objects.select_related("committee")

    def get_heading(self) -> Any:
        """Name the committee."""
        return _("Series: %(committee)s") % {"committee": self.object.committee}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rule in words and the meetings."""
        meetings = self.object.meetings.select_related("committee").order_by("series_day")
        return super().get_context_data(rule=rule_in_words(self.object.rule), meetings=meetings, **kwargs)


class StandingItemListPage(DetailPage):
    """The template of a committee: what stands on every agenda, in order."""

    model = Committee
    template_name = "steering/standing_items.html"
    role_permission = rules_committee.may_read_committees
    heading = _("Standing items")

    def get_queryset(self) -> Any:
        """Say whether this person has a seat in the committee."""
        return committees_to_keep(self.request.user)

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the committee."""
        return (
            (_("Committees"), reverse("steering:committee_list")),
            (str(self.object), self.object.get_absolute_url()),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines."""
        may_keep = rules.may_keep_template(self.request.user, self.object)
        return super().get_context_data(
            items=standing_items_of(self.object, self.request.user), may_keep=may_keep, **kwargs
        )


class StandingItemFormPage(ObjectFormPage):
    """A line of the template, new or changed."""

    form_class = StandingItemForm
    submit_label = _("Save standing item")
    success_message = _("The template has been changed. Agendas already made stay as they are.")
    permission = rules.may_keep_template

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the template."""
        committee = self.committee
        return (
            (_("Committees"), reverse("steering:committee_list")),
            (str(committee), committee.get_absolute_url()),
            (_("Standing items"), self.get_success_url()),
        )

    def get_success_url(self) -> str:
        """Return to the template."""
        return reverse("steering:standingitem_list", args=[self.committee.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units of today and the series of the committee."""
        return super().get_form_kwargs() | {"today": self.request.today, "series": self.committee.series.all()}

    def write(self, item: StandingItem, form: StandingItemForm) -> StandingItem:
        """Write the line."""
        return save_standing_item(item, **{name: form.cleaned_data[name] for name in STANDING})


class StandingItemCreatePage(StandingItemFormPage):
    """Office or chair add a line to the template."""

    model = Committee
    heading = _("Add standing item")

    def get_queryset(self) -> Any:
        """Say whether this person has a seat in the committee."""
        return committees_to_keep(self.request.user)

    @property
    def committee(self) -> Committee:
        """Whose template."""
        return self.object

    def perform(self, form: StandingItemForm) -> StandingItem:
        """Add it."""
        return self.write(StandingItem(committee=self.object), form)


class StandingItemUpdatePage(StandingItemFormPage):
    """Office or chair change a line of the template."""

    model = StandingItem
    heading = _("Change standing item")

    def get_queryset(self) -> Any:
        """Load the committee with it."""
        return standing_items_to_change(self.request.user)

    @property
    def committee(self) -> Committee:
        """Whose template."""
        return self.object.committee

    def get_initial(self) -> dict[str, Any]:
        """Start from what stands there."""
        return {name: getattr(self.object, name) for name in STANDING}

    def perform(self, form: StandingItemForm) -> StandingItem:
        """Change it."""
        return self.write(self.object, form)


class StandingItemMovePage(View):
    """One line of the template one place up or down."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move and return."""
        item = get_for(request.user, standing_items_to_change(request.user), pk=pk)
        require(rules.may_keep_template(request.user, item))
        move_standing_item(item, up=request.POST.get("direction") == "up")
        return HttpResponseRedirect(reverse("steering:standingitem_list", args=[item.committee_id]))


class StandingItemRemovePage(ActionPage):
    """Office or chair take a line off the template."""

    model = StandingItem
    permission = rules.may_keep_template
    heading = _("Remove standing item")
    question = _("The line leaves the template. Agendas already made stay as they are.")
    success_message = _("The line has left the template.")
    extra_context = {"danger": True}

    def get_queryset(self) -> Any:
        """Load the committee with it."""
        return standing_items_to_change(self.request.user)

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the template."""
        return ((_("Standing items"), self.get_success_url()),)

    def get_success_url(self) -> str:
        """Return to the template."""
        return reverse("steering:standingitem_list", args=[self.object.committee_id])

    def perform(self, form: Any) -> None:
        """Remove it."""
        remove_standing_item(self.object)
