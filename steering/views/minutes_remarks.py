"""What people say about minutes: remarks on the draft, objections to what is sealed."""

from typing import Any

from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.views.base import ActionPage, ObjectFormPage
from steering import rules_minutes
from steering.domain.minutes import remark_on_minutes, settle_remark
from steering.domain.objections import raise_objection, rule_on_objection, withdraw_objection
from steering.forms.minutes import ItemTextForm, ObjectionForm, RulingForm
from steering.models import AgendaItem, Meeting, MinutesObjection, MinutesRemark
from steering.models.minutes import part_in
from steering.rules import LOGGABLE
from steering.views.meetings import TRAIL
from steering.views.minutes import MinutesMixin


class AboutItemPage(MinutesMixin, ObjectFormPage):
    """A text about one item of the minutes, or about the whole (`?item=`)."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the items this person may read."""
        items = AgendaItem.objects.visible_to(self.request.user).items().filter(meeting=self.object.meeting_id)
        return super().get_form_kwargs() | {"items": items.order_by("position")}

    def get_initial(self) -> dict[str, Any]:
        """Begin with the item the person came from."""
        item = self.request.GET.get("item", "")
        return {"item": item} if item.isdecimal() else {}


class MinutesRemarkCreatePage(AboutItemPage):
    """A reader of the draft noticed something."""

    form_class = ItemTextForm
    permission = rules_minutes.may_remark
    heading = _("Write remark")
    submit_label = _("Write remark")
    success_message = _("The remark has been recorded; whoever writes the minutes sees it.")

    def perform(self, form: ItemTextForm) -> Any:
        """Record it and return to the minutes."""
        cleaned = form.cleaned_data
        remark_on_minutes(self.object, user=self.request.user, text=cleaned["text"], item=cleaned["item"])
        return self.object


class MinutesRemarkSettlePage(ActionPage):
    """Whoever writes the minutes has dealt with a remark."""

    model = MinutesRemark
    permission = rules_minutes.may_settle
    heading = _("Mark remark as settled")
    question = _("The remark stays readable, marked as settled.")
    success_message = _("The remark is marked as settled.")

    def get_queryset(self) -> Any:
        """Say which part this person has in the minutes."""
        rows = MinutesRemark.objects.select_related("minutes__meeting")
        return rows.annotate(**part_in(self.request.user, OuterRef("minutes__meeting__committee")))

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the minutes."""
        return (*TRAIL, (str(self.object.minutes), self.object.minutes.get_absolute_url()))

    def perform(self, form: Any) -> Any:
        """Settle it and return to the minutes."""
        settle_remark(self.object, user=self.request.user)
        return self.object.minutes


class MinutesObjectionCreatePage(AboutItemPage):
    """Somebody with a seat holds something against the sealed text."""

    form_class = ObjectionForm
    permission = rules_minutes.may_object
    heading = _("Raise objection")
    submit_label = _("Raise objection")
    success_message = _("The objection has been recorded. It is dealt with in one of the next meetings.")

    def perform(self, form: ObjectionForm) -> MinutesObjection:
        """Raise it."""
        cleaned = form.cleaned_data
        return raise_objection(
            self.object, user=self.request.user, kind=cleaned["kind"], text=cleaned["text"], item=cleaned["item"]
        )


class ObjectionMixin:
    """A page about one objection."""

    model = MinutesObjection

    def get_queryset(self) -> Any:
        """Say which part this person has in the minutes."""
        rows = MinutesObjection.objects.select_related("minutes__meeting__committee", "agenda_item")
        return rows.annotate(**part_in(self.request.user, OuterRef("minutes__meeting__committee")))

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the minutes."""
        return (
            *TRAIL,
            (str(self.object.minutes.meeting), self.object.minutes.meeting.get_absolute_url()),
            (pgettext_lazy("document", "Minutes"), self.object.get_absolute_url()),
        )


class MinutesObjectionRulePage(ObjectionMixin, ObjectFormPage):
    """Whoever writes records what a later meeting said."""

    form_class = RulingForm
    permission = rules_minutes.may_rule
    template_name = "steering/objection_rule.html"
    heading = _("Record ruling")
    submit_label = _("Record ruling")
    success_message = _("The ruling has been recorded. It appears in the minutes of that meeting.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the meetings that can still deal with it."""
        earlier = self.object.minutes.meeting
        rows = Meeting.objects.visible_to(self.request.user).filter(committee=earlier.committee_id, state__in=LOGGABLE)
        return super().get_form_kwargs() | {"meetings": rows.exclude(pk=earlier.pk).select_related("committee")}

    def perform(self, form: RulingForm) -> MinutesObjection:
        """Record it."""
        cleaned = form.cleaned_data
        return rule_on_objection(
            self.object,
            user=self.request.user,
            meeting=cleaned["meeting"],
            ruling=cleaned["ruling"],
            text=cleaned["text"],
        )


class MinutesObjectionWithdrawPage(ObjectionMixin, ActionPage):
    """Whoever raised it takes it back."""

    permission = rules_minutes.may_withdraw
    heading = _("Withdraw objection")
    question = _("The objection stays readable, marked as withdrawn.")
    success_message = _("The objection has been withdrawn.")

    def perform(self, form: Any) -> MinutesObjection:
        """Withdraw it."""
        return withdraw_objection(self.object, user=self.request.user)
