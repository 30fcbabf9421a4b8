"""Sign-in backend that loads roles and second factors with the user, and the rule on the second factor."""

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import HttpRequest

from core.enums import CASEWORK_ROLES
from core.models import Installation, User

# A recovery code opens the door of a factor that exists; alone it is none.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class RoleLoadingBackend(AuthenticationBackend):
    """allauth's backend; every request's user comes with the roles held today and the factors, in one query."""

    def get_user(self, user_id: int) -> User | None:
        """Return the active user with `grants_today` and `authenticator_ids`."""
        own = Authenticator.objects.filter(user=OuterRef("pk")).values("pk")
        users = User.objects.active().with_grants().annotate(authenticator_ids=ArraySubquery(own))
        return users.filter(pk=user_id).first()


def needs_second_factor(user: User, installation: Installation) -> bool:
    """Tell whether a role held today asks for a second factor; casework roles always do."""
    return not user.roles.isdisjoint({*CASEWORK_ROLES, *installation.second_factor_roles})


def gave_second_factor(request: HttpRequest, user: User) -> bool:
    """Tell whether this session proved a factor that the account still has.

    The session names the factors used in it; the account's present ones come with the user. So a removed factor
    counts no longer from the next request on, in every session.
    """
    used = {record.get("id") for record in get_authentication_records(request, user) if record["method"] == "mfa"}
    return not used.isdisjoint(user.authenticator_ids)


def record_set_up(request: HttpRequest, kind: str) -> None:
    """Note that the newest factor of this kind was proved in this session: its set-up asked for a valid code."""
    newest = Authenticator.objects.filter(user_id=request.user.pk, type=kind).latest("pk")
    record_authentication(request, request.user, "mfa", id=newest.pk, type=kind)
