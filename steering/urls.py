"""URLs of `steering`."""

from django.urls import path

from steering import (
    urls_agenda,
    urls_committee,
    urls_exchange,
    urls_invitations,
    urls_log,
    urls_measures,
    urls_minutes,
    urls_reminders,
)
from steering.views import control, decisions, followups, measures, meetings

app_name = "steering"
urlpatterns = [
    path("meetings/", meetings.MeetingListPage.as_view(), name="meeting_list"),
    path("meetings/new/", meetings.MeetingCreatePage.as_view(), name="meeting_create"),
    path("meetings/<int:pk>/", meetings.MeetingDetailPage.as_view(), name="meeting_detail"),
    path("meetings/<int:pk>/begin/", meetings.MeetingBeginPage.as_view(), name="meeting_begin"),
    path("meetings/<int:pk>/end/", meetings.MeetingEndPage.as_view(), name="meeting_end"),
    path("decisions/", decisions.DecisionListPage.as_view(), name="decision_list"),
    path("decisions/<int:pk>/", decisions.DecisionDetailPage.as_view(), name="decision_detail"),
    path("decisions/<int:pk>/measures/new/", decisions.MeasureCreatePage.as_view(), name="measure_create"),
    path("decision-control/", control.DecisionControlPage.as_view(), name="decision_control"),
    path("measures/", measures.MeasureListPage.as_view(), name="measure_list"),
    path("measures/<int:pk>/", measures.MeasureDetailPage.as_view(), name="measure_detail"),
    path("measures/<int:pk>/report/", measures.StatusReportPage.as_view(), name="statusreport_create"),
    path("measures/<int:pk>/confirm/", measures.MeasureConfirmPage.as_view(), name="measure_confirm"),
    path("measures/<int:pk>/date/", measures.MeasureDatePage.as_view(), name="measure_date"),
    path("follow-ups/", followups.FollowUpListPage.as_view(), name="followup_list"),
    path("follow-ups/<str:code>/", followups.FollowUpDetailPage.as_view(), name="followup_detail"),
    path(
        "follow-ups/<str:code>/acknowledge/", followups.FollowUpAcknowledgePage.as_view(), name="followup_acknowledge"
    ),
    path("follow-ups/<str:code>/answer/", followups.FollowUpAnswerPage.as_view(), name="followup_answer"),
    *urls_agenda.urlpatterns,
    *urls_committee.urlpatterns,
    *urls_exchange.urlpatterns,
    *urls_measures.urlpatterns,
    *urls_log.urlpatterns,
    *urls_invitations.urlpatterns,
    *urls_minutes.urlpatterns,
    *urls_reminders.urlpatterns,
]
