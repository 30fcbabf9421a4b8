"""Minutes: assemble, read, edit, review, sign, seal."""

from typing import Any

from django.contrib import messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.views.base import ActionPage, DetailPage, ObjectFormPage
from steering import rules, rules_minutes
from steering.domain.minutes import (
    MeanwhileError,
    assemble_minutes,
    edit_minutes,
    return_minutes,
    seal_minutes,
    send_to_review,
    sign_minutes,
    take_over_log,
)
from steering.enums import SeatRole
from steering.enums_minutes import PartKind
from steering.forms.minutes import MinutesEditForm, ReturnForm, SignForm
from steering.models import Meeting, Minutes
from steering.queries import minutes_words as words
from steering.queries.minutes import current_version, meetings_to_record, parts_of
from steering.queries.minutes_page import page_of
from steering.views.meetings import TRAIL


class MinutesCreatePage(ActionPage):
    """The office or the minute taker, on the day after the meeting."""

    model = Meeting
    permission = rules_minutes.may_assemble
    heading = _("Assemble minutes")
    question = _("A draft is made from the log. It can be edited until both have signed.")

    def get_queryset(self) -> Any:
        """Say which part this person has in the minutes."""
        return meetings_to_record(self.request.user)

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the meeting."""
        return (*TRAIL, (str(self.object), self.object.get_absolute_url()))

    def perform(self, form: Any) -> Minutes:
        """Assemble them."""
        return assemble_minutes(self.object, user=self.request.user)


class MinutesMixin:
    """A page about one set of minutes."""

    model = Minutes

    def get_queryset(self) -> Any:
        """Load the meeting, and say which part this person has."""
        return Minutes.objects.with_part_of(self.request.user).select_related("meeting__committee", "sealed_by", "file")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the meeting, and to the minutes."""
        meeting = self.object.meeting
        trail = (*TRAIL, (str(meeting), meeting.get_absolute_url()))
        if isinstance(self, DetailPage):
            return trail
        return (*trail, (pgettext_lazy("document", "Minutes"), self.object.get_absolute_url()))


class MinutesDetailPage(MinutesMixin, DetailPage):
    """Whoever writes, signs or reads: the text, and who is next."""

    template_name = "steering/minutes_detail.html"
    role_permission = rules.may_read_results

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what this person may read and do."""
        user, minutes = self.request.user, self.object
        return super().get_context_data(
            page=page_of(minutes, user, writes=rules_minutes.writes_minutes(user, minutes)),
            signing_role=rules_minutes.signing_role(user, minutes),
            may_edit=rules_minutes.may_edit(user, minutes),
            may_send=rules_minutes.may_send_to_review(user, minutes),
            may_remark=rules_minutes.may_remark(user, minutes),
            may_return=rules_minutes.may_return(user, minutes),
            may_seal=rules_minutes.may_seal(user, minutes),
            may_object=rules_minutes.may_object(user, minutes),
            writes=rules_minutes.writes_minutes(user, minutes),
            **kwargs,
        )


class MinutesEditPage(MinutesMixin, ObjectFormPage):
    """The minute taker gives the texts their last form."""

    form_class = MinutesEditForm
    permission = rules_minutes.may_edit
    template_name = "steering/minutes_edit.html"
    heading = _("Edit minutes")
    submit_label = _("Save as new version")
    success_message = _("The new version has been saved.")

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Nothing is loaded before the permission is known."""
        super().setup(request, *args, **kwargs)
        self._version = None

    @property
    def version(self) -> Any:
        """The newest version, read once."""
        if self._version is None:
            self._version = current_version(self.object)
        return self._version

    def get_initial(self) -> dict[str, Any]:
        """Start from the newest version."""
        inside = self.version.inside
        return {"base": self.version.number, "opening": inside["opening"], "closing": inside["closing"]}

    def get_form_kwargs(self) -> dict[str, Any]:
        """One field per item this person may read."""
        parts = parts_of(self.version, self.request.user).filter(kind=PartKind.ITEM, content__section=False)
        items = {part.agenda_item_id: (words.heading_of(part.content), part.content["minutes"]) for part in parts}
        return super().get_form_kwargs() | {"items": items}

    def perform(self, form: MinutesEditForm) -> Minutes:
        """Save; where somebody was quicker, show their text beside the own one."""
        try:
            return edit_minutes(self.object, user=self.request.user, base=form.cleaned_data["base"], texts=form.texts())
        except MeanwhileError as refusal:
            form.show_theirs(refusal.standing, self.version.number)
            raise


class MinutesReviewPage(MinutesMixin, ActionPage):
    """The draft goes to the committee."""

    permission = rules_minutes.may_send_to_review
    heading = _("Put up for review")
    question = _("All seats of the committee can read the draft and write remarks. Then the minute taker signs.")
    success_message = _("The draft can now be read by the committee.")

    def perform(self, form: Any) -> Minutes:
        """Put it up."""
        return send_to_review(self.object, user=self.request.user)


class MinutesLogPage(MinutesMixin, ActionPage):
    """The log was changed after a version was made."""

    permission = rules_minutes.may_take_over_log
    heading = _("Take over the log")
    question = _(
        "A new version is made of what the log says now. Signatures under the former version no longer count; it stays "
        "readable."
    )
    success_message = _("The new version has been made.")

    def perform(self, form: Any) -> Minutes:
        """Make the version."""
        return take_over_log(self.object, user=self.request.user)


class MinutesSignPage(MinutesMixin, ObjectFormPage):
    """Minute taker or chair: sign, or refuse with a reason."""

    form_class = SignForm
    permission = rules_minutes.may_sign
    template_name = "steering/minutes_sign.html"
    heading = _("Sign minutes")
    submit_label = _("Record my answer")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which version, and as whom."""
        role = SeatRole(rules_minutes.signing_role(self.request.user, self.object))
        return super().get_context_data(version=current_version(self.object), role=role.label, **kwargs)

    def perform(self, form: SignForm) -> Any:
        """Sign or refuse."""
        user, minutes = self.request.user, self.object
        role = rules_minutes.signing_role(user, minutes)
        is_deputy = role == SeatRole.CHAIR and not minutes.is_chair
        signature = sign_minutes(minutes, user=user, role=role, is_deputy=is_deputy, refusal=form.refusal())
        said = _("Your refusal has been noted.") if signature.is_refused else _("Your signature has been recorded.")
        messages.success(self.request, said)
        return minutes


class MinutesReturnPage(MinutesMixin, ObjectFormPage):
    """Something is wrong in what was signed."""

    form_class = ReturnForm
    permission = rules_minutes.may_return
    heading = _("Return for revision")
    submit_label = _("Return for revision")
    success_message = _("The minutes are in review again and have to be signed again.")

    def perform(self, form: ReturnForm) -> Minutes:
        """Return them."""
        return return_minutes(self.object, user=self.request.user, reason=form.cleaned_data["reason"])


class MinutesSealPage(MinutesMixin, ActionPage):
    """The last act: from then on nothing changes."""

    permission = rules_minutes.may_seal
    heading = _("Seal minutes")
    question = _(
        "The minutes get a seal and are stored as PDF. After that neither text nor agenda, attendance, results or decisions "
        "can be changed by anybody; corrections are recorded in later minutes. The units concerned are told of their "
        "excerpts."
    )
    success_message = _("The minutes have been sealed.")

    def perform(self, form: Any) -> Minutes:
        """Seal."""
        return seal_minutes(self.object, user=self.request.user)
