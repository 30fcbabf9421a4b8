"""URLs of `casework`. Objects are addressed by random keys."""

from django.urls import path

from casework.views import cases, consents, contacts, referrals

app_name = "casework"
urlpatterns = [
    path("quick-log/", contacts.ContactCreatePage.as_view(), name="contact_create"),
    path("contacts/", contacts.ContactListPage.as_view(), name="contact_list"),
    path("contacts/<uuid:pk>/take-back/", contacts.ContactTakeBackPage.as_view(), name="contact_take_back"),
    path("cases/", cases.CaseListPage.as_view(), name="case_list"),
    path("cases/new/", cases.CaseCreatePage.as_view(), name="case_create"),
    path("cases/<uuid:pk>/", cases.CaseDetailPage.as_view(), name="case_detail"),
    path("cases/<uuid:pk>/share/", cases.ShareCreatePage.as_view(), name="share_create"),
    path("cases/<uuid:pk>/close/", cases.CaseClosePage.as_view(), name="case_close"),
    path("cases/<uuid:pk>/consents/new/", consents.ConsentCreatePage.as_view(), name="consent_create"),
    path("cases/<uuid:pk>/refer/", referrals.ReferralCreatePage.as_view(), name="referral_create"),
    path("shares/<uuid:pk>/end/", cases.ShareEndPage.as_view(), name="share_end"),
    path("consents/<uuid:pk>/withdraw/", consents.ConsentWithdrawPage.as_view(), name="consent_withdraw"),
    path("referrals/<uuid:pk>/feedback/", referrals.ReferralFeedbackPage.as_view(), name="referral_feedback"),
    path("referrals/<uuid:pk>/recall/", referrals.ReferralRecallPage.as_view(), name="referral_recall"),
]
