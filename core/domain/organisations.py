"""Writing organisations, office closures and the settings of the installation."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.models import Installation, OfficeClosure, Organisation


@transaction.atomic
def save_organisation(organisation: Organisation, *, fields: dict[str, Any]) -> Organisation:
    """Create or change an organisation.

    Raises ValidationError when a number is taken, the end lies before the beginning, or the tree would become a circle.
    """
    for name, value in fields.items():
        setattr(organisation, name, value)
    organisation.full_clean()
    refuse_circle(organisation)
    organisation.save()
    return organisation


def refuse_circle(organisation: Organisation) -> None:
    """Raise ValidationError when an organisation would stand below itself."""
    seen = {organisation.pk} - {None}
    above = organisation.parent
    while above is not None:
        if above.pk in seen:
            raise ValidationError({"parent": _("An organisation cannot stand below itself.")})
        seen.add(above.pk)
        above = above.parent


@transaction.atomic
def add_closure(*, day: date, name: str) -> OfficeClosure:
    """Enter a day on which the offices are closed; raises ValidationError for a day already entered."""
    closure = OfficeClosure(day=day, name=name)
    closure.full_clean()
    closure.save()
    return closure


@transaction.atomic
def remove_closure(closure: OfficeClosure) -> None:
    """Take a closure back; working days count again, legal deadlines never changed."""
    closure.delete()


@transaction.atomic
def save_installation(*, fields: dict[str, Any], logo: tuple[bytes, str] | None = None) -> Installation:
    """Change the settings of the installation; `logo` is (content, media type), checked by the form."""
    installation = Installation.objects.select_for_update().get(pk=Installation.SINGLETON)
    for name, value in fields.items():
        setattr(installation, name, value)
    if logo is not None:
        installation.logo, installation.logo_type = logo
    installation.full_clean()
    installation.save()
    return installation
