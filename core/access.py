"""Who may: signed in, visible, permitted; in this order."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

# Marks a view that needs no sign-in; a test lists all of them.
public = login_not_required


def get_for(user, queryset: Any, **lookup) -> Any:
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
