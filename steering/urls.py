"""URLs of `steering`."""

app_name = "steering"
urlpatterns = []
