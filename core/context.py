"""What every page gets: navigation, date, installation."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.navigation import bottom_bar, navigation_for


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the variables of the skeleton; error pages reach it without identity and get no navigation."""
    if not hasattr(request, "installation"):
        return {"navigation": (), "bottom_bar": ()}
    navigation = SimpleLazyObject(partial(navigation_for, request))
    return {
        "installation": request.installation,
        "now": request.now,
        "today": request.today,
        "navigation": navigation,
        "bottom_bar": SimpleLazyObject(partial(bottom_bar, navigation)),
    }
