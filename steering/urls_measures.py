"""URLs of what is done with measures."""

from django.urls import path

from steering.views import council, measure_acts, measure_bulk, measure_parts, response_times

urlpatterns = [
    path("measures/together/", measure_bulk.MeasureBulkPage.as_view(), name="measure_bulk"),
    path("measures/<int:pk>/edit/", measure_acts.MeasureUpdatePage.as_view(), name="measure_update"),
    path("measures/<int:pk>/hand-over/", measure_acts.MeasureHandOverPage.as_view(), name="measure_hand_over"),
    path("measures/<int:pk>/block/", measure_acts.MeasureBlockPage.as_view(), name="measure_block"),
    path("measures/<int:pk>/unblock/", measure_acts.MeasureUnblockPage.as_view(), name="measure_unblock"),
    path("measures/<int:pk>/resubmission/", measure_acts.MeasureResubmitPage.as_view(), name="measure_resubmit"),
    path("measures/<int:pk>/permanent/", measure_acts.MeasurePermanentPage.as_view(), name="measure_permanent"),
    path("measures/<int:pk>/send-back/", measure_acts.MeasureSendBackPage.as_view(), name="measure_send_back"),
    path(
        "measures/<int:pk>/not-executable/",
        measure_acts.MeasureNotExecutablePage.as_view(),
        name="measure_not_executable",
    ),
    path("measures/<int:pk>/order-again/", measure_acts.MeasureOrderAgainPage.as_view(), name="measure_order_again"),
    path("measures/<int:pk>/settle/", measure_acts.MeasureSettlePage.as_view(), name="measure_settle"),
    path("measures/<int:pk>/steps/new/", measure_parts.StepCreatePage.as_view(), name="measurestep_create"),
    path("measures/<int:pk>/extension/", measure_parts.ExtensionCreatePage.as_view(), name="extension_create"),
    path("measures/<int:pk>/effects/new/", measure_parts.EffectCreatePage.as_view(), name="effect_create"),
    path("steps/<int:pk>/edit/", measure_parts.StepUpdatePage.as_view(), name="measurestep_update"),
    path("steps/<int:pk>/drop/", measure_parts.StepDropPage.as_view(), name="measurestep_drop"),
    path("extensions/<int:pk>/decide/", measure_parts.ExtensionDecidePage.as_view(), name="extension_decide"),
    path("effects/<int:pk>/remove/", measure_parts.EffectDeletePage.as_view(), name="effect_delete"),
    path("council-report/", council.CouncilReportPage.as_view(), name="council_report"),
    path("response-times/", response_times.ResponseTimesPage.as_view(), name="response_times"),
]
