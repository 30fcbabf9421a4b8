"""URLs of `steering`."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "steering"
urlpatterns = [path("follow-ups/<str:code>/", RedirectView.as_view(url="/"), name="followup_detail")]
