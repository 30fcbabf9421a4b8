"""Accounts, for administrators: who may sign in and what they do where."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from core import rules
from core.audit import history
from core.domain import accounts, invitations
from core.forms.users import InvitationForm, LastDayForm, MembershipForm, ReasonForm, UserFilter, UserForm
from core.models import Membership, User
from core.queries import users
from core.resources.users import UserResource
from core.tables.users import UserTable
from core.views.base import ActionPage, DetailPage, FormPage, ListPage, ObjectFormPage

TRAIL = ((_("Accounts"), reverse_lazy("core:user_list")),)


class UserListPage(ListPage):
    """An administrator looks for a person, or for accounts without second factor."""

    model = User
    role_permission = rules.is_administrator
    table_class = UserTable
    filterset_class = UserFilter
    resource_class = UserResource
    heading = _("Accounts")
    export_name = "accounts"
    empty_text = _("People with an account stand here. Invite the first one.")

    def get_queryset(self) -> QuerySet[User]:
        """Load what the columns show."""
        return users.accounts(self.request.user, self.request.today)

    def get_create_action(self) -> tuple[Any, str]:
        """Invite."""
        return _("Invite person"), reverse("core:user_invite")


class UserInvitePage(FormPage):
    """An administrator invites a new colleague; nobody sets a password for others."""

    role_permission = rules.is_administrator
    form_class = InvitationForm
    heading = _("Invite person")
    submit_label = _("Send invitation")
    success_message = _("The invitation is on its way. The link in it works once, for seven days.")
    breadcrumbs = TRAIL

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which day it is."""
        return super().get_form_kwargs() | {"today": self.request.today}

    def perform(self, form: InvitationForm) -> User:
        """Make the account and send the link."""
        names = ("email", "name", "language", "organisation", "role", "valid_from", "valid_to")
        return invitations.invite(by=self.request.user, **{name: form.cleaned_data[name] for name in names})


class UserDetailPage(DetailPage):
    """One account: what the person does where, how well it is protected, what happened to it."""

    model = User
    role_permission = rules.is_administrator
    template_name = "core/user_detail.html"
    breadcrumbs = TRAIL

    def get_queryset(self) -> QuerySet[User]:
        """Load the second factor with it."""
        return users.accounts(self.request.user, self.request.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add memberships, sessions, substitutes and history."""
        person = self.object
        return super().get_context_data(
            memberships=person.memberships.select_related("organisation").order_by("-valid_from"),
            sessions=users.session_count(person),
            substitutions=users.substitutions_of(person, self.request.today),
            history=history(person, self.request.user),
            is_own=person.pk == self.request.user.pk,
            **kwargs,
        )


class _AboutUser(ObjectFormPage):
    """What all pages about one account share."""

    model = User
    role_permission = rules.is_administrator

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the account."""
        return (*TRAIL, (str(self.object), self.object.get_absolute_url()))

    def get_success_url(self) -> str:
        """Return to the account."""
        return self.object.get_absolute_url()


class UserUpdatePage(_AboutUser):
    """An administrator corrects a name or an address."""

    form_class = UserForm
    heading = _("Change account")
    submit_label = _("Save changes")
    success_message = _("The changes have been saved.")

    def get_initial(self) -> dict[str, Any]:
        """Start from what is there."""
        return {name: getattr(self.object, name) for name in ("name", "email", "language")}

    def perform(self, form: UserForm) -> User:
        """Change it."""
        fields = {name: form.cleaned_data[name] for name in ("name", "email", "language")}
        return accounts.change_details(User.objects.get(pk=self.object.pk), **fields)


class UserInviteAgainPage(_AboutUser, ActionPage):
    """The first link ran out or got lost."""

    heading = _("Send invitation again")
    question = _("A new link goes to the address of the account. The old link stops working.")
    success_message = _("The new invitation is on its way.")

    def perform(self, form: Any) -> User:
        """Send it."""
        return invitations.invite_again(self.object)


class UserDeactivatePage(_AboutUser, ActionPage):
    """Somebody has left."""

    form_class = ReasonForm
    heading = _("Deactivate account")
    question = _(
        "The person is signed out everywhere at once and can no longer sign in. Everything written under this name "
        "stays. The account can be opened again."
    )
    success_message = _("The account is deactivated.")

    def perform(self, form: ReasonForm) -> User:
        """Close it."""
        return accounts.deactivate(self.object, by=self.request.user, reason=form.cleaned_data["reason"])


class UserReactivatePage(_AboutUser, ActionPage):
    """Somebody has come back."""

    form_class = ReasonForm
    heading = _("Reactivate account")
    question = _("The person can sign in again with the former password and has the roles that are valid today.")
    success_message = _("The account is active again.")

    def perform(self, form: ReasonForm) -> User:
        """Open it."""
        return accounts.reactivate(self.object, reason=form.cleaned_data["reason"])


class UserResetSecondFactorPage(_AboutUser, ActionPage):
    """Somebody has lost the phone and the recovery codes."""

    form_class = ReasonForm
    heading = _("Reset second factor")
    question = _(
        "Make sure that it is really this person who asks, for example by calling back. All second factors and "
        "recovery codes are removed, the person is signed out everywhere and is told by mail."
    )
    success_message = _("The second factor has been reset.")

    def perform(self, form: ReasonForm) -> User:
        """Reset it."""
        return accounts.reset_second_factor(self.object, by=self.request.user, reason=form.cleaned_data["reason"])


class MembershipCreatePage(_AboutUser):
    """An administrator gives a role."""

    form_class = MembershipForm
    heading = _("Give a role")
    submit_label = _("Give role")
    success_message = _("The role has been given. It takes effect on its first day.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which day it is."""
        return super().get_form_kwargs() | {"today": self.request.today}

    def perform(self, form: MembershipForm) -> Membership:
        """Give it."""
        names = ("organisation", "role", "valid_from", "valid_to")
        fields = {name: form.cleaned_data[name] for name in names}
        return accounts.add_membership(self.object, by=self.request.user, **fields)


class MembershipEndPage(ActionPage):
    """An administrator ends a role."""

    model = Membership
    role_permission = rules.is_administrator
    form_class = LastDayForm
    heading = _("End role")
    question = _("From the day after the last day the person can no longer do what this role allows. What was stays.")
    success_message = _("The end has been entered.")

    def get_queryset(self) -> QuerySet[Membership]:
        """Load what the page names."""
        return Membership.objects.select_related("user", "organisation")

    def get_initial(self) -> dict[str, Any]:
        """Suggest today."""
        return {"last_day": self.request.today}

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the account."""
        return (*TRAIL, (str(self.object.user), self.object.user.get_absolute_url()))

    def perform(self, form: LastDayForm) -> Membership:
        """End it."""
        return accounts.end_membership(self.object, by=self.request.user, last_day=form.cleaned_data["last_day"])

    def get_success_url(self) -> str:
        """Return to the account."""
        return self.object.user.get_absolute_url()
