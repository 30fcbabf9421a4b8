"""URLs of reminders: what is planned, the own entries and settings, the ladders."""

from django.urls import path

from steering.views import ladders, reminders

urlpatterns = [
    path("reminders/", reminders.ReminderListPage.as_view(), name="reminder_list"),
    path("reminders/mine/", reminders.NoticeListPage.as_view(), name="notice_list"),
    path("reminders/settings/", reminders.ReminderSettingsPage.as_view(), name="reminder_settings"),
    path("reminders/<int:pk>/", reminders.ReminderDetailPage.as_view(), name="reminder_detail"),
    path("ladders/", ladders.LadderListPage.as_view(), name="ladder_list"),
    path("ladders/new/", ladders.LadderCreatePage.as_view(), name="ladder_create"),
    path("ladders/<int:pk>/", ladders.LadderDetailPage.as_view(), name="ladder_detail"),
    path("ladders/<int:pk>/rules/", ladders.LadderRulesPage.as_view(), name="ladder_update"),
    path("ladders/<int:pk>/steps/new/", ladders.StepCreatePage.as_view(), name="ladderstep_create"),
    path("ladder-steps/<int:pk>/change/", ladders.StepUpdatePage.as_view(), name="ladderstep_update"),
    path("ladder-steps/<int:pk>/remove/", ladders.StepRemovePage.as_view(), name="ladderstep_remove"),
]
