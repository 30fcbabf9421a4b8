"""Pages that are entered by a link instead of a sign-in.

Opening changes nothing: the token leaves the address bar at once (ASVS 5.0, 14.2.1) and waits in the session, under the
key of the one object it stands for, so that two links in two windows never meet. Only a button acts.
"""

from typing import Any, ClassVar

from allauth.core.internal import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from core.access import public

SESSION = "links"
# The oldest of more than so many open links is forgotten; its mail still has it.
KEPT = 20


def enter(request: HttpRequest, *, purpose: str, key: str, token: str, to: str) -> HttpResponse:
    """Keep the token for the object of this key and go on to the page without it."""
    kept = request.session.get(SESSION, {})
    name = f"{purpose}:{key}"
    kept.pop(name, None)
    request.session[SESSION] = dict([*kept.items(), (name, token)][-KEPT:])
    response = redirect(to)
    response["Referrer-Policy"] = "no-referrer"
    return response


def kept_token(request: HttpRequest, *, purpose: str, key: str) -> str:
    """Return the token this visitor entered with; empty where there is none."""
    return request.session.get(SESSION, {}).get(f"{purpose}:{key}", "")


def gone(request: HttpRequest) -> HttpResponse:
    """Say calmly that the link holds no longer: the same words whatever the reason, counted so that nobody tries on."""
    if _tries_on(request):
        return render(request, "429.html", status=429)
    return render(request, "core/link_gone.html", {"heading": _("This link no longer holds")}, status=410)


def missing(request: HttpRequest) -> HttpResponse:
    """Answer a random address nobody knows like a page that does not exist, counted so that nobody tries on."""
    if _tries_on(request):
        return render(request, "429.html", status=429)
    raise Http404


def _tries_on(request: HttpRequest) -> bool:
    """Count a link that led nowhere; links that hold are never counted and never refused."""
    return ratelimit.consume(request, app="allauth.account", action="link_failed", limit_get=True) is None


class Purpose:
    """What entry and pages of one kind of link share."""

    purpose: ClassVar[str]

    def find(self, token: str) -> Any:
        """Return what the token stands for, or None."""
        raise NotImplementedError

    def page(self, found: Any) -> tuple[str, str]:
        """Return the key of what was found and the address of its page."""
        raise NotImplementedError


@method_decorator(public, name="dispatch")
class LinkEntry(Purpose, View):
    """The address in the mail: looks the token up and leads on."""

    http_method_names: ClassVar = ["get", "head"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Lead on, or say that it holds no longer."""
        found = self.find(token)
        if found is None:
            return gone(request)
        key, to = self.page(found)
        return enter(request, purpose=self.purpose, key=key, token=token, to=to)


@method_decorator(public, name="dispatch")
class LinkPage(Purpose, View):
    """Mixed into the pages behind a link, before the page class: no token for this very object, no page."""

    # The part of the address that names the object.
    key_field: ClassVar[str]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look the token up anew with every request: an answer or a withdrawal ends it at once."""
        key = str(kwargs[self.key_field])
        found = self.find(kept_token(request, purpose=self.purpose, key=key))
        if found is None or self.page(found)[0] != key:
            return gone(request)
        self.found = found
        return super().dispatch(request, *args, **kwargs)
