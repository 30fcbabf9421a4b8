"""Writing accounts: details, activity, memberships, substitutes, second factors."""

from datetime import date

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.enums import CASEWORK_ROLES, Role
from core.identity import give_reason
from core.models import Installation, Membership, Organisation, Substitution, User
from core.notifications import tell_owner


@transaction.atomic
def change_own_details(user: User, *, name: str, language: str) -> User:
    """Change what a person may change of the own account."""
    user.name, user.language = name, language
    user.full_clean(exclude=["password"])
    user.save(update_fields=["name", "language"])
    return user


@transaction.atomic
def change_details(user: User, *, name: str, email: str, language: str) -> User:
    """Change an account as administrator; a new address is told to the old one.

    Raises ValidationError when another account has the address.
    """
    former = user.email
    user.name, user.email, user.language = name, email.lower(), language
    user.full_clean(exclude=["password"])
    user.save(update_fields=["name", "email", "language"])
    if user.email != former:
        tell_owner(user, _("Your account now has another e-mail address."), to=former)
    return user


@transaction.atomic
def deactivate(user: User, *, by: User, reason: str) -> User:
    """Close an account: no sign-in, every session ends, what was written stays.

    Raises ValidationError for one's own account, so that somebody who administers always remains.
    """
    _lock_administration(by)
    if user.pk == by.pk:
        raise ValidationError(_("You cannot deactivate your own account. Another administrator can."))
    give_reason(reason)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    return user


@transaction.atomic
def reactivate(user: User, *, reason: str) -> User:
    """Open a closed account again, with the memberships it has."""
    give_reason(reason)
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user


@transaction.atomic
def add_membership(
    user: User,
    *,
    by: User,
    organisation: Organisation,
    role: Role,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Membership:
    """Give a person a role in an organisation.

    Raises ValidationError when administrators would give themselves a casework role, when the person would hold both
    at a time, or holds this role already.
    """
    if user.pk == by.pk and role in CASEWORK_ROLES:
        raise ValidationError(_("You cannot give yourself a casework role."))
    membership = Membership(user=user, organisation=organisation, role=role, valid_from=valid_from, valid_to=valid_to)
    membership.full_clean()
    membership.save()
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: User, last_day: date) -> Membership:
    """Let a role end with this day; it takes effect with the next request after it.

    Raises ValidationError for one's own administration, so that somebody who administers always remains.
    """
    _lock_administration(by)
    if membership.role == Role.ADMINISTRATOR and membership.user_id == by.pk:
        raise ValidationError(_("You cannot end your own administration. Another administrator can."))
    membership.valid_to = last_day
    membership.full_clean()
    membership.save(update_fields=["valid_to"])
    return membership


@transaction.atomic
def reset_second_factor(user: User, *, by: User, reason: str) -> User:
    """Take every second factor and recovery code away, end every session and tell the owner.

    Raises ValidationError for one's own account: whoever took over a session must not get past the factor so.
    """
    if user.pk == by.pk:
        raise ValidationError(_("You cannot reset your own second factor. Another administrator can."))
    give_reason(reason)
    Authenticator.objects.filter(user_id=user.pk).delete()
    user.second_factor_reset_at = clock.now()
    user.save(update_fields=["second_factor_reset_at"])
    end_sessions(user)
    tell_owner(user, _("Your second factor was reset by an administrator. Please set up a new one when you sign in."))
    return user


@transaction.atomic
def name_substitute(absent: User, *, substitute: User, valid_from: date, valid_to: date | None = None) -> Substitution:
    """Let somebody receive what the absent person would, on these days.

    Raises ValidationError when the person stands in already, is the same person or has no active account.
    """
    if not substitute.is_active:
        raise ValidationError({"substitute": _("This account is not active.")})
    substitution = Substitution(absent=absent, substitute=substitute, valid_from=valid_from, valid_to=valid_to)
    substitution.full_clean()
    substitution.save()
    return substitution


@transaction.atomic
def end_substitution(substitution: Substitution, *, today: date) -> None:
    """Let a substitution end today; one that has not begun is taken back."""
    if substitution.valid_from is None or substitution.valid_from > today:
        substitution.delete()
        return
    substitution.valid_to = today
    substitution.save(update_fields=["valid_to"])


def end_sessions(user: User) -> None:
    """Sign the person out everywhere."""
    for session in UserSession.objects.filter(user_id=user.pk):
        session.end()


def _lock_administration(by: User) -> None:
    """Let one administrator at a time take administration away, and only while still holding it."""
    Installation.objects.select_for_update().get(pk=Installation.SINGLETON)
    acting = User.objects.active().with_grants().filter(pk=by.pk).first()
    if acting is None or not acting.has_role(Role.ADMINISTRATOR):
        raise ValidationError(_("You are no longer an administrator. Nothing was changed."))
