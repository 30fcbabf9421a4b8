"""Several measures at once: what was selected in the list, what will happen to each, and then the act."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.views.base import FormPage
from steering import rules
from steering.domain.measures_together import Together, ask_for_status, confirm_together, hand_over_together
from steering.forms.measures_together import HandOverTogetherForm, TogetherAct, TogetherForm
from steering.models import Measure
from steering.views.measures import TRAIL

# As many as a page of the list can show.
MOST = 100
RULES = {
    TogetherAct.CONFIRM: rules.may_confirm,
    TogetherAct.ASK: rules.may_hand_over,
    TogetherAct.HAND_OVER: rules.may_hand_over,
}
WORDS = {
    TogetherAct.CONFIRM: _("The committee takes note that these measures are done. Their follow-ups are filed."),
    TogetherAct.ASK: _("Each lead unit gets one mail with the numbers of its measures; the history keeps it."),
    TogetherAct.HAND_OVER: _(
        "Another unit takes the lead of these measures and is asked to acknowledge. Numbers, dates and history stay."
    ),
}


class MeasureBulkPage(FormPage):
    """Office and chair act on what they selected; works without scripts, and says beforehand what will happen."""

    role_permission = rules.may_plan_meetings
    template_name = "steering/measure_bulk.html"
    breadcrumbs = TRAIL

    @cached_property
    def act(self) -> TogetherAct:
        """What was chosen; something unknown counts as the harmless question."""
        wanted = self.request.GET.get("act", "")
        return TogetherAct(wanted) if wanted in TogetherAct.values else TogetherAct.ASK

    @cached_property
    def selected(self) -> list[Measure]:
        """The selected measures this person may see."""
        keys = [key for key in self.request.GET.getlist("pk") if key.isdecimal() and len(key) < 19][:MOST]
        rows = Measure.objects.visible_to(self.request.user).filter(pk__in=keys).order_by("number")
        return list(rows.select_related("lead_unit", "decision__committee").prefetch_related("steps__unit"))

    @cached_property
    def possible(self) -> list[Measure]:
        """Those of them for which this act is permitted."""
        return [row for row in self.selected if RULES[self.act](self.request.user, row) and not self.open_steps(row)]

    def open_steps(self, row: Measure) -> bool:
        """Tell whether steps stand in the way of confirming."""
        return self.act == TogetherAct.CONFIRM and any(step.is_open for step in row.steps.all())

    def get_heading(self) -> Any:
        """Name the act."""
        return self.act.label

    def get_form_class(self) -> Any:
        """Ask for unit and reason where the act needs them."""
        return HandOverTogetherForm if self.act == TogetherAct.HAND_OVER else TogetherForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say what day it is."""
        return super().get_form_kwargs() | {"today": self.request.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what will happen to each."""
        left_out = [row for row in self.selected if row not in self.possible]
        return super().get_context_data(question=WORDS[self.act], possible=self.possible, left_out=left_out, **kwargs)

    def perform(self, form: Any) -> Together:
        """Do it; what was refused meanwhile is told."""
        if not self.possible:
            raise ValidationError(_("No measure is selected with which this can be done."))
        user = self.request.user
        match self.act:
            case TogetherAct.CONFIRM:
                return confirm_together(self.possible, user=user)
            case TogetherAct.HAND_OVER:
                return hand_over_together(
                    self.possible, user=user, to=form.cleaned_data["to"], reason=form.cleaned_data["reason"]
                )
        return ask_for_status(self.possible, user=user)

    def get_success_url(self) -> str:
        """Return to the list and say what became of them."""
        count = len(self.done.done)
        if count:
            text = ngettext("Done for %(n)s measure.", "Done for %(n)s measures.", count)
            messages.success(self.request, text % {"n": count})
        for row, reason in self.done.refused:
            messages.warning(self.request, f"{row.number}: {reason}")
        return reverse("steering:measure_list")
