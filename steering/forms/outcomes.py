"""The form of log mode: everything about one item on one page, made for speed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Organisation
from steering.domain.drafts import same
from steering.domain.outcomes import ItemOutcome, Supersession, VoteResult
from steering.enums import ItemResult, Link, MeetingState
from steering.enums_log import TYPED, OpenMeasures, VoteKind
from steering.forms.orders import OrderFields
from steering.models import AgendaItem, Committee, Decision, Meeting
from steering.queries.attendance import AttendanceList, Quorum

OF_DECISION = ("lead_unit", "contributing", "due", "areas", "side", "earlier", "link", "open_measures")


class VoteFields(forms.Form):
    """How the committee voted: not noted, by consensus, or in numbers."""

    vote = forms.ChoiceField(
        label=_("Vote"), choices=[("", _("not noted")), *VoteKind.choices], required=False, widget=forms.RadioSelect
    )
    yes = forms.IntegerField(label=_("Yes"), min_value=0, max_value=999, required=False)
    no = forms.IntegerField(label=_("No"), min_value=0, max_value=999, required=False)
    abstain = forms.IntegerField(label=_("Abstentions"), min_value=0, max_value=999, required=False)
    biased = forms.IntegerField(label=_("Biased"), min_value=0, max_value=999, required=False)

    def vote_result(self) -> VoteResult | None:
        """Return the vote; numbers alone are a counted vote, too."""
        cleaned = self.cleaned_data
        numbers = {name: cleaned.get(name) or 0 for name in ("yes", "no", "abstain", "biased")}
        if cleaned.get("vote") == VoteKind.CONSENSUS:
            return VoteResult()
        if cleaned.get("vote") == VoteKind.COUNTED or any(numbers.values()):
            return VoteResult(kind=VoteKind.COUNTED, **numbers)
        return None


class SupersessionFields(forms.Form):
    """Which earlier decision is changed, and what becomes of its open measures."""

    earlier = forms.CharField(
        label=_("Earlier decision"),
        max_length=24,
        required=False,
        help_text=_("Its number, for example 2026/05-02."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "earlier-numbers"}),
    )
    link = forms.ChoiceField(
        label=_("The new decision"), choices=Link, required=False, initial=Link.REPLACES, widget=forms.RadioSelect
    )
    open_measures = forms.ChoiceField(
        label=_("Open measures of the earlier decision"),
        choices=OpenMeasures,
        required=False,
        initial=OpenMeasures.KEEP,
        widget=forms.RadioSelect,
    )

    def look_up(self, user: Any) -> None:
        """Show the earlier decision while its number is being typed."""
        self.user = user
        self.fields["earlier"].widget.attrs |= {
            "hx-get": reverse("steering:decision_lookup"),
            "hx-trigger": "input changed delay:250ms, load",
            "hx-target": "#earlier-answer",
        }

    def clean_earlier(self) -> Decision | None:
        """Find the decision; one the writer may not see counts as not found."""
        number = self.cleaned_data["earlier"].strip()
        if not number:
            return None
        found = Decision.objects.visible_to(self.user).filter(number__iexact=number).first()
        if found is None:
            raise ValidationError(_("There is no decision with this number. Please check it."))
        return found

    def supersession(self) -> Supersession | None:
        """Return what the new decision does to an earlier one."""
        cleaned = self.cleaned_data
        if not cleaned.get("earlier"):
            return None
        return Supersession(
            cleaned["earlier"], cleaned["link"] or Link.REPLACES, cleaned["open_measures"] or OpenMeasures.KEEP
        )


class OutcomeForm(VoteFields, SupersessionFields, OrderFields):
    """What became of one agenda item."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    draft_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    minutes = forms.CharField(
        label=_("Minutes"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    result = forms.ChoiceField(label=_("Result"), choices=ItemResult, widget=forms.RadioSelect)
    wording = forms.CharField(
        label=_("Decision"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The wording no longer changes once the decision is recorded."),
    )
    deferred_to = forms.ModelChoiceField(
        label=_("Deferred to"), queryset=Meeting.objects.none(), required=False, empty_label=_("not yet known")
    )
    referred_to = forms.ModelChoiceField(label=_("Referred to"), queryset=Committee.objects.none(), required=False)

    def __init__(
        self,
        *args: Any,
        item: AgendaItem,
        user: Any,
        has_decision: bool,
        people: AttendanceList,
        quorum: Quorum,
        **kwargs: Any,
    ) -> None:
        committee = item.meeting.committee_id
        super().__init__(*args, committee=committee, **kwargs)
        self.item, self.has_decision, self.people, self.quorum = item, has_decision, people, quorum
        self.look_up(user)
        if item.lead_unit_id:
            # A unit that was put on the agenda and is gone by now is named; recording refuses it with a sentence.
            self.fields["lead_unit"].queryset |= Organisation.objects.filter(pk=item.lead_unit_id)
        later = Meeting.objects.filter(committee=committee, held_on__gt=item.meeting.held_on).exclude(
            state=MeetingState.CANCELLED
        )
        self.fields["deferred_to"].queryset = later.select_related("committee").order_by("held_on")
        self.fields["deferred_to"].label_from_instance = lambda meeting: meeting.name
        self.fields["referred_to"].queryset = Committee.objects.exclude(pk=committee)
        for name in ("minutes", "wording"):
            # The browser would cut a long paste without a word; the form says that it is too long.
            self.fields[name].widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        """Work out the outcome; the parts must agree with each other."""
        if self.cleaned_data.get("result") not in (None, ItemResult.DECIDED):
            self._forget_the_decision()
        cleaned = super().clean()
        cleaned["order"] = None
        if self.errors:
            return cleaned
        if cleaned["result"] == ItemResult.DECIDED:
            self._clean_decision(cleaned)
        else:
            self._refuse_lost_decision(cleaned)
        return cleaned

    def check_for_warnings(self, cleaned: dict[str, Any]) -> None:
        """Warn of a decision without a quorum, and of one that the votes do not carry."""
        if cleaned.get("result") != ItemResult.DECIDED or not (cleaned.get("wording") or "").strip():
            return
        if self.people.is_kept and self.quorum.applies and not self.quorum.is_reached:
            words = _("The committee has no quorum: %(present)s of %(voting)s voting members are present.")
            self.warn(words % {"present": self.quorum.present, "voting": self.quorum.voting})
        vote = self.vote_result()
        if vote and vote.kind == VoteKind.COUNTED and vote.yes <= vote.no:
            self.warn(_("With these numbers the proposal is refused; a tie is a refusal, too (VwVfG § 91)."))

    def _forget_the_decision(self) -> None:
        """Without a decision nothing comes of the fields that belong to one, so they cannot be wrong either."""
        for name in OF_DECISION:
            if self.errors.pop(name, None):
                self.cleaned_data[name] = None

    def _clean_decision(self, cleaned: dict[str, Any]) -> None:
        if not cleaned["wording"].strip() and not self.has_decision:
            self.add_error("wording", _("Please give the wording of the decision."))
        if cleaned["wording"].strip():
            cleaned["order"] = self.clean_order(cleaned)
        elif cleaned.get("due"):
            self.add_error("wording", _("A measure needs a decision. Please give its wording."))

    def _refuse_lost_decision(self, cleaned: dict[str, Any]) -> None:
        """What was typed as a decision must not vanish because of one wrong key."""
        typed = cleaned["wording"].strip()
        if typed and typed != self.item.proposed_text.strip():
            self.add_error("result", _('A wording has been typed. Please choose "decided" or delete the wording.'))

    def outcome(self) -> ItemOutcome:
        """Return what the domain records."""
        cleaned = self.cleaned_data
        result = cleaned["result"]
        is_decided = result == ItemResult.DECIDED
        return ItemOutcome(
            result=result,
            minutes=cleaned["minutes"],
            wording=cleaned["wording"] if is_decided else "",
            order=cleaned["order"],
            deferred_to=cleaned["deferred_to"] if result == ItemResult.DEFERRED else None,
            referred_to=cleaned["referred_to"] if result == ItemResult.REFERRED else None,
            vote=self.vote_result(),
            supersession=self.supersession() if is_decided else None,
            version=cleaned["version"],
            draft_version=cleaned["draft_version"],
        )

    def show_theirs(self, theirs: AgendaItem, typed: dict[str, dict[str, Any]], draft_version: int) -> None:
        """Let the writer see what somebody else saved, and save over it on purpose next time."""
        self.theirs = theirs
        self.typed_by_others = [
            (self.fields[name].label, entry)
            for name, entry in typed.items()
            if name in TYPED and not same(entry["value"], self.data.get(name, ""))
        ]
        self.data = self.data.copy()
        self.data["version"] = str(theirs.version)
        self.data["draft_version"] = str(draft_version)
