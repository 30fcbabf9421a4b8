"""Settings of the installation, its logo, and the office closures."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core import rules
from core.access import public
from core.domain.organisations import add_closure, remove_closure, save_installation
from core.forms.organisations import ClosureFilter, ClosureForm, InstallationForm
from core.models import Installation, OfficeClosure
from core.resources.organisations import ClosureResource
from core.tables.organisations import ClosureTable
from core.views.base import ActionPage, FormPage, ListPage

CLOSURES = ((_("Office closures"), reverse_lazy("core:closure_list")),)
FIELDS = (
    "city_name",
    "municipality_key",
    "land",
    "default_language",
    "sender_address",
    "imprint_url",
    "privacy_url",
    "accessibility_url",
    "second_factor_roles",
    "small_count_threshold",
)


class InstallationPage(FormPage):
    """An administrator sets up the city, once and then seldom."""

    form_class = InstallationForm
    template_name = "core/installation.html"
    role_permission = rules.is_administrator
    heading = _("Settings of the installation")
    submit_label = _("Save settings")
    success_message = _("The settings have been saved.")
    breadcrumbs = ((_("Start"), reverse_lazy("portal:start")),)

    def get_initial(self) -> dict[str, Any]:
        """Start from what is there."""
        return {name: getattr(self.request.installation, name) for name in FIELDS}

    def perform(self, form: InstallationForm) -> Installation:
        """Save them."""
        fields = {name: form.cleaned_data[name] for name in FIELDS}
        return save_installation(fields=fields, logo=form.cleaned_data["logo"])

    def get_success_url(self) -> str:
        """Stay."""
        return reverse("core:installation")


class ClosureListPage(ListPage):
    """An administrator enters the closing days once a year."""

    model = OfficeClosure
    table_class = ClosureTable
    filterset_class = ClosureFilter
    resource_class = ClosureResource
    role_permission = rules.is_administrator
    heading = _("Office closures")
    export_name = "office-closures"
    empty_text = _(
        "Days on which the offices are closed stand here, for example 24 December. Legal holidays are known."
    )

    def get_create_action(self) -> tuple[Any, str]:
        """Enter one."""
        return (_("Enter closure"), reverse("core:closure_create"))


class ClosureCreatePage(FormPage):
    """One day with its reason."""

    form_class = ClosureForm
    role_permission = rules.is_administrator
    heading = _("Enter closure")
    submit_label = _("Enter closure")
    success_message = _("The day has been entered. Working days skip it from now on.")
    breadcrumbs = CLOSURES

    def perform(self, form: ClosureForm) -> OfficeClosure:
        """Enter it."""
        return add_closure(day=form.cleaned_data["day"], name=form.cleaned_data["name"])

    def get_success_url(self) -> str:
        """Go back to the list."""
        return reverse("core:closure_list")


class ClosureDeletePage(ActionPage):
    """Take a closing day back."""

    model = OfficeClosure
    role_permission = rules.is_administrator
    heading = _("Remove closure")
    submit_label = _("Remove closure")
    question = _("The day becomes a working day again. Dates already computed stay as they are.")
    success_message = _("The day is a working day again.")
    breadcrumbs = CLOSURES

    def perform(self, form: Any) -> None:
        """Remove it."""
        remove_closure(self.object)

    def get_success_url(self) -> str:
        """Go back to the list."""
        return reverse("core:closure_list")


@public
@require_safe
def logo(request: HttpRequest) -> HttpResponse:
    """Show the city's logo, also on the sign-in page."""
    found = Installation.objects.filter(pk=Installation.SINGLETON).exclude(logo=None).first()
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.logo), content_type=found.logo_type)
    response["Cache-Control"] = "public, max-age=300"
    return response
