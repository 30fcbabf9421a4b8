"""URLs of what comes from outside and goes outside: exchange with others, imported lists, open data."""

from django.urls import path

from steering.views import exchange, measure_imports, open_data

urlpatterns = [
    path("experiences/", exchange.ExchangeListPage.as_view(), name="exchange_list"),
    path("experiences/new/", exchange.ExchangeCreatePage.as_view(), name="exchange_create"),
    path("experiences/<int:pk>/", exchange.ExchangeDetailPage.as_view(), name="exchange_detail"),
    path("experiences/<int:pk>/change/", exchange.ExchangeUpdatePage.as_view(), name="exchange_update"),
    path("measure-imports/", measure_imports.MeasureImportListPage.as_view(), name="measureimport_list"),
    path("measure-imports/new/", measure_imports.MeasureImportCreatePage.as_view(), name="measureimport_create"),
    path("measure-imports/<int:pk>/", measure_imports.MeasureImportDetailPage.as_view(), name="measureimport_detail"),
    path(
        "measure-imports/<int:pk>/confirm/",
        measure_imports.MeasureImportConfirmPage.as_view(),
        name="measureimport_confirm",
    ),
    path("measure-imports/<int:pk>/undo/", measure_imports.MeasureImportUndoPage.as_view(), name="measureimport_undo"),
    path(
        "measure-imports/<int:pk>/discard/",
        measure_imports.MeasureImportDiscardPage.as_view(),
        name="measureimport_discard",
    ),
    path("oparl/1.1/", open_data.ObjectView.as_view(), name="oparl_system"),
    path("oparl/1.1/list/<str:name>/", open_data.ListView.as_view(), name="oparl_list"),
    path("oparl/1.1/organization/<slug:owner_key>/<str:name>/", open_data.ListView.as_view(), name="oparl_owned_list"),
    path("oparl/1.1/file/<int:key>/<str:way>/", open_data.FileView.as_view(), name="oparl_file"),
    path("oparl/1.1/<str:kind>/<slug:key>/", open_data.ObjectView.as_view(), name="oparl_object"),
]
