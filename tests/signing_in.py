"""Signing in for tests: past the pages, or through them with password and code."""

import pyotp
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client

from core.authentication import needs_second_factor
from core.models import Installation, User
from tests.factories import PASSWORD

BACKEND = "core.authentication.RoleLoadingBackend"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def sign_in(client: Client, user: User) -> Client:
    """Sign in past the pages; where a role needs a second factor it exists and counts as given."""
    client.force_login(user, backend=BACKEND)
    if needs_second_factor(user, Installation.objects.get()):
        factor = Authenticator.objects.filter(user=user).first() or give_totp(user)
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "id": factor.pk, "type": factor.type, "at": 0}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client


def give_totp(user: User, secret: str = SECRET) -> Authenticator:
    """Give the account an authenticator app with a known secret."""
    return TOTP.activate(user, secret).instance


def code(secret: str = SECRET) -> str:
    """Return the code of this moment, as if it had not been used before."""
    cache.clear()
    return pyotp.TOTP(secret).now()


def enter_password(client: Client, user: User, password: str = PASSWORD, **extra):
    """Post the sign-in form."""
    return client.post("/account/login/", {"login": user.email, "password": password}, **extra)
