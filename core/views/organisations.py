"""The directory of organisations: everybody who signs in reads it, administrators keep it."""

from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from core import rules
from core.domain.organisations import save_organisation
from core.forms.organisations import OrganisationFilter, OrganisationForm
from core.models import Organisation
from core.resources.organisations import OrganisationResource
from core.tables.organisations import OrganisationTable
from core.views.base import DetailPage, FormPage, ListPage, ObjectFormPage

TRAIL = ((_("Organisations"), reverse_lazy("core:organisation_list")),)


class OrganisationListPage(ListPage):
    """Looked up by everybody who wonders who is responsible and how to reach them."""

    model = Organisation
    table_class = OrganisationTable
    filterset_class = OrganisationFilter
    resource_class = OrganisationResource
    heading = _("Organisations")
    export_name = "organisations"
    empty_text = _("Departments, partners and other bodies stand here. Begin with the city's own units.")

    def get_queryset(self) -> Any:
        """Load the parents with them."""
        return super().get_queryset().select_related("parent")

    def get_create_action(self) -> tuple[Any, str] | None:
        """Only administrators enter organisations."""
        return (
            (_("Enter organisation"), reverse("core:organisation_create"))
            if rules.is_administrator(self.request.user)
            else None
        )


class OrganisationDetailPage(DetailPage):
    """One organisation with what belongs to it."""

    model = Organisation
    template_name = "core/organisation_detail.html"
    breadcrumbs = TRAIL

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the units below and the people who hold a role today."""
        members = self.object.memberships.valid_on(self.request.today).select_related("user")
        return super().get_context_data(
            children=self.object.children.valid_on(self.request.today),
            members=members.filter(user__is_active=True).order_by("role", "user__name"),
            may_edit=rules.is_administrator(self.request.user),
            **kwargs,
        )

    def get_queryset(self) -> Any:
        """Load the parent with it."""
        return Organisation.objects.select_related("parent")


class OrganisationCreatePage(FormPage):
    """An administrator enters a unit or partner."""

    form_class = OrganisationForm
    role_permission = rules.is_administrator
    heading = _("Enter organisation")
    submit_label = _("Enter organisation")
    success_message = _("The organisation has been entered.")
    breadcrumbs = TRAIL

    def perform(self, form: OrganisationForm) -> Organisation:
        """Create it."""
        return save_organisation(Organisation(), fields=own_fields(form))


class OrganisationUpdatePage(ObjectFormPage):
    """An administrator corrects a unit or ends its validity."""

    model = Organisation
    form_class = OrganisationForm
    role_permission = rules.is_administrator
    heading = _("Change organisation")
    submit_label = _("Save changes")
    success_message = _("The changes have been saved.")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the organisation."""
        return (*TRAIL, (str(self.object), self.object.get_absolute_url()))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start from what is there."""
        return super().get_form_kwargs() | {"instance": Organisation.objects.get(pk=self.object.pk)}

    def perform(self, form: OrganisationForm) -> Organisation:
        """Change it."""
        return save_organisation(self.object, fields=own_fields(form))


def own_fields(form: OrganisationForm) -> dict[str, Any]:
    """Return the clean values of the model's own fields."""
    return {name: form.cleaned_data[name] for name in OrganisationForm.Meta.fields}
