"""URLs of `portal`."""

from django.urls import path

from portal.views.dashboard import DashboardPage
from portal.views.quarter_profile import QuarterProfilePage
from portal.views.search import SearchPage
from portal.views.start import StartPage

app_name = "portal"
urlpatterns = [
    path("", StartPage.as_view(), name="start"),
    path("dashboard/", DashboardPage.as_view(), name="dashboard"),
    path("search/", SearchPage.as_view(), name="search"),
    path("areas/<int:pk>/profile/", QuarterProfilePage.as_view(), name="quarter_profile"),
]
