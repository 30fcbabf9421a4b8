"""URLs of `quarters`."""

from django.urls import path

from quarters.views import areas, imports, indicators

app_name = "quarters"
urlpatterns = [
    path("areas/", areas.AreaListPage.as_view(), name="area_list"),
    path("indicators/", indicators.IndicatorListPage.as_view(), name="indicator_list"),
    path("indicators/<int:pk>/", indicators.IndicatorDetailPage.as_view(), name="indicator_detail"),
    path("indicators/<int:pk>/change/", indicators.IndicatorUpdatePage.as_view(), name="indicator_update"),
    path("imports/", imports.ImportListPage.as_view(), name="importbatch_list"),
    path("imports/new/", imports.ImportCreatePage.as_view(), name="importbatch_create"),
    path("imports/<int:pk>/", imports.ImportDetailPage.as_view(), name="importbatch_detail"),
    path("imports/<int:pk>/complete/", imports.ImportCompletePage.as_view(), name="importbatch_complete"),
    path("imports/<int:pk>/confirm/", imports.ImportConfirmPage.as_view(), name="importbatch_confirm"),
    path("imports/<int:pk>/undo/", imports.ImportUndoPage.as_view(), name="importbatch_undo"),
    path("imports/<int:pk>/discard/", imports.ImportDiscardPage.as_view(), name="importbatch_discard"),
]
