"""The own account, substitutes, and the first sign-in after an invitation."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core import rules
from core.access import public
from core.domain import accounts, invitations
from core.forms.users import FirstPasswordForm, OwnDetailsForm, SubstitutionForm
from core.language import remember_language
from core.models import Substitution, User
from core.queries import users
from core.views.base import ActionPage, FormPage, ObjectFormPage, TextPage

TRAIL = ((_("My account"), reverse_lazy("core:account")),)
TOKEN = "invitation"  # noqa: S105  (the key in the session, not a secret)


class AccountPage(TextPage):
    """Everybody: my name, how I sign in, who stands in for me."""

    template_name = "core/account.html"
    heading = _("My account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add roles, factor and substitutes."""
        me = users.accounts(self.request.user, self.request.today).get(pk=self.request.user.pk)
        return super().get_context_data(
            me=me,
            substitutions=users.substitutions_of(me, self.request.today),
            stands_in_for=me.stands_in_for.valid_on(self.request.today).select_related("absent"),
            **kwargs,
        )


class AccountUpdatePage(FormPage):
    """Everybody: correct the own name, choose the language."""

    form_class = OwnDetailsForm
    heading = _("Change my details")
    submit_label = _("Save changes")
    success_message = _("The changes have been saved.")
    breadcrumbs = TRAIL

    def get_initial(self) -> dict[str, Any]:
        """Start from what is there."""
        return {"name": self.request.user.name, "language": self.request.user.language}

    def perform(self, form: OwnDetailsForm) -> User:
        """Change them."""
        me = User.objects.get(pk=self.request.user.pk)
        return accounts.change_own_details(me, name=form.cleaned_data["name"], language=form.cleaned_data["language"])

    def form_valid(self, form: OwnDetailsForm) -> HttpResponse:
        """Speak the chosen language from the next page on."""
        return remember_language(super().form_valid(form), form.cleaned_data["language"])

    def get_success_url(self) -> str:
        """Return to the account."""
        return reverse("core:account")


class SubstitutionCreatePage(ObjectFormPage):
    """Before a holiday: who receives what I would. Administrators do it for those who can no longer."""

    model = User
    permission = rules.may_name_substitute
    form_class = SubstitutionForm
    heading = _("Name a substitute")
    submit_label = _("Name substitute")
    success_message = _(
        "The substitute has been named: reminders go there on these days, and the substitute may act on them."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer whom this user may name."""
        people = users.possible_substitutes(self.object, by=self.request.user, today=self.request.today)
        return super().get_form_kwargs() | {"people": people}

    def get_initial(self) -> dict[str, Any]:
        """Suggest today."""
        return {"valid_from": self.request.today}

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the account."""
        return trail_to(self.request, self.object)

    def perform(self, form: SubstitutionForm) -> Substitution:
        """Name the substitute."""
        fields = {name: form.cleaned_data[name] for name in ("substitute", "valid_from", "valid_to")}
        return accounts.name_substitute(self.object, **fields)

    def get_success_url(self) -> str:
        """Return to the account."""
        return self.get_cancel_url()


class SubstitutionEndPage(ActionPage):
    """Back earlier than planned."""

    model = Substitution
    permission = rules.may_end_substitution
    heading = _("End substitution")
    question = _(
        "From tomorrow on, the substitute no longer receives or does anything for the absent person. A substitution still to "
        "come is taken back."
    )
    success_message = _("The substitution has been ended.")

    def get_queryset(self) -> QuerySet[Substitution]:
        """Load the people with it."""
        return Substitution.objects.select_related("absent", "substitute")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the account."""
        return trail_to(self.request, self.object.absent)

    def perform(self, form: Any) -> None:
        """End it."""
        accounts.end_substitution(self.object, today=self.request.today)

    def get_success_url(self) -> str:
        """Return to the account."""
        return self.get_cancel_url()


def trail_to(request: HttpRequest, person: User) -> tuple[tuple[Any, Any], ...]:
    """Return the way to the own account or, for administrators, to somebody else's."""
    if person.pk == request.user.pk:
        return TRAIL
    return (_("Accounts"), reverse("core:user_list")), (str(person), person.get_absolute_url())


@public
@require_safe
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take the link out of the address bar (ASVS 5.0, 14.2.1), then ask for the password."""
    request.session[TOKEN] = token
    return redirect("core:invitation_accept")


@method_decorator(public, name="dispatch")
class InvitationAcceptPage(FormPage):
    """The invited person chooses a password."""

    form_class = FirstPasswordForm
    template_name = "core/invitation_accept.html"
    heading = _("Choose a password")
    submit_label = _("Save password")
    success_message = _("Your password is saved. Please sign in with it.")
    private = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say plainly when the link is of no use."""
        self.invited = invitations.invited_user(request.session.get(TOKEN, ""))
        if self.invited is None:
            context = {"heading": _("This link is no longer valid")}
            return render(request, "core/invitation_invalid.html", context, status=410)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Check the password against name and address."""
        return super().get_form_kwargs() | {"user": self.invited}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whose account it is."""
        return super().get_context_data(invited=self.invited, **kwargs)

    def perform(self, form: FirstPasswordForm) -> User:
        """Set it; the link is used up."""
        user = invitations.accept_invitation(self.request.session[TOKEN], password=form.cleaned_data["password"])
        del self.request.session[TOKEN]
        return user

    def get_cancel_url(self) -> str:
        """There is nowhere to go back to."""
        return ""

    def get_success_url(self) -> str:
        """Sign in; this is also where the second factor is asked for."""
        return reverse(settings.LOGIN_URL)
