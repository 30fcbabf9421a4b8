"""URLs of `core`."""

from django.urls import path

from core.views import organisations, settings, styleguide

app_name = "core"
urlpatterns = [
    path("organisations/", organisations.OrganisationListPage.as_view(), name="organisation_list"),
    path("organisations/new/", organisations.OrganisationCreatePage.as_view(), name="organisation_create"),
    path("organisations/<int:pk>/", organisations.OrganisationDetailPage.as_view(), name="organisation_detail"),
    path("organisations/<int:pk>/change/", organisations.OrganisationUpdatePage.as_view(), name="organisation_update"),
    path("closures/", settings.ClosureListPage.as_view(), name="closure_list"),
    path("closures/new/", settings.ClosureCreatePage.as_view(), name="closure_create"),
    path("closures/<int:pk>/remove/", settings.ClosureDeletePage.as_view(), name="closure_delete"),
    path("installation/", settings.InstallationPage.as_view(), name="installation"),
    path("logo", settings.logo, name="logo"),
    path("styleguide/", styleguide.StyleguidePage.as_view(), name="styleguide"),
    path("styleguide/form/", styleguide.StyleguideFormPage.as_view(), name="styleguide_form"),
    path("styleguide/private-form/", styleguide.StyleguidePrivateFormPage.as_view(), name="styleguide_private_form"),
]
