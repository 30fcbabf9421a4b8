"""Root URLs; each app brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("portal.urls")),
    path("", include("core.urls")),
    path("", include("quarters.urls")),
    path("", include("steering.urls")),
    path("", include("casework.urls")),
    path("account/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
]
