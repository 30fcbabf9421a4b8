"""URLs of `quarters`."""

app_name = "quarters"
urlpatterns = []
