"""How allauth meets this product: mail through the outbox, limits on failed sign-ins, no registration."""

import base64
import time
from typing import Any, ClassVar

import structlog
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.encoding import force_bytes
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from core.language import remember_language
from core.models import User
from core.notifications import send_password_reset, tell_owner

APP = "allauth.account"
log = structlog.get_logger("sign_in")
KNOWN_ADDRESS_SECONDS = 30 * 24 * 60 * 60

# What happened to the account, by allauth's name of the notice (ASVS 5.0, 6.3.7).
NOTICES = {
    "account/email/password_changed": _("Your password was changed."),
    "account/email/password_set": _("A password was set."),
    "account/email/password_reset": _("Your password was set anew."),
    "mfa/email/totp_activated": _("An authenticator app was set up as second factor."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed as second factor."),
    "mfa/email/webauthn_added": _("A passkey was added."),
    "mfa/email/webauthn_removed": _("A passkey was removed."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made; the old ones no longer work."),
    "socialaccount/email/account_connected": _(
        "Your account was connected with the single sign-on of your organisation."
    ),
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation; every mail leaves through the outbox.

    Failed sign-ins are counted per account and address (5 in five minutes, 10 in an hour, 20 in a day: the wait
    grows), per address, and per account over all addresses the account never used. So a stranger can close the door
    for himself, and for the owner only at a place where the owner has not signed in within 30 days, for an hour.
    """

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "Too many failed attempts from here. Nothing is lost: please wait a few minutes and try again, "
            "or set a new password."
        ),
        "email_password_mismatch": _("This e-mail address and password do not belong together. Please try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers; administrators invite."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Follow `next` to this host alone."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    # --- Limits on failed sign-ins ---

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt before the password is looked at, so that parallel attempts gain nothing."""
        email = credentials.get("email", "").lower()
        counted = [("login_failed", self._here(request, email)), ("login_failed_address", None)]
        if not cache.get(self._known(request, email)):
            counted.append(("login_failed_account", email))
        self._usages = []
        for action, key in counted:
            usage = ratelimit.consume(request, app=APP, action=action, key=key)
            if usage is None:
                log.warning("sign_in.limited", by=action)
                raise self.validation_error("too_many_login_attempts")
            self._usages.append(usage)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Check the password; a success takes its own attempt back and makes this address known."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            log.info("sign_in.password_accepted")
            for usage in self._usages:
                usage.rollback()
            cache.set(self._known(request, user.email), True, KNOWN_ADDRESS_SECONDS)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note it; whose account it was is nobody's business in a log."""
        log.warning("sign_in.failed")

    def set_password(self, user: User, password: str) -> None:
        """Set it; whoever could do that may try again at once."""
        super().set_password(user, password)
        ratelimit.clear(self.request, app=APP, action="login_failed", key=self._here(self.request, user.email))

    def _here(self, request: HttpRequest, email: str) -> str:
        return f"{email}|{ratelimit.get_ip(request)}"

    def _known(self, request: HttpRequest, email: str) -> str:
        return (
            f"sign-in-known:{salted_hmac('core.adapters', self._here(request, email), algorithm='sha256').hexdigest()}"
        )

    # --- Sessions ---

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Speak the person's language from now on."""
        return remember_language(super().post_login(request, user, **kwargs), user.language)

    def logout(self, request: HttpRequest) -> None:
        """Sign out and have the browser forget what it kept (ASVS 5.0, 14.3.1)."""
        super().logout(request)
        request.signed_out = True  # type: ignore[attr-defined]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again before a change of factors, unless the person signed in a moment ago (ASVS 5.0, 7.5.1)."""
        records = get_authentication_records(self.request, self.request.user)
        fresh = bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        return not fresh and super().is_reauthentication_required(app=app, **kwargs)

    # --- Mail ---

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Refuse: every mail about accounts is written below, and in core.domain.invitations."""
        raise NotImplementedError(template_prefix)

    def send_notification_mail(self, template_prefix: str, user: User, context: Any = None, email: Any = None) -> None:
        """Tell the owner by mail; without address and browser of whoever did it."""
        tell_owner(user, NOTICES[template_prefix])

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Send the one-time link to the address of the account, never to the one typed in."""
        send_password_reset(user, context["password_reset_url"])

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Build the link from the configured address, never from the Host header."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + path.replace("UID-KEY", key)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors encrypted: a copy of the database opens no door."""

    def encrypt(self, text: str) -> str:
        """Encrypt with a key derived from SECRET_KEY."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt; SECRET_KEY_FALLBACKS are tried too."""
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> MultiFernet:
    return MultiFernet([Fernet(_derive(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _derive(key: str | bytes) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"second factor").derive(force_bytes(key))
    return base64.urlsafe_b64encode(derived)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens accounts that exist; it never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody registers through the directory either."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """At the first sign-in connect the identity with the account of the same verified address.

        An account that is connected already keeps its identity: an address given to a new colleague does not open
        the predecessor's account.
        """
        if sociallogin.state.get("process") == "connect":
            raise PermissionDenied
        if sociallogin.is_existing:
            return
        verified = [address.email.lower() for address in sociallogin.email_addresses if address.verified]
        user = User.objects.active().filter(email__in=verified).first()
        if user and not SocialAccount.objects.filter(user=user, provider=sociallogin.account.provider).exists():
            sociallogin.connect(request, user)
