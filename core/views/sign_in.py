"""Pages of allauth that this product closes or extends."""

from typing import NoReturn

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse

from core.access import public
from core.authentication import record_set_up


@public
def closed(request: HttpRequest) -> NoReturn:
    """Answer like an address that does not exist."""
    raise Http404


class ActivateCodesView(ActivateTOTPView):
    """Set up an authenticator app; the code just entered counts as given for this session."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Activate, then note it."""
        response = super().form_valid(form)
        record_set_up(self.request, Authenticator.Type.TOTP)
        return response


class AddPasskeyView(AddWebAuthnView):
    """Add a passkey; the one just touched counts as given for this session."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Add, then note it."""
        response = super().form_valid(form)
        record_set_up(self.request, Authenticator.Type.WEBAUTHN)
        return response
