"""Forms around invitations: sending them, answering them, inviting a guest."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms.base import PageForm
from core.models import User
from steering.enums import Response
from steering.models import Invitation
from steering.queries.invitations import Notice, possible_substitutes


class InviteForm(PageForm):
    """The last look before the invitation goes out; it asks for the urgency only where the notice period is over."""

    urgency = forms.CharField(
        label=_("Why it is urgent"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stands in the invitation. One sentence, no names and nothing confidential."),
    )

    def __init__(self, *args: Any, notice: Notice, has_agenda: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notice, self.has_agenda = notice, has_agenda
        if not notice.is_late:
            del self.fields["urgency"]

    def check_for_warnings(self, cleaned: dict[str, Any]) -> None:
        """Warn of an empty agenda, and when even the notice for urgent cases cannot be kept."""
        if not self.has_agenda:
            self.warn(_("The agenda is still empty. Those invited will look for it."))
        if self.notice.is_too_short:
            self.warn(_("Less time is left than the committee allows for urgent invitations."))


class InvitationAnswerForm(PageForm):
    """Yes, no, or somebody else; a guest or a substitute sends nobody else."""

    response = forms.ChoiceField(label=_("Do you take part?"), choices=(), widget=forms.RadioSelect)
    substitute = forms.ModelChoiceField(
        label=_("Who comes instead"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("somebody else, by name"),
        help_text=_("Only needed where you send somebody else. Whoever you choose is invited at once."),
    )
    substitute_name = forms.CharField(
        label=_("Name of the substitute"),
        max_length=150,
        required=False,
        help_text=_("Where the person is not in the list. Please pass the invitation on yourself."),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["response"].choices = _choices(invitation)
        may_send = invitation.seat_id is not None and invitation.stands_in_for_id is None
        people = [person.pk for person in possible_substitutes(invitation)] if may_send else []
        self.fields["substitute"].queryset = User.objects.filter(pk__in=people)
        if not people:
            del self.fields["substitute"]
        if not may_send:
            del self.fields["substitute_name"]

    def clean(self) -> dict[str, Any]:
        """Ask for a name where somebody else comes; drop it where nobody does."""
        cleaned = super().clean()
        named = cleaned.get("substitute") or cleaned.get("substitute_name")
        if cleaned.get("response") == Response.SUBSTITUTE and not named:
            self.add_error("substitute_name", ValidationError(_("Please say who comes instead.")))
        return cleaned


def _choices(invitation: Invitation) -> list[tuple[str, Any]]:
    words = {
        Response.YES: _("I take part"),
        Response.NO: _("I do not take part"),
        Response.SUBSTITUTE: _("Somebody comes in my place"),
    }
    if invitation.seat_id is None or invitation.stands_in_for_id is not None:
        del words[Response.SUBSTITUTE]
    return [(str(value), label) for value, label in words.items()]


class GuestForm(PageForm):
    """Somebody without a seat, for example an expert."""

    name = forms.CharField(
        label=_("Name"), max_length=150, help_text=_("As the list of those attending shall show it.")
    )
    email = forms.EmailField(label=_("E-mail address"))
