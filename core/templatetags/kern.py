"""Template tags of the crispy pack `kern`: widgets with KERN's classes."""

from typing import Any

from django import forms, template
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BoundField, Form
from django.utils.safestring import SafeString

register = template.Library()

_CHECKS = (forms.CheckboxSelectMultiple, forms.RadioSelect)


@register.filter
def kind(field: BoundField) -> str:
    """Name the template part for a field: checkbox, group, select, multiple, file or input."""
    widget = field.field.widget
    if isinstance(widget, _CHECKS):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.SelectMultiple):
        return "multiple"
    if isinstance(widget, forms.Select):
        return "select"
    if isinstance(widget, forms.MultiWidget):
        return "several"
    return "input"


@register.filter
def check_type(field: BoundField) -> str:
    """Say whether the choices of a group are radio buttons or check boxes."""
    return "checkbox" if isinstance(field.field.widget, forms.CheckboxSelectMultiple) else "radio"


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """Render the widget with KERN's class; Django adds `aria-describedby` and `aria-invalid`."""
    own = field.field.widget.attrs.get("class", "")
    names = f"{own} {_class_of(field)}".strip()
    attrs: dict[str, Any] = {"class": names}
    if isinstance(field.field.widget, forms.Textarea) and "rows" not in field.field.widget.attrs:
        attrs["rows"] = 4
    return field.as_widget(attrs=attrs)


def _class_of(field: BoundField) -> str:
    base = {
        "checkbox": "kern-form-check__checkbox",
        "select": "kern-form-input__select",
        "multiple": "lk-select-multiple",
    }.get(kind(field), "kern-form-input__input")
    return f"{base} {base}--error" if field.errors else base


@register.filter
def blocking_errors(form: Form) -> list[str]:
    """Return the errors of the form as a whole that cannot be overridden."""
    return [message for error in _whole(form) if error.code != "warning" for message in error.messages]


@register.filter
def warnings(form: Form) -> list[str]:
    """Return the warnings that a tick overrides (`PageForm.warn`)."""
    return [message for error in _whole(form) if error.code == "warning" for message in error.messages]


@register.filter
def faulty_fields(form: Form) -> list[BoundField]:
    """Return the fields with errors in the order of the form."""
    return [form[name] for name in form.fields if name in form.errors]


def _whole(form: Form) -> list[forms.ValidationError]:
    return form.errors.as_data().get(NON_FIELD_ERRORS, [])
