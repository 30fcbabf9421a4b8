"""Middleware: headers, methods, request log, language, identity, end of a session, second factor."""

import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from core.authentication import gave_second_factor, needs_second_factor
from core.identity import acting_as

GetResponse = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("request")

# Answered without identity, so that they also answer while the database is away.
WITHOUT_IDENTITY = ("/healthz", "/readyz")


class RequestLogMiddleware:
    """Gives each request an id and writes one line: route name, status, duration; no path, no person."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give the id, answer, write the line."""
        request.id = uuid.uuid4().hex
        structlog.contextvars.bind_contextvars(request_id=request.id)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            match = request.resolver_match
            log.info(
                "request",
                method=request.method,
                route=match.view_name if match else "",
                status=response.status_code,
                milliseconds=round((time.perf_counter() - started) * 1000),
            )
            response["X-Request-ID"] = request.id
            return response
        finally:
            structlog.contextvars.clear_contextvars()


class HeadersMiddleware:
    """Adds the headers Django has no setting for; pages with data are never cached anywhere.

    Methods nobody here answers to are refused before anything else looks at the request (ASVS 5.0, 4.1.4).
    """

    methods = ("GET", "HEAD", "POST")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse unknown methods; complete the headers of every answer."""
        allowed = request.method in self.methods
        response = self.get_response(request) if allowed else HttpResponseNotAllowed(self.methods)
        if getattr(request, "signed_out", False):
            response["Clear-Site-Data"] = '"cache", "storage"'
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if "Cache-Control" not in response.headers:
            add_never_cache_headers(response)
        return response


class LanguageMiddleware:
    """German unless the person chose otherwise; the browser's wishes are not asked."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class IdentityMiddleware:
    """Makes a request one transaction in which the database knows who acts.

    Template responses are rendered inside, because the view handler renders them before it returns. An exception in
    the view rolls everything back; error pages are drawn from what is already loaded.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer inside one transaction."""
        if request.path_info in WITHOUT_IDENTITY:
            return self.get_response(request)
        end_old_session(request)
        user = request.user if request.user.is_authenticated else None
        casework = user is not None and user.does_casework
        with acting_as(user, casework=casework, request_id=request.id) as frame:
            request.now, request.today, request.installation = frame.now, frame.today, frame.installation
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, _exception: Exception) -> None:
        """Take back what the view wrote."""
        request.failed = True
        if connection.in_atomic_block:
            transaction.set_rollback(True)


def end_old_session(request: HttpRequest) -> None:
    """Sign out after `SESSION_IDLE_SECONDS` without a request, and `SESSION_COOKIE_AGE` seconds after sign-in.

    ASVS 5.0, 7.3.1 and 7.3.2. The expiry Django keeps slides with every save; `began_at` does not.
    """
    session = request.session
    if "_auth_user_id" not in session:
        return
    now = int(timezone.now().timestamp())
    began, seen = session.setdefault("began_at", now), session.get("seen_at", 0)
    if now - began > settings.SESSION_COOKIE_AGE or (seen and now - seen > settings.SESSION_IDLE_SECONDS):
        logout(request)
        request.signed_out = True
    elif now - seen > 60:
        session["seen_at"] = now


class SecondFactorMiddleware:
    """Leads a user whose role needs a second factor to its set-up, and whoever has one to giving it, before anything else."""

    always = frozenset({"account_logout", "set_language", "core:healthz", "core:readyz"})
    giving = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
    setting_up = frozenset(
        {
            "account_reauthenticate",
            "mfa_index",
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "mfa_list_webauthn",
        }
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the work is done once the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Redirect unless nothing is missing or the page is the one that leads on."""
        name = request.resolver_match.view_name
        if not hasattr(request, "installation") or not request.user.is_authenticated or name in self.always:
            return None
        if request.user.authenticator_ids:
            return (
                None if gave_second_factor(request, request.user) or name in self.giving else self._to_giving(request)
            )
        if needs_second_factor(request.user, request.installation) and name not in self.setting_up:
            messages.warning(request, _("Your role needs a second factor. Please set one up here; then you can go on."))
            return redirect("mfa_index")
        return None

    @staticmethod
    def _to_giving(request: HttpRequest) -> HttpResponse:
        """Ask for the factor by the first way this account has, and return to the page asked for."""
        ways = get_adapter().get_reauthentication_methods(request.user)
        url = next(way["url"] for way in ways if way["id"].startswith("mfa_"))
        query = QueryDict(mutable=True)
        query["next"] = request.get_full_path() if request.method == "GET" else settings.LOGIN_REDIRECT_URL
        return redirect(f"{url}?{query.urlencode()}")
