"""Who may: signed in, visible, permitted; in this order."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404

M = TypeVar("M", bound=Model)

# Marks a view that needs no sign-in; a test lists all of them.
public = login_not_required


def get_for(user, queryset: QuerySet[M], **lookup) -> M:
    """Fetch one object this user may see; what is hidden answers exactly like what does not exist."""
    try:
        return queryset.visible_to(user).get(**lookup)
    except (queryset.model.DoesNotExist, ValueError, ValidationError) as error:
        raise Http404 from error


def require(allowed: bool) -> None:
    """Raise 403 unless the rule holds."""
    if not allowed:
        raise PermissionDenied


Rule = Callable[..., bool]
