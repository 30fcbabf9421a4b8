"""URLs of `steering`: series, agendas, papers."""

from django.urls import path

from steering.views import agendas, meetings, papers, series

urlpatterns = [
    path("meetings/<int:pk>/change/", meetings.MeetingUpdatePage.as_view(), name="meeting_update"),
    path("meetings/<int:pk>/cancel/", meetings.MeetingCancelPage.as_view(), name="meeting_cancel"),
    path("meetings/<int:pk>/agenda/", agendas.AgendaPage.as_view(), name="agenda_edit"),
    path("meetings/<int:pk>/agenda/proposals/", agendas.ProposalsPage.as_view(), name="agenda_proposals"),
    path("meetings/<int:pk>/agenda/order/", agendas.AgendaArrangePage.as_view(), name="agenda_arrange"),
    path("meetings/<int:pk>/items/new/", agendas.AgendaItemCreatePage.as_view(), name="agendaitem_create"),
    path("meetings/<int:pk>/sections/new/", agendas.SectionCreatePage.as_view(), name="section_create"),
    path("items/<int:pk>/move/", agendas.AgendaItemMovePage.as_view(), name="agendaitem_move"),
    path("items/<int:pk>/change/", agendas.AgendaItemUpdatePage.as_view(), name="agendaitem_update"),
    path("items/<int:pk>/remove/", agendas.AgendaItemRemovePage.as_view(), name="agendaitem_remove"),
    path("items/<int:pk>/papers/new/", papers.PaperCreatePage.as_view(), name="paper_create"),
    path("papers/", papers.PaperListPage.as_view(), name="paper_list"),
    path("papers/<int:pk>/", papers.PaperDetailPage.as_view(), name="paper_detail"),
    path("papers/<int:pk>/change/", papers.PaperUpdatePage.as_view(), name="paper_update"),
    path("papers/<int:pk>/remove/", papers.PaperRemovePage.as_view(), name="paper_remove"),
    path("papers/<int:pk>/files/new/", papers.AttachmentCreatePage.as_view(), name="attachment_create"),
    path("attachments/<int:pk>/", papers.AttachmentDownload.as_view(), name="attachment_download"),
    path("attachments/<int:pk>/remove/", papers.AttachmentRemovePage.as_view(), name="attachment_remove"),
    path("series/new/", series.SeriesCreatePage.as_view(), name="series_create"),
    path("series/<int:pk>/", series.SeriesDetailPage.as_view(), name="series_detail"),
    path("committees/<int:pk>/standing-items/", series.StandingItemListPage.as_view(), name="standingitem_list"),
    path(
        "committees/<int:pk>/standing-items/new/", series.StandingItemCreatePage.as_view(), name="standingitem_create"
    ),
    path("standing-items/<int:pk>/change/", series.StandingItemUpdatePage.as_view(), name="standingitem_update"),
    path("standing-items/<int:pk>/move/", series.StandingItemMovePage.as_view(), name="standingitem_move"),
    path("standing-items/<int:pk>/remove/", series.StandingItemRemovePage.as_view(), name="standingitem_remove"),
]
