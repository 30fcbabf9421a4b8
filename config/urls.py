"""Root URLs; each app brings its own."""

from django.urls import include, path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from core.access import public

urlpatterns = [
    path("", include("portal.urls")),
    path("", include("core.urls")),
    path("", include("quarters.urls")),
    path("", include("steering.urls")),
    path("", include("casework.urls")),
    path("account/", include("core.account_urls")),
    path("account/", include("allauth.urls")),
    path("language/", public(require_POST(set_language)), name="set_language"),
]
