"""Topics: propose, look through the backlog, accept or return, and see what became of each."""

from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.views.base import ActionPage, DetailPage, FormPage, ListPage, ObjectFormPage
from steering import rules_committee as rules
from steering.domain.topics import (
    accept_topic,
    change_topic,
    propose_topic,
    raise_item,
    return_topic,
    withdraw_topic,
)
from steering.forms.topics import OPEN, RaiseForm, ReasonForm, RemarkForm, TopicFilter, TopicForm
from steering.models import AgendaItem, Topic
from steering.queries.meetings import items_to_log
from steering.queries.topics import decisions_on, topic_list, topic_timeline
from steering.resources.committees import TopicResource
from steering.tables.committees import TopicTable

TRAIL = ((_("Topics"), reverse_lazy("steering:topic_list")),)


class TopicListPage(ListPage):
    """The office goes through the backlog; whoever proposed something sees where it stands."""

    model = Topic
    table_class = TopicTable
    filterset_class = TopicFilter
    resource_class = TopicResource
    role_permission = rules.may_propose
    heading = _("Topics")
    export_name = "topics"
    empty_text = _("What you would like a committee to look at stands here, with everything that becomes of it.")

    def get_queryset(self) -> Any:
        """Load committee and unit with them; areas are needed by the export alone."""
        rows = topic_list(self.request.user)
        return rows.prefetch_related("areas") if "format" in self.request.GET else rows

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        """Show what is open unless something else was chosen."""
        kwargs = super().get_filterset_kwargs(filterset_class)
        data = self.request.GET.copy()
        data.setdefault("state", OPEN)
        return kwargs | {"data": data}

    def get_create_action(self) -> tuple[Any, str]:
        """Whoever sees the list may propose."""
        return _("Propose topic"), reverse("steering:topic_create")


class TopicDetailPage(DetailPage):
    """One topic: what was asked, where it stands, what was decided."""

    model = Topic
    template_name = "steering/topic_detail.html"
    breadcrumbs = TRAIL

    def get_queryset(self) -> Any:
        """Say whether this person has a seat in the committee."""
        rows = Topic.objects.select_related("committee", "unit", "proposed_by", "raised_from__meeting__committee")
        return rows.prefetch_related("areas").seated_for(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the history, the decisions this person may see, and what may be done."""
        user, topic = self.request.user, self.object
        origin = (
            AgendaItem.objects.visible_to(user).filter(pk=topic.raised_from_id).select_related("meeting__committee")
        )
        return super().get_context_data(
            timeline=topic_timeline(topic, user),
            decisions=decisions_on(topic, user),
            origin=origin.first() if topic.raised_from_id else None,
            may_accept=rules.may_accept_topic(user, topic),
            may_return=rules.may_return_topic(user, topic),
            may_change=rules.may_change_topic(user, topic),
            may_withdraw=rules.may_withdraw_topic(user, topic),
            **kwargs,
        )


class TopicFormMixin:
    """What proposing and changing have in common."""

    form_class = TopicForm
    topic: Topic | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the person's own units, and the areas and committees of today."""
        return super().get_form_kwargs() | {
            "user": self.request.user,
            "today": self.request.today,
            "municipality": self.request.installation.municipality_key,
            "topic": getattr(self, "object", None),
        }


class TopicCreatePage(TopicFormMixin, FormPage):
    """Anybody who works on the matter proposes something; nobody needs to know how a committee works."""

    role_permission = rules.may_propose
    heading = _("Propose topic")
    submit_label = _("Propose topic")
    success_message = _("The topic has been proposed. You will be told of every step.")
    breadcrumbs = TRAIL

    def perform(self, form: TopicForm) -> Topic:
        """Propose it."""
        return propose_topic(form.cleaned_data["committee"], proposal=form.proposal(), user=self.request.user)


class TopicPage(ObjectFormPage):
    """A form about one topic."""

    model = Topic

    def get_queryset(self) -> Any:
        """Say whether this person has a seat in the committee."""
        return Topic.objects.select_related("committee", "unit").seated_for(self.request.user)

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the topic."""
        return (*TRAIL, (str(self.object), self.object.get_absolute_url()))


class TopicUpdatePage(TopicFormMixin, TopicPage):
    """The proposer answers a returned topic; the office corrects one."""

    permission = rules.may_change_topic
    heading = _("Change topic")
    submit_label = _("Save changes")
    success_message = _("The changes have been saved.")

    def get_initial(self) -> dict[str, Any]:
        """Start from what is there."""
        names = ("title", "description", "side", "urgency", "unit", "confidentiality")
        return {name: getattr(self.object, name) for name in names} | {"areas": self.object.areas.all()}

    def perform(self, form: TopicForm) -> Topic:
        """Change it."""
        return change_topic(self.object, proposal=form.proposal(), user=self.request.user)


class TopicAcceptPage(TopicPage, ActionPage):
    """Office or chair take a proposal into the backlog."""

    form_class = RemarkForm
    permission = rules.may_accept_topic
    heading = _("Take into the backlog")
    question = _("The topic waits in the backlog for an agenda. Whoever proposed it is told.")
    success_message = _("The topic stands in the backlog.")

    def perform(self, form: RemarkForm) -> Topic:
        """Accept it."""
        return accept_topic(self.object, user=self.request.user, reason=form.cleaned_data["reason"])


class TopicReturnPage(TopicPage, ActionPage):
    """Office or chair give a topic back, with the reason."""

    form_class = ReasonForm
    permission = rules.may_return_topic
    heading = _("Return topic")
    question = _("Whoever proposed it reads the reason, may change the topic and propose it again.")
    success_message = _("The topic has been returned.")

    def perform(self, form: ReasonForm) -> Topic:
        """Return it."""
        return return_topic(self.object, user=self.request.user, reason=form.cleaned_data["reason"])


class TopicWithdrawPage(TopicPage, ActionPage):
    """The proposer takes it back."""

    form_class = RemarkForm
    permission = rules.may_withdraw_topic
    heading = _("Withdraw topic")
    question = _("The topic is no longer looked at. It stays readable with its history.")
    success_message = _("The topic has been withdrawn.")

    def perform(self, form: RemarkForm) -> Topic:
        """Withdraw it."""
        return withdraw_topic(self.object, user=self.request.user, reason=form.cleaned_data["reason"])


class AgendaItemRaisePage(ObjectFormPage):
    """Office or chair put an item before the parent committee, or another one; the answer comes back."""

    model = AgendaItem
    form_class = RaiseForm
    permission = rules.may_raise_item
    heading = _("Put before another committee")
    submit_label = _("Put before the committee")
    success_message = _("The item stands among the topics of that committee. What is decided there is shown here.")

    def get_queryset(self) -> Any:
        """Say whether this person has a seat in the committee."""
        return items_to_log(self.request.user).select_related("meeting__committee__parent", "topic", "lead_unit")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the agenda."""
        meetings = (_("Meetings"), reverse("steering:meeting_list"))
        return (meetings, (str(self.object.meeting), self.object.get_absolute_url()))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the other committees of today."""
        return super().get_form_kwargs() | {"item": self.object, "today": self.request.today}

    def perform(self, form: RaiseForm) -> Topic:
        """Raise it."""
        cleaned = form.cleaned_data
        return raise_item(self.object, user=self.request.user, side=cleaned["side"], to=cleaned["committee"])
