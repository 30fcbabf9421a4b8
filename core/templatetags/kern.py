"""Template tags of the crispy pack `kern`: widgets with KERN's classes."""

from typing import Any

from django import forms, template
from django.forms import BoundField, Form
from django.utils.safestring import SafeString

register = template.Library()

# What a Textarea has unless the form says otherwise; too high for a working form.
DJANGOS_ROWS = "10"
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
    if field.field.widget.attrs.get("rows") == DJANGOS_ROWS:
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
def blocking_errors(form: Form) -> list[Any]:
    """Return the errors of the form as a whole that cannot be overridden."""
    overridable = {str(warning) for warning in warnings(form)}
    return [error for error in form.non_field_errors() if error not in overridable]


@register.filter
def warnings(form: Form) -> list[str]:
    """Return the warnings that a tick overrides (`PageForm.warn`)."""
    return list(getattr(form, "warnings", ())) if form.is_bound else []


@register.filter
def faulty_fields(form: Form) -> list[BoundField]:
    """Return the fields with errors in the order of the form."""
    return [form[name] for name in form.fields if name in form.errors]
