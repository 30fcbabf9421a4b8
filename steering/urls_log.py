"""URLs of `steering`: log mode and the list of those present."""

from django.urls import path

from steering.views import attendance, drafts, outcomes

urlpatterns = [
    path("meetings/<int:pk>/log/", outcomes.OutcomeNextPage.as_view(), name="outcome_next"),
    path("meetings/<int:pk>/attendance/", attendance.AttendancePage.as_view(), name="attendance"),
    path(
        "meetings/<int:pk>/attendance/seats/<int:seat>/",
        attendance.AttendanceSeatPage.as_view(),
        name="attendance_seat",
    ),
    path("meetings/<int:pk>/attendance/guests/new/", attendance.GuestCreatePage.as_view(), name="guest_create"),
    path("meetings/<int:pk>/times/", attendance.MeetingTimesPage.as_view(), name="meeting_times"),
    path("items/<int:pk>/log/", outcomes.OutcomePage.as_view(), name="outcome_log"),
    path("items/<int:pk>/log/save/", drafts.DraftSavePage.as_view(), name="draft_save"),
    path("items/<int:pk>/log/state/", drafts.LogStatePage.as_view(), name="log_state"),
    path("items/<int:pk>/log/reopen/", outcomes.ItemReopenPage.as_view(), name="item_reopen"),
    path("due-dates/", outcomes.DueDatePreview.as_view(), name="due_date"),
    path("decision-numbers/", outcomes.DecisionLookup.as_view(), name="decision_lookup"),
]
