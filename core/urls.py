"""URLs of `core`."""

from django.urls import path

from core.views import account, audit, health, mail, organisations, settings, styleguide, users

app_name = "core"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("organisations/", organisations.OrganisationListPage.as_view(), name="organisation_list"),
    path("organisations/new/", organisations.OrganisationCreatePage.as_view(), name="organisation_create"),
    path("organisations/<int:pk>/", organisations.OrganisationDetailPage.as_view(), name="organisation_detail"),
    path("organisations/<int:pk>/change/", organisations.OrganisationUpdatePage.as_view(), name="organisation_update"),
    path("closures/", settings.ClosureListPage.as_view(), name="closure_list"),
    path("closures/new/", settings.ClosureCreatePage.as_view(), name="closure_create"),
    path("closures/<int:pk>/remove/", settings.ClosureDeletePage.as_view(), name="closure_delete"),
    path("audit/", audit.AuditListPage.as_view(), name="audit_list"),
    path("audit/<int:pk>/", audit.AuditDetailPage.as_view(), name="audit_detail"),
    path("installation/", settings.InstallationPage.as_view(), name="installation"),
    path("logo", settings.logo, name="logo"),
    path("account/", account.AccountPage.as_view(), name="account"),
    path("account/details/", account.AccountUpdatePage.as_view(), name="account_update"),
    path("invitations/<str:token>/", account.open_invitation, name="invitation_open"),
    path("invitation/", account.InvitationAcceptPage.as_view(), name="invitation_accept"),
    path("substitutions/<int:pk>/end/", account.SubstitutionEndPage.as_view(), name="substitution_end"),
    path("users/", users.UserListPage.as_view(), name="user_list"),
    path("users/invite/", users.UserInvitePage.as_view(), name="user_invite"),
    path("users/<int:pk>/", users.UserDetailPage.as_view(), name="user_detail"),
    path("users/<int:pk>/change/", users.UserUpdatePage.as_view(), name="user_update"),
    path("users/<int:pk>/invite-again/", users.UserInviteAgainPage.as_view(), name="user_invite_again"),
    path("users/<int:pk>/deactivate/", users.UserDeactivatePage.as_view(), name="user_deactivate"),
    path("users/<int:pk>/reactivate/", users.UserReactivatePage.as_view(), name="user_reactivate"),
    path("users/<int:pk>/second-factor/", users.UserResetSecondFactorPage.as_view(), name="user_reset_second_factor"),
    path("users/<int:pk>/memberships/new/", users.MembershipCreatePage.as_view(), name="membership_create"),
    path("users/<int:pk>/substitutes/new/", account.SubstitutionCreatePage.as_view(), name="substitution_create"),
    path("memberships/<int:pk>/end/", users.MembershipEndPage.as_view(), name="membership_end"),
    path("styleguide/", styleguide.StyleguidePage.as_view(), name="styleguide"),
    path("styleguide/form/", styleguide.StyleguideFormPage.as_view(), name="styleguide_form"),
    path("styleguide/private-form/", styleguide.StyleguidePrivateFormPage.as_view(), name="styleguide_private_form"),
    path("mails/", mail.MailListPage.as_view(), name="mail_list"),
    path("mails/<int:pk>/", mail.MailDetailPage.as_view(), name="mail_detail"),
    path("mails/<int:pk>/send-again/", mail.MailSendAgainPage.as_view(), name="mail_send_again"),
    path("mails/<int:pk>/withdraw/", mail.MailWithdrawPage.as_view(), name="mail_withdraw"),
]
