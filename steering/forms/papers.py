"""Forms and filters for papers and their files."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from core.files import check_upload
from core.forms.base import PageForm
from core.models import Organisation
from steering.enums import Confidentiality
from steering.enums_agenda import PaperKind
from steering.forms.agendas import level_field, unit_field
from steering.models import Committee, Paper


class FilesInput(forms.FileInput):
    """A field for several files; it says how large one may be, so that the page can refuse before sending."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"data-max-bytes": settings.FILE_MAX_BYTES})


class FilesField(forms.FileField):
    """Several files, each checked by its content; every refusal names the file."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Files"),
            widget=FilesInput(),
            help_text=_("PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG or text, at most %(most)s each.")
            % {"most": filesizeformat(settings.FILE_MAX_BYTES)},
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files."""
        uploads = [upload for upload in (data if isinstance(data, list | tuple) else [data]) if upload]
        if self.required and not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        refusals = []
        for upload in uploads:
            try:
                check_upload(upload)
            except ValidationError as refusal:
                refusals.append(ValidationError(f"{upload.name}: {refusal.messages[0]}", code=refusal.code))
        if refusals:
            raise ValidationError(refusals)
        return uploads


class PaperFields(PageForm):
    """What a paper says."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PaperKind, initial=PaperKind.DECISION, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(label=_("Text"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 6}))
    confidentiality = level_field(help_text=_("At least that of the item; its files are at least as confidential."))
    lead_unit = unit_field()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_unit"].queryset = Organisation.objects.valid_on(today)


class PaperForm(PaperFields):
    """A new paper with its files."""

    files = FilesField(required=False)


class AttachmentForm(PageForm):
    """Further files for a paper."""

    files = FilesField()
    confidentiality = level_field(help_text=_("At least that of the paper."))


class PaperFilter(django_filters.FilterSet):
    """Find a paper by its words, kind and committee."""

    q = django_filters.CharFilter(label=_("Title or text"), method="search")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=PaperKind, empty_label=_("all"))
    committee = django_filters.ModelChoiceFilter(
        label=_("Committee"),
        field_name="item__meeting__committee",
        queryset=lambda request: Committee.objects.visible_to(request.user),
        empty_label=_("all"),
    )
    lead_unit = django_filters.ModelChoiceFilter(
        label=_("Lead unit"), queryset=Organisation.objects.all(), empty_label=_("all")
    )
    confidentiality = django_filters.ChoiceFilter(
        label=_("Confidentiality"), choices=Confidentiality, empty_label=_("all")
    )

    class Meta:
        model = Paper
        fields = ("q", "kind", "committee", "lead_unit", "confidentiality")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Match any part of title or text."""
        return queryset.filter(Q(title__icontains=value) | Q(text__icontains=value))
