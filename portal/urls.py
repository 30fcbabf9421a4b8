"""URLs of `portal`."""

from django.urls import path

from portal.views.start import StartPage

app_name = "portal"
urlpatterns = [path("", StartPage.as_view(), name="start")]
