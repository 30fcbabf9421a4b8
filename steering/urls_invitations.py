"""URLs of invitations, personal calendars, and of pages behind links in mails."""

from django.urls import path

from steering.views import calendars, invitation_answers, invitations, links

urlpatterns = [
    # Invitations
    path("meetings/<int:pk>/invite/", invitations.InvitePage.as_view(), name="invitation_send"),
    path("meetings/<int:pk>/invitations/", invitations.InvitationListPage.as_view(), name="invitation_list"),
    path("meetings/<int:pk>/invitations/remind/", invitations.InvitationRemindPage.as_view(), name="invitation_remind"),
    path(
        "meetings/<int:pk>/invitations/refresh/", invitations.InvitationRefreshPage.as_view(), name="invitation_refresh"
    ),
    path("meetings/<int:pk>/guests/new/", invitations.GuestInvitePage.as_view(), name="guest_invite"),
    path(
        "meeting-invitations/<int:pk>/answer/",
        invitation_answers.InvitationAnswerPage.as_view(),
        name="invitation_answer",
    ),
    path(
        "meeting-invitations/<int:pk>/withdraw/",
        invitation_answers.InvitationWithdrawPage.as_view(),
        name="invitation_withdraw",
    ),
    # Answering without an account
    path(
        "meeting-invitations/links/<str:token>/", invitation_answers.InvitationEntry.as_view(), name="invitation_open"
    ),
    path(
        "meeting-invitations/<int:pk>/reply/", invitation_answers.InvitationReplyPage.as_view(), name="invitation_reply"
    ),
    path("requests/links/<str:token>/", links.FollowUpLinkEntry.as_view(), name="followuplink_open"),
    path("requests/answered/", links.FollowUpLinkDonePage.as_view(), name="followuplink_done"),
    path("requests/<str:code>/", links.FollowUpLinkPage.as_view(), name="followuplink_detail"),
    path("requests/<str:code>/acknowledge/", links.FollowUpLinkAcknowledge.as_view(), name="followuplink_acknowledge"),
    path("requests/<str:code>/report/", links.FollowUpLinkReportPage.as_view(), name="followuplink_report"),
    path("requests/<str:code>/answer/", links.FollowUpLinkAnswerPage.as_view(), name="followuplink_answer"),
    path("follow-ups/<str:code>/link/", links.FollowUpLinkSendPage.as_view(), name="followuplink_send"),
    path(
        "follow-ups/<str:code>/link/withdraw/", links.FollowUpLinkWithdrawPage.as_view(), name="followuplink_withdraw"
    ),
    # Personal calendars
    path("calendars/", calendars.CalendarListPage.as_view(), name="calendar_list"),
    path("calendars/new/", calendars.CalendarCreatePage.as_view(), name="calendar_create"),
    path("calendars/<int:pk>/revoke/", calendars.CalendarRevokePage.as_view(), name="calendar_revoke"),
    path("calendars/<str:address>.ics", calendars.calendar_feed, name="calendar_feed"),
]
