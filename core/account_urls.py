"""What differs from allauth's own URLs: pages that are closed, two that note the factor set up, one that is public.

Included before `allauth.urls` under the same prefix; the names stay allauth's.
"""

from allauth.mfa.webauthn.views import login_webauthn
from django.urls import path, re_path

from core.access import public
from core.views import sign_in

# Nobody registers, addresses are kept by administrators, and identities connect by themselves at the first sign-in.
CLOSED = r"^(?:signup|email|confirm-email|login/code|3rdparty/signup|3rdparty/$|social)"

urlpatterns = [
    re_path(CLOSED, sign_in.closed),
    path("2fa/totp/activate/", sign_in.ActivateCodesView.as_view(), name="mfa_activate_totp"),
    path("2fa/webauthn/add/", sign_in.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", public(login_webauthn), name="mfa_login_webauthn"),
]
