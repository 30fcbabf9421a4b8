"""URLs of minutes, of the agenda as a file, and of excerpts."""

from django.urls import path

from steering.views import minutes, minutes_files, minutes_remarks

urlpatterns = [
    path("meetings/<int:pk>/agenda-file/", minutes_files.AgendaFile.as_view(), name="agenda_file"),
    path("meetings/<int:pk>/minutes/new/", minutes.MinutesCreatePage.as_view(), name="minutes_create"),
    path("minutes/<int:pk>/", minutes.MinutesDetailPage.as_view(), name="minutes_detail"),
    path("minutes/<int:pk>/edit/", minutes.MinutesEditPage.as_view(), name="minutes_edit"),
    path("minutes/<int:pk>/review/", minutes.MinutesReviewPage.as_view(), name="minutes_review"),
    path("minutes/<int:pk>/log/", minutes.MinutesLogPage.as_view(), name="minutes_log"),
    path("minutes/<int:pk>/sign/", minutes.MinutesSignPage.as_view(), name="minutes_sign"),
    path("minutes/<int:pk>/return/", minutes.MinutesReturnPage.as_view(), name="minutes_return"),
    path("minutes/<int:pk>/seal/", minutes.MinutesSealPage.as_view(), name="minutes_seal"),
    path("minutes/<int:pk>/compare/", minutes_files.MinutesComparePage.as_view(), name="minutes_compare"),
    path("minutes/<int:pk>/file/", minutes_files.MinutesFile.as_view(), name="minutes_file"),
    path("minutes/<int:pk>/public-file/", minutes_files.MinutesPublicFile.as_view(), name="minutes_public"),
    path("minutes/<int:pk>/excerpts/<int:unit>/", minutes_files.MinutesExcerptPage.as_view(), name="minutes_excerpt"),
    path(
        "minutes/<int:pk>/remarks/new/", minutes_remarks.MinutesRemarkCreatePage.as_view(), name="minutesremark_create"
    ),
    path(
        "minutes-remarks/<int:pk>/settle/",
        minutes_remarks.MinutesRemarkSettlePage.as_view(),
        name="minutesremark_settle",
    ),
    path(
        "minutes/<int:pk>/objections/new/",
        minutes_remarks.MinutesObjectionCreatePage.as_view(),
        name="minutesobjection_create",
    ),
    path("objections/<int:pk>/rule/", minutes_remarks.MinutesObjectionRulePage.as_view(), name="minutesobjection_rule"),
    path(
        "objections/<int:pk>/withdraw/",
        minutes_remarks.MinutesObjectionWithdrawPage.as_view(),
        name="minutesobjection_withdraw",
    ),
]
