"""Inviting people: an account without password, and a one-time link to choose one. Nobody sets another's password."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core import links
from core.domain.accounts import add_membership
from core.domain.organisations import save_organisation
from core.enums import AccountState, OrganisationKind, Role
from core.models import Membership, Organisation, User
from core.notifications import send_invitation

PURPOSE = "core.invitation"


@transaction.atomic
def invite(*, by: User, email: str, name: str, language: str, **membership: Any) -> User:
    """Make an account with its first membership and send the link; `membership` goes to `add_membership`.

    Raises ValidationError when an account has this address already.
    """
    user = User.objects.create_user(email, name, language=language)
    add_membership(user, by=by, **membership)
    send_invitation(user, _link(user))
    return user


@transaction.atomic
def invite_again(user: User) -> User:
    """Send a new link; the old one stops working. Raises ValidationError when the account is in use or closed."""
    if user.state != AccountState.INVITED:
        raise ValidationError(_("This account needs no invitation. Whoever forgot the password can set a new one."))
    user.set_unusable_password()
    user.save(update_fields=["password"])
    send_invitation(user, _link(user))
    return user


@transaction.atomic
def invite_first_administrator(*, email: str, name: str, organisation: str) -> str:
    """Make the account that sets everything up, in an organisation of this name, and return its one-time link.

    Raises ValidationError when an administrator exists already (they invite others), or the address is taken.
    """
    if Membership.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).exists():
        raise ValidationError(_("There is an administrator already, who can invite others."))
    home = Organisation.objects.filter(name=organisation).first()
    if home is None:
        home = save_organisation(
            Organisation(),
            fields={"kind": OrganisationKind.DEPARTMENT, "name": organisation, "short_name": organisation[:40]},
        )
    user = User.objects.create_user(email, name)
    add_membership(user, by=user, organisation=home, role=Role.ADMINISTRATOR)
    return _link(user)


def invited_user(token: str) -> User | None:
    """Return whom a link invites, or None when it is wrong, used, replaced or out of time."""
    content = links.read(PURPOSE, token, max_age=settings.INVITATION_TIMEOUT)
    if content is None:
        return None
    user = User.objects.filter(pk=content["user"]).first()
    fits = (
        user is not None
        and user.state == AccountState.INVITED
        and secrets.compare_digest(content["state"], _state(user))
    )
    return user if fits else None


@transaction.atomic
def accept_invitation(token: str, *, password: str) -> User:
    """Set the first password; the link works once. Raises ValidationError for a bad password or a link without use."""
    user = invited_user(token)
    # Asked again behind the lock: of two clicks at a time one comes too late.
    if user is None or not User.objects.select_for_update().filter(pk=user.pk) or invited_user(token) is None:
        raise ValidationError(_("This link is no longer valid. Please ask your administrators for a new one."))
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def _link(user: User) -> str:
    token = links.sign(PURPOSE, user=user.pk, state=_state(user))
    return settings.BASE_URL + reverse("core:invitation_open", args=[token])


def _state(user: User) -> str:
    """Name the state of the account in which the link was made: a new password or link changes it."""
    return salted_hmac(PURPOSE, f"{user.pk}:{user.password}:{user.email}", algorithm="sha256").hexdigest()
