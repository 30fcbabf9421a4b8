"""URLs of `casework`."""

app_name = "casework"
urlpatterns = []
