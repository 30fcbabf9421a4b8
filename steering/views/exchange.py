"""Experiences of others: list, one of them, write one down, correct it."""

from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.views.base import DetailPage, FormPage, ListPage, ObjectFormPage
from steering import rules
from steering.domain.exchange import ChangedLessonError, change_exchange, record_exchange
from steering.forms.exchange import ExchangeFilter, ExchangeForm
from steering.models import Committee, Exchange, Measure
from steering.queries.exchange import exchange_history
from steering.resources.exchange import ExchangeResource
from steering.tables.exchange import ExchangeTable

TRAIL = ((_("Experiences of others"), reverse_lazy("steering:exchange_list")),)
FIELDS = (
    "committee_id", "kind", "happened_on", "organisation_id", "meeting_id", "title", "lessons", "contact",
    "confidentiality", "version",
)  # fmt: skip


class ExchangeListPage(ListPage):
    """Whoever plans a measure and asks what others have learned already."""

    model = Exchange
    table_class = ExchangeTable
    filterset_class = ExchangeFilter
    resource_class = ExchangeResource
    template_name = "steering/list.html"
    role_permission = rules.may_read_exchanges
    heading = _("Experiences of others")
    export_name = "experiences"
    empty_text = _("What was learned from other cities, the Land, the Federation and from experts stands here.")

    def get_queryset(self) -> Any:
        """Load what table and export name."""
        rows = super().get_queryset().select_related("organisation", "meeting", "committee")
        return rows.prefetch_related("areas").order_by("-happened_on", "-pk")

    def get_create_action(self) -> tuple[Any, str] | None:
        """Offer the button to the committee."""
        if not rules.may_record_exchange(self.request.user):
            return None
        return (_("Record experience"), reverse("steering:exchange_create"))


class ExchangeDetailPage(DetailPage):
    """One experience: what was learned, from whom, and where it matters."""

    model = Exchange
    template_name = "steering/exchange_detail.html"
    role_permission = rules.may_read_exchanges
    breadcrumbs = TRAIL

    def get_queryset(self) -> Any:
        """Load what the page names."""
        rows = Exchange.objects.select_related("organisation", "meeting__committee", "committee", "recorded_by")
        return rows.prefetch_related("areas")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the measures this reader may see."""
        user = self.request.user
        return super().get_context_data(
            measures=Measure.objects.visible_to(user).filter(exchanges=self.object).order_by("number"),
            may_change=rules.may_change_exchange(user, self.object),
            history=exchange_history(self.object, user),
            sees_meeting=rules.is_committee(user),
            **kwargs,
        )


class ExchangeFormMixin:
    """What writing down and correcting share."""

    form_class = ExchangeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer what this person may see today."""
        return super().get_form_kwargs() | {
            "user": self.request.user,
            "today": self.request.today,
            "municipality": self.request.installation.municipality_key,
        }


class ExchangeCreatePage(ExchangeFormMixin, FormPage):
    """The committee writes down what it learned, best on the way home."""

    role_permission = rules.may_record_exchange
    heading = _("Record experience")
    submit_label = _("Record experience")
    success_message = _("The experience has been recorded. It is shown where a similar measure is planned.")
    breadcrumbs = TRAIL

    def get_initial(self) -> dict[str, Any]:
        """Start from today and the own committee."""
        return {"happened_on": self.request.today, "committee": Committee.objects.seated(self.request.user).first()}

    def perform(self, form: ExchangeForm) -> Exchange:
        """Record it."""
        return record_exchange(form.lesson(), user=self.request.user)


class ExchangeUpdatePage(ExchangeFormMixin, ObjectFormPage):
    """The office, or who wrote it, corrects it."""

    model = Exchange
    role_permission = rules.may_read_exchanges
    permission = rules.may_change_exchange
    heading = _("Change experience")
    submit_label = _("Save changes")
    success_message = _("The changes have been saved.")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the experience."""
        return (*TRAIL, (str(self.object), self.object.get_absolute_url()))

    def get_initial(self) -> dict[str, Any]:
        """Start from what is there."""
        found = {name.removesuffix("_id"): getattr(self.object, name) for name in FIELDS}
        return found | {"measures": self.object.measures.all(), "areas": self.object.areas.all()}

    def perform(self, form: ExchangeForm) -> Exchange:
        """Save it; links to measures this person cannot see stay."""
        seen = form.fields["measures"].queryset
        kept = self.object.measures.exclude(pk__in=seen.values("pk"))
        try:
            version = form.cleaned_data["version"] or 0
            return change_exchange(self.object, lesson=form.lesson(), version=version, kept=kept)
        except ChangedLessonError as refusal:
            raise form.show_theirs(refusal) from refusal
