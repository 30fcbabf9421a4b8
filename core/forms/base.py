"""Bases for forms: groups with headings, and warnings a person may override."""

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db.models import BLANK_CHOICE_DASH
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
DASHES = BLANK_CHOICE_DASH[0][1]


def _name_the_empty_choice(field: forms.Field) -> None:
    """Say in words what Django draws as a dashed line."""
    words = _("please choose") if field.required else _("no choice")
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = words
    elif isinstance(field, forms.ChoiceField):
        field.choices = [(value, words if label == DASHES else label) for value, label in field.choices]


class PageForm(forms.Form):
    """A form of a page.

    `fieldsets` is a tuple of (heading, field names). `warn()` adds a warning: the form then asks once for a tick at
    "Save anyway" instead of refusing. Forms clean and warn; they do not save.
    """

    fieldsets: ClassVar[tuple[tuple[Text, tuple[str, ...]], ...]] = ()
    override_warnings = forms.BooleanField(
        required=False, widget=forms.HiddenInput, label=_("I have checked this. Save anyway.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: list[Text] = []
        for field in self.fields.values():
            _name_the_empty_choice(field)

    def warn(self, text: Text) -> None:
        """Ask the person to look again; overridden by a tick."""
        self.warnings.append(text)

    def clean(self) -> dict[str, Any]:
        """Collect the warnings; they block until overridden."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self.check_for_warnings(cleaned)
        if self.warnings:
            self.fields["override_warnings"].widget = forms.CheckboxInput()
            if not cleaned.get("override_warnings"):
                raise forms.ValidationError(self.warnings, code="warning")
        return cleaned

    def check_for_warnings(self, cleaned: dict[str, Any]) -> None:
        """Look at clean values and call `warn` for what is unusual; overridden by forms that warn."""

    @property
    def needs_override(self) -> bool:
        """Tell the template to draw the tick."""
        return bool(self.warnings)

    @property
    def helper(self) -> FormHelper:
        """Render the groups; no markup in Python."""
        helper = FormHelper(self)
        helper.form_tag = False
        if self.fieldsets:
            named = {name for _heading, names in self.fieldsets for name in names}
            rest = [name for name in self.fields if name not in named]
            helper.layout = Layout(*(Fieldset(str(heading), *names) for heading, names in self.fieldsets), *rest)
        return helper
