"""The few page classes from which all pages are made. They fetch through access and render; they decide nothing."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.views.generic import DetailView, FormView, TemplateView
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from core.access import Rule, get_for, require
from core.export import FORMATS, file_response

Text = str | Promise


class Page:
    """Heading, breadcrumbs and the rule on the user alone; mixed into every page."""

    request: HttpRequest
    heading: Text = ""
    # Pairs of label and address, without the page itself.
    breadcrumbs: tuple[tuple[Text, str], ...] = ()
    role_permission: ClassVar[Rule | None] = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask the rule before anything is fetched."""
        if self.role_permission is not None:
            require(type(self).role_permission(request.user))
        return super().dispatch(request, *args, **kwargs)

    def get_heading(self) -> Text:
        """Return the heading, which is also the title of the page."""
        return self.heading

    def get_breadcrumbs(self) -> tuple[tuple[Text, str], ...]:
        """Return the way to this page."""
        return self.breadcrumbs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add heading and breadcrumbs."""
        return super().get_context_data(heading=self.get_heading(), breadcrumbs=self.get_breadcrumbs(), **kwargs)


class TextPage(Page, TemplateView):
    """A page without an object of its own, for example a dashboard."""


class ListPage(Page, SingleTableMixin, FilterView):
    """A list with one filter from which the table, the count and the export come."""

    template_name = "generic/list.html"
    paginate_by = 25
    page_sizes = (25, 50, 100)
    resource_class = None
    export_name = "export"
    # One sentence on what will stand here, and the button (label, URL) that begins it.
    empty_text: Text = ""
    create_action: tuple[Text, str] | None = None

    def get_queryset(self) -> QuerySet:
        """Return what this user may see."""
        return self.model.objects.visible_to(self.request.user)

    def get_paginate_by(self, *args: Any) -> int:
        """Return the page size the reader chose, if it is one of those on offer."""
        chosen = self.request.GET.get("per_page", "")
        return int(chosen) if chosen in map(str, self.page_sizes) else self.paginate_by

    def get_create_action(self) -> tuple[Text, str] | None:
        """Return the primary button, or None where the user may not create."""
        return self.create_action

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Render the list, or hand out the same rows as a file (`?format=csv`, `?format=xlsx`)."""
        wanted = request.GET.get("format", "")
        if self.resource_class is None or wanted not in FORMATS:
            return super().get(request, *args, **kwargs)
        filterset = self.get_filterset(self.get_filterset_class())
        rows = filterset.qs if filterset.is_valid() else self.get_queryset()
        return file_response(self.resource_class(), rows, wanted, self.export_name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the list template draws around the table."""
        return super().get_context_data(
            empty_text=self.empty_text,
            create_action=self.get_create_action(),
            page_sizes=self.page_sizes,
            can_export=self.resource_class is not None,
            **kwargs,
        )


class DetailPage(Page, DetailView):
    """One object the user may see."""

    permission: ClassVar[Rule | None] = None
    # The field that stands in the address.
    lookup_field = "pk"

    def get_object(self, queryset: QuerySet | None = None) -> Any:
        """Fetch through access: hidden is 404, not permitted is 403."""
        base = queryset if queryset is not None else self.get_queryset()
        found = get_for(self.request.user, base, **{self.lookup_field: self.kwargs[self.lookup_field]})
        if self.permission is not None:
            require(type(self).permission(self.request.user, found))
        return found

    def get_queryset(self) -> QuerySet:
        """Return the rows to look in; `select_related` belongs here."""
        return self.model.objects.all()

    def get_heading(self) -> Text:
        """Name the page by the object."""
        return self.heading or str(self.object)


def _show_refusal(form: Form, refusal: ValidationError) -> None:
    """Show what the domain says beside the field it names, or above the form where it has no such field."""
    for name, errors in getattr(refusal, "error_dict", {None: refusal}).items():
        form.add_error(name if name in form.fields else None, errors)


class FormPage(Page, FormView):
    """A form; what it means is done by one domain function in `perform`."""

    template_name = "generic/form.html"
    submit_label: Text = ""
    success_message: Text = ""
    # Casework pages: nothing typed may be stored in the browser (ASVS 5.0, 14.3.3).
    private = False

    def perform(self, form: Form) -> Any:
        """Call one domain function and return what it made; raise ValidationError to refuse."""
        raise NotImplementedError

    def get_cancel_url(self) -> str:
        """Return where the reader goes without saving: the last breadcrumb."""
        return self.get_breadcrumbs()[-1][1] if self.get_breadcrumbs() else "/"

    def get_success_url(self) -> str:
        """Return the page of what was made."""
        return self.done.get_absolute_url()

    def form_valid(self, form: Form) -> HttpResponse:
        """Do it; a refusal of the domain becomes an error of the form and nothing typed is lost."""
        try:
            self.done = self.perform(form)
        except ValidationError as refusal:
            _show_refusal(form, refusal)
            return self.form_invalid(form)
        if self.success_message:
            messages.success(self.request, self.success_message)
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: Form) -> HttpResponse:
        """Show the form again, with status 422 so that scripts can tell."""
        response = self.render_to_response(self.get_context_data(form=form))
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the form template draws around the form."""
        return super().get_context_data(
            submit_label=self.submit_label, cancel_url=self.get_cancel_url(), private=self.private, **kwargs
        )


class ObjectFormPage(FormPage):
    """A form about one object the user may see and, by `permission`, act on."""

    model: Any = None
    permission: ClassVar[Rule | None] = None
    # The field that stands in the address.
    lookup_field = "pk"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Fetch the object first: hidden is 404, not permitted is 403."""
        self.object = get_for(request.user, self.get_queryset(), **{self.lookup_field: kwargs[self.lookup_field]})
        if self.permission is not None:
            require(type(self).permission(request.user, self.object))
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet:
        """Return the rows to look in."""
        return self.model.objects.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the object."""
        return super().get_context_data(object=self.object, **kwargs)


class ActionPage(ObjectFormPage):
    """One act on one object: GET asks once and says what will happen, POST does it."""

    template_name = "generic/confirm.html"
    form_class = Form
    question: Text = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the question."""
        return super().get_context_data(question=self.question, **kwargs)
