"""URLs of committees, topics and decisions by circular."""

from django.urls import path

from steering.views import circulars, committees, topics

urlpatterns = [
    path("committees/", committees.CommitteeListPage.as_view(), name="committee_list"),
    path("committees/new/", committees.CommitteeCreatePage.as_view(), name="committee_create"),
    path("committees/<int:pk>/", committees.CommitteeDetailPage.as_view(), name="committee_detail"),
    path("committees/<int:pk>/change/", committees.CommitteeUpdatePage.as_view(), name="committee_update"),
    path("committees/<int:pk>/seats/new/", committees.SeatCreatePage.as_view(), name="seat_create"),
    path("seats/<int:pk>/fill/", committees.SeatFillPage.as_view(), name="seat_fill"),
    path("seats/<int:pk>/vacate/", committees.SeatVacatePage.as_view(), name="seat_vacate"),
    path("seats/<int:pk>/end/", committees.SeatEndPage.as_view(), name="seat_end"),
    path(
        "seats/<int:pk>/substitutes/new/", committees.SeatSubstituteCreatePage.as_view(), name="seatsubstitute_create"
    ),
    path("seat-substitutes/<int:pk>/end/", committees.SeatSubstituteEndPage.as_view(), name="seatsubstitute_end"),
    path("topics/", topics.TopicListPage.as_view(), name="topic_list"),
    path("topics/new/", topics.TopicCreatePage.as_view(), name="topic_create"),
    path("topics/<int:pk>/", topics.TopicDetailPage.as_view(), name="topic_detail"),
    path("topics/<int:pk>/change/", topics.TopicUpdatePage.as_view(), name="topic_update"),
    path("topics/<int:pk>/accept/", topics.TopicAcceptPage.as_view(), name="topic_accept"),
    path("topics/<int:pk>/return/", topics.TopicReturnPage.as_view(), name="topic_return"),
    path("topics/<int:pk>/withdraw/", topics.TopicWithdrawPage.as_view(), name="topic_withdraw"),
    path("items/<int:pk>/raise/", topics.AgendaItemRaisePage.as_view(), name="agendaitem_raise"),
    path("circulars/", circulars.CircularListPage.as_view(), name="circular_list"),
    path("circulars/new/", circulars.CircularCreatePage.as_view(), name="circular_create"),
    path("circulars/<int:pk>/", circulars.CircularDetailPage.as_view(), name="circular_detail"),
    path("circulars/<int:pk>/change/", circulars.CircularUpdatePage.as_view(), name="circular_update"),
    path("circulars/<int:pk>/send/", circulars.CircularSendPage.as_view(), name="circular_send"),
    path("circulars/<int:pk>/withdraw/", circulars.CircularWithdrawPage.as_view(), name="circular_withdraw"),
    path("circular-replies/<int:pk>/", circulars.CircularReplyPage.as_view(), name="circular_reply"),
]
