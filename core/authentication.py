"""Sign-in backend that loads the roles together with the user."""

from allauth.account.auth_backends import AuthenticationBackend

from core.models import User


class RoleLoadingBackend(AuthenticationBackend):
    """allauth's backend; every request's user comes with the roles held today, in one query."""

    def get_user(self, user_id: int) -> User | None:
        """Return the active user with the roles held today."""
        return User.objects.active().with_grants().filter(pk=user_id).first()
